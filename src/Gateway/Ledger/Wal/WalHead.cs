using System.Globalization;
using System.Text;
using Gateway.Stamping;

namespace Gateway.Ledger.Wal;

/// <summary>
/// What a batch's signature covers (FORMATS.md 5): never a note, so that no WAL head can be passed off as a
/// checkpoint.
/// </summary>
internal static class WalHead
{
    internal static string ShardOrigin(string origin, int year) =>
        string.Create(CultureInfo.InvariantCulture, $"{origin}/{year:D4}");

    internal static void Sign(string shardOrigin, WalBatch batch, Ed25519PrivateKey key) =>
        key.Sign(Message(shardOrigin, batch), batch.Signature);

    internal static bool Verify(string shardOrigin, WalBatch batch, ReadOnlySpan<byte> publicKey) =>
        Ed25519.Verify(publicKey, Message(shardOrigin, batch), batch.Signature);

    private static byte[] Message(string shardOrigin, WalBatch batch) =>
        Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"gateway-wal-head/v1\n{shardOrigin}\n{batch.Next}\n{Convert.ToBase64String(batch.Root)}\n"));
}
