using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Gateway.Commands.Offline;
using Gateway.Evidence;
using Gateway.Ledger.Inspection;
using Gateway.Policies;
using Gateway.Scenarios.Demo;
using Gateway.Settings;
using Gateway.Stamping;

namespace Gateway.Scenarios.Evidence;

/// <summary>One transfer's evidence, open on the table: to be changed, closed and verified.</summary>
internal sealed class EvidenceBox(IReadOnlyDictionary<string, byte[]> members, AnchorFiles anchors)
{
    internal SortedDictionary<string, byte[]> Members { get; } =
        new(members.ToDictionary(member => member.Key, member => member.Value.ToArray()), StringComparer.Ordinal);

    /// <summary>Of the demo's transfer that ended so.</summary>
    /// <param name="code">Of its refusal; null: the leg that crossed.</param>
    internal static EvidenceBox Of(FinishedDemo demo, string? code, string leg = "request", bool withKeys = true)
    {
        var row = demo.Transfers.First(row =>
            row.GetProperty("code").GetString() == code && row.GetProperty("leg").GetString() == leg);
        var id = row.GetProperty("id").GetGuid();
        return Made.GetOrAdd((id, withKeys), _ => Make(demo, id, withKeys)).Copy();
    }

    // Making one takes longer than most tests do with it.
    private static readonly ConcurrentDictionary<(Guid, bool), EvidenceBox> Made = new();

    private static EvidenceBox Make(FinishedDemo demo, Guid id, bool withKeys)
    {
        var faults = new List<Fault>();
        using var keys = withKeys ? KeyRing.Read(demo.At("keys", "keys.json"), faults) : null;
        var sources = new EvidenceSources(new InForceFolder(demo.At("ledger")), [], [], []);
        var found = TransferSearch.Find(demo.At("ledger"), id, CancellationToken.None);
        var members = new EvidenceMaker(demo.At("ledger"), sources, keys).Make(
            id, found, TimeProvider.System.GetUtcNow(), faults);
        Assert.True(members is not null, string.Join('\n', faults));
        return new EvidenceBox(members, AnchorsOf(demo));
    }

    internal static AnchorFiles AnchorsOf(FinishedDemo demo) => new(
        [demo.At("trust", "trust-list-CN.json"), demo.At("trust", "trust-list-HK.json")],
        null,
        demo.At("log-policy.txt"));

    internal EvidenceBox Copy() => new(Members, anchors);

    internal string Text(string member) => Encoding.UTF8.GetString(Members[member]);

    internal void Replace(string member, string old, string with)
    {
        var text = Text(member);
        Assert.Contains(old, text, StringComparison.Ordinal);
        Members[member] = Encoding.UTF8.GetBytes(text.Replace(old, with, StringComparison.Ordinal));
    }

    /// <summary>One bit of the byte in the middle.</summary>
    internal void Flip(string member) => Flip(member, Members[member].Length / 2);

    internal void Flip(string member, int at) => Members[member][at] ^= 1;

    /// <summary>Makes the manifest fit what is there now, as a careful forger would; page and README too if told.</summary>
    internal void CloseCarefully(bool withPage = true)
    {
        if (withPage)
        {
            Members[EvidenceNames.Page] = EvidencePage.Write(Members);
            Members[EvidenceNames.Readme] = EvidenceReadme.Write(Members);
        }

        var manifest = EvidenceManifest.Read(Members[EvidenceNames.Manifest])!;
        Members.Remove(EvidenceNames.Manifest);
        Members[EvidenceNames.Manifest] =
            EvidenceManifest.Write(manifest.TransferId, manifest.Kind, manifest.Made, Members);
    }

    internal IReadOnlyList<VerificationFinding> Verify() => Verify(anchors);

    /// <summary>Through a zip, as everybody does.</summary>
    internal IReadOnlyList<VerificationFinding> Verify(AnchorFiles reliedOn)
    {
        var findings = new List<VerificationFinding>();
        using var zip = new MemoryStream(EvidenceArchive.Write(Members, TimeProvider.System.GetUtcNow()));
        var read = EvidenceArchive.Read(zip, findings);
        var faults = new List<Fault>();
        return EvidenceVerification.Run(read, reliedOn.For(read, faults), findings).Findings;
    }

    /// <summary>Writes all members into a folder.</summary>
    internal void ExtractTo(string folder)
    {
        foreach (var (name, bytes) in Members)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
        }
    }

    internal string Sha256(string member) => Convert.ToHexStringLower(SHA256.HashData(Members[member]));
}
