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

    internal static string TrustList(string zone) => TrustListStart + zone + JsonEnding;

    internal static bool IsTrustList(string name) =>
        name.StartsWith(TrustListStart, StringComparison.Ordinal)
        && name.EndsWith(JsonEnding, StringComparison.Ordinal);
}
