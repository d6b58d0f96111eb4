using System.Security.Cryptography;
using Gateway.Settings;

namespace Gateway.Screening;

/// <summary>
/// A keyed digest of the document as the exporter sent it: proves later what came in, to who holds the key.
/// </summary>
/// <param name="Key">Id of the source key.</param>
/// <param name="Hmac">Lower-case hex of HMAC-SHA-256.</param>
internal sealed record SourceDigest(string Key, string Hmac)
{
    internal const string Use = "source";

    internal static SourceDigest Of(ReadOnlySpan<byte> body, string category, KeyRing keys, DateTimeOffset now)
    {
        var key = keys.Require(Use, category, now);
        Span<byte> hmac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        key.Hmac(body, hmac);
        return new SourceDigest(key.Id, Convert.ToHexStringLower(hmac));
    }

    /// <summary>For a body that comes in pieces.</summary>
    internal static SourceInPieces Begin(string category, KeyRing keys, DateTimeOffset now) =>
        new(keys.Require(Use, category, now));
}

/// <summary>A <see cref="SourceDigest"/> that is not finished.</summary>
internal sealed class SourceInPieces(DerivedKey key) : IDisposable
{
    private readonly IncrementalHash _hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Bytes.Span);

    internal void Append(ReadOnlySpan<byte> piece) => _hmac.AppendData(piece);

    internal SourceDigest Finish() => new(key.Id, Convert.ToHexStringLower(_hmac.GetHashAndReset()));

    public void Dispose() => _hmac.Dispose();
}
