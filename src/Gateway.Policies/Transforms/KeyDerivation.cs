using System.Security.Cryptography;
using System.Text;

namespace Gateway.Policies.Transforms;

//
//  Keys of field actions
//
//  References:
//
//      RFC 5869 - HMAC-based Extract-and-Expand Key Derivation Function (HKDF)
//      FORMATS.md 1 (hash), 2 (never shared between actions)
//
//  Parameters:
//
//      SHA-256, empty salt, info "gateway/v1\n<action>\n<category>\n<key id>", 32 bytes.
//

/// <summary>Derives the key of one action in one category from the bytes of a key file.</summary>
public static class KeyDerivation
{
    public const int KeySize = 32;

    /// <summary>A key that no other action, category or key id shares.</summary>
    public static byte[] Derive(ReadOnlySpan<byte> fileKey, string action, string category, string keyId)
    {
        var key = new byte[KeySize];
        var info = Encoding.UTF8.GetBytes($"gateway/v1\n{action}\n{category}\n{keyId}");
        HKDF.DeriveKey(HashAlgorithmName.SHA256, fileKey, key, [], info);
        return key;
    }
}
