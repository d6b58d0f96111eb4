using System.Globalization;
using Gateway.Commands.Approvals;
using Gateway.Commands.Run;
using Gateway.Ledger;
using Gateway.Ledger.Archives;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Tree;
using Gateway.Ledger.Verification;
using Gateway.Stamping;
using Gateway.Trust;

namespace Gateway.Commands.Retention;

/// <summary>
/// What may be pruned of one year: it is over, its archive is whole and sealed, and so much is old enough.
/// </summary>
/// <param name="Manifest">Digest of the archive's manifest.</param>
/// <param name="CutOff">Entries from then on are kept.</param>
/// <param name="Allowed">The largest minimum index; 0: nothing may go.</param>
internal sealed record PruneOrder(PublishedShard Shard, Sha256Digest Manifest, DateTimeOffset CutOff, long Allowed)
{
    /// <summary>Null with the reason where nothing of the year may go, whatever its age.</summary>
    internal static PruneOrder? Of(Foundation foundation, string archive, out RetentionRefusal? refusal)
    {
        refusal = RetentionRefusal.Archive;
        var path = Path.Combine(archive, ArchiveManifest.FileName);
        if (!File.Exists(path) || ArchiveManifest.Parse(File.ReadAllBytes(path)) is not { } manifest)
        {
            return null;
        }

        var shards = PublishedShard.All(foundation.Settings.Ledger.Directory).ToList();
        if (shards.Find(one => one.Head.Origin == manifest.Origin) is not { } shard || shards[^1].Year == shard.Year)
        {
            refusal = RetentionRefusal.Open;
            return null;
        }

        if (manifest.Size != shard.Head.Size || manifest.Root != Convert.ToHexStringLower(shard.Head.Root.Span)
            || !LedgerVerifier.Verify(archive, [shard.Key.PublicKey.ToArray()]).Ok
            || !IsRecognised(foundation, archive))
        {
            return null;
        }

        refusal = null;
        var cutOff = foundation.First.Policy.Bundle.KeepRecords.CutOff(TimeProvider.System.GetUtcNow());
        return new PruneOrder(
            shard, Sha256Digest.Of(File.ReadAllBytes(path)), cutOff, ShardPruning.Allowed(shard, cutOff));
    }

    /// <summary>What the officers sign.</summary>
    internal IReadOnlyList<string> What(long minimum) =>
        [Shard.Head.Origin, minimum.ToString(CultureInfo.InvariantCulture), Manifest.ToString()];

    /// <summary>The minimum index of a request for this year and this archive; null for any other.</summary>
    internal long? MinimumOf(OfficerRequest request) =>
        Shard.Head.Origin == $"{request.Origin}/{Shard.Year:D4}"
        && request.What is [_, var text, _]
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minimum)
        && minimum > 0 && minimum <= Shard.Head.Size
        && (minimum % TilePath.FullWidth == 0 || minimum == Shard.Head.Size)
        && request.What.SequenceEqual(What(minimum))
            ? minimum
            : null;

    // Everybody who sealed it must be one whom both sides recognise as a signer.
    private static bool IsRecognised(Foundation foundation, string archive)
    {
        var verdict = CadesSignature.Verify(
            File.ReadAllBytes(Path.Combine(archive, ArchiveManifest.FileName)),
            File.ReadAllBytes(Path.Combine(archive, ArchiveManifest.SignatureName)));
        var trust = foundation.First.Trust;
        return verdict.IsSound && verdict.Signers.All(signer =>
            trust.Judge(signer.Certificate, TrustUse.Signing, signer.Time) is CertificateVerdict.Trusted
            && (signer.Timestamp is not { } at
                || trust.Judge(at.Authority, TrustUse.Timestamp, at.Time) is CertificateVerdict.Trusted));
    }
}
