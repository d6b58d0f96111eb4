using System.Collections.Frozen;
using Gateway.Ledger.Seals;

namespace Gateway.Evidence;

/// <summary>The members of an evidence zip (FORMATS.md 5; docs/formats/evidence.md).</summary>
internal static class EvidenceNames
{
    internal const string Manifest = "manifest.json";
    internal const string Readme = "README.txt";
    internal const string Page = "index.html";
    internal const string Statement = "statement.json";
    internal const string Base = "signature-base.txt";
    internal const string Signature = "signature.bin";
    internal const string StampingKey = "stamping-key.json";
    internal const string LedgerKey = "ledger-key.json";
    internal const string Proof = "transfer.tlog-proof";
    internal const string Entry = "entry.json";
    internal const string Seal = "seal.p7s";
    internal const string BundleLines = "bundle-lines.txt";
    internal const string Rules = "rules.yaml";

    /// <summary>Appended to the name of what was signed.</summary>
    internal const string SignatureEnding = ".p7s";

    internal const string Cosignatures = "cosigs/";
    internal const string Crls = "crls/";

    /// <summary>The answer's release, where both legs carried.</summary>
    internal const string Response = "response/";

    /// <summary>The other entries of the transfer, each with its proof.</summary>
    internal const string Entries = "entries/";

    internal const string ProofEnding = ".tlog-proof";

    private const string TrustListStart = "trust-list-";
    private const string JsonEnding = ".json";
    private const string CrlEnding = ".crl";
    private const string CosignatureEnding = ".txt";

    // By what follows the prefix of a leg.
    private static readonly FrozenSet<string> OfALeg = FrozenSet.ToFrozenSet(
    [
        Statement, Base, Signature, StampingKey, StampingKey + SignatureEnding, Entry, Proof,
    ]);

    private static readonly FrozenSet<string> OfTheWhole = FrozenSet.ToFrozenSet(
    [
        Manifest, Readme, Page, LedgerKey, LedgerKey + SignatureEnding, Seal, BundleLines,
        BundleLines + SignatureEnding, Rules, LogList.FileName, LogList.SignatureName,
    ]);

    /// <summary>
    /// Whether evidence has members of that name at all, whatever its manifest, which nobody signs, says.
    /// </summary>
    internal static bool IsOne(string name) =>
        OfTheWhole.Contains(name)
        || OfALeg.Contains(name.StartsWith(Response, StringComparison.Ordinal) ? name[Response.Length..] : name)
        || IsTrustList(WithoutSignature(name))
        || (name.StartsWith(Crls, StringComparison.Ordinal) && name.EndsWith(CrlEnding, StringComparison.Ordinal))
        || (name.StartsWith(Cosignatures, StringComparison.Ordinal)
            && name.EndsWith(CosignatureEnding, StringComparison.Ordinal))
        || (name.StartsWith(Entries, StringComparison.Ordinal)
            && (name.EndsWith(JsonEnding, StringComparison.Ordinal)
                || name.EndsWith(ProofEnding, StringComparison.Ordinal)));

    /// <summary>Whether it stands at the top of the evidence of a release alone.</summary>
    internal static bool IsOfARelease(string name) => name is not (Entry or Proof) && OfALeg.Contains(name);

    /// <summary>The entry that a proof in <see cref="Entries"/> is of.</summary>
    internal static string EntryOf(string proof) => proof[..^ProofEnding.Length] + JsonEnding;

    /// <summary>The lines of witnesses on the checkpoint of a year and a size.</summary>
    internal static string CosignaturesOf(string year, string size) =>
        Cosignatures + year + "-" + size + CosignatureEnding;

    private static string WithoutSignature(string name) =>
        name.EndsWith(SignatureEnding, StringComparison.Ordinal) ? name[..^SignatureEnding.Length] : name;

    internal static string TrustList(string zone) => TrustListStart + zone + JsonEnding;

    internal static bool IsTrustList(string name) =>
        name.StartsWith(TrustListStart, StringComparison.Ordinal)
        && name.EndsWith(JsonEnding, StringComparison.Ordinal);
}
