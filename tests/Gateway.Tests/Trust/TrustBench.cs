using System.Security.Cryptography.X509Certificates;
using Gateway.Commands.Dev;
using Gateway.Policies.Parties;
using Gateway.Stamping;
using Gateway.Trust;
using TrustListState = Gateway.Ledger.Entries.TrustListState;

namespace Gateway.Tests.Trust;

/// <summary>Two hierarchies and a moment, from which each test bends one certificate, list or CRL.</summary>
public sealed class TrustBench : IDisposable
{
    internal static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    internal DevClock Clock { get; } = new(Now);

    internal DevHierarchy North { get; }

    internal DevHierarchy South { get; }

    internal DevHierarchy Rogue { get; }

    public TrustBench()
    {
        North = DevHierarchy.Create(Zone.CN, "Bench Mainland", Clock);
        South = DevHierarchy.Create(Zone.HK, "Bench Hong Kong", Clock);
        Rogue = DevHierarchy.Create(Zone.CN, "Bench Mainland", Clock);
    }

    /// <summary>Every entry of both sides.</summary>
    internal IReadOnlyList<TrustEntry> Entries => [.. DevTrustLists.Entries(North), .. DevTrustLists.Entries(South)];

    internal static TrustList List(
        Zone zone, IEnumerable<TrustEntry> entries, DateTimeOffset? nextUpdate = null) => new(
        new TrustListState($"bench-{zone}", 1, new string('0', 64)),
        zone,
        Now.AddDays(-1),
        nextUpdate ?? Now.AddDays(30),
        "bench",
        [.. entries]);

    /// <summary>Both lists with the same entries, each passed through a change first.</summary>
    internal TrustSnapshot Snapshot(
        Func<TrustEntry, TrustEntry>? north = null,
        Func<TrustEntry, TrustEntry>? south = null,
        IRevocationSource? revocation = null) => TrustSnapshot.Create(
        [
            List(Zone.CN, Entries.Select(north ?? (entry => entry))),
            List(Zone.HK, Entries.Select(south ?? (entry => entry))),
        ],
        revocation ?? new FixedAnswer(RevocationAnswer.Good));

    internal X509Certificate2 Client(Func<DevSubject, DevSubject>? bend = null)
    {
        var subject = North.Client(DevParties.BankGz);
        return North.Issuing.Issue(bend is null ? subject : bend(subject));
    }

    /// <summary>"trusted", or the code of the refusal.</summary>
    internal static string Say(CertificateVerdict verdict) =>
        verdict is CertificateVerdict.Distrusted no ? no.Code.Wire : "trusted";

    internal string Judge(X509Certificate2 certificate) => Say(Snapshot().Judge(certificate, TrustUse.TlsPeer, Now));

    internal static TrustListFile WriteSigned(string folder, string name, byte[] json, X509Certificate2 signer)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, json);
        File.WriteAllBytes(path + ".p7s", CadesSignature.Sign(signer, json, Now));
        return new TrustListFile(path, Fingerprint.Of(signer));
    }

    public void Dispose()
    {
        North.Dispose();
        South.Dispose();
        Rogue.Dispose();
    }
}

/// <summary>A revocation source that says the same of everybody, and counts how often it was asked.</summary>
internal sealed class FixedAnswer(RevocationAnswer answer) : IRevocationSource
{
    public IReadOnlyList<NewestList> Newest => [];

    private int _asked;

    internal int Asked => _asked;

    public IReadOnlyList<string> Evidence => [];

    public RevocationAnswer Ask(string issuer, string serial, TimeSpan maxAge, DateTimeOffset now)
    {
        Interlocked.Increment(ref _asked);
        return answer;
    }
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-trust-");

    internal string Path => _folder.FullName;

    internal string Write(string name, byte[] bytes)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
