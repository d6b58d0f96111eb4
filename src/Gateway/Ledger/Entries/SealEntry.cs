using System.Text.Json;

namespace Gateway.Ledger.Entries;

/// <summary>The e-certificate signed a checkpoint.</summary>
/// <param name="Origin">Of the shard.</param>
/// <param name="Root">Of the tree at that size.</param>
/// <param name="Seal">Digest of the CMS in <c>seals/</c>.</param>
/// <param name="Signer">Digest of the certificate.</param>
internal sealed record SealEntry(string Origin, long Size, Sha256Digest Root, Sha256Digest Seal, Sha256Digest Signer)
    : LedgerEntry
{
    internal override EntryKind Kind => EntryKind.Seal;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("origin"u8, Origin);
        json.WriteNumber("size"u8, Size);
        json.WriteString("root"u8, Root.ToString());
        json.WriteString("sealSha256"u8, Seal.ToString());
        json.WriteStartObject("signer"u8);
        json.WriteString("certSha256"u8, Signer.ToString());
        json.WriteEndObject();
    }
}
