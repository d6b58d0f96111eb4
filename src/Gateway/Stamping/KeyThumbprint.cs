using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Stamping;

/// <summary>The keyid of an Ed25519 key: RFC 7638 thumbprint of its JWK (RFC 8037), SHA-256, base64url.</summary>
internal static class KeyThumbprint
{
    internal static string Of(ReadOnlySpan<byte> publicKey)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(publicKey.Length, Ed25519.PublicKeySize);

        // RFC 7638 section 3: required members only, in the order of their names, no white space.
        var jwk = $$"""{"crv":"Ed25519","kty":"OKP","x":"{{Base64Url.EncodeToString(publicKey)}}"}""";
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(jwk)));
    }
}
