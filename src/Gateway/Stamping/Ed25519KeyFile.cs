using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Stamping;

//
//  Ed25519 keys in files
//
//  References:
//
//      RFC 8410 - Ed25519 in PKCS#8 and SubjectPublicKeyInfo (sections 4, 7); RFC 5958 section 2
//      RFC 7468 - PEM, sections 10 and 13
//
//  Shape:
//
//      "PRIVATE KEY": SEQUENCE { INTEGER 0, SEQUENCE { OID 1.3.101.112 }, OCTET STRING { OCTET STRING seed } },
//      as 'openssl genpkey -algorithm ed25519' writes it. "PUBLIC KEY": 12 fixed bytes, then the raw key.
//

/// <summary>Reads and writes Ed25519 keys as openssl does. A private key others can read is refused.</summary>
internal static class Ed25519KeyFile
{
    private const string Algorithm = "1.3.101.112";
    private const int MaxFileSize = 4096;
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static ReadOnlySpan<byte> PrivatePrefix =>
        [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

    private static ReadOnlySpan<byte> PublicPrefix =>
        [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

    /// <summary>Reads a private key into guarded memory; every copy made on the way is wiped.</summary>
    /// <exception cref="KeyFileException">Absent, readable by others, or no Ed25519 key in PKCS#8 PEM.</exception>
    internal static Ed25519PrivateKey ReadPrivate(string path)
    {
        var pem = ReadOwnersOnly(path);
        byte[]? der = null;
        try
        {
            der = DecodePem(pem, "PRIVATE KEY");
            return (der is null ? null : Import(der)) ?? throw new KeyFileException(path, KeyFileException.NoKey);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pem);
            CryptographicOperations.ZeroMemory(der);
        }
    }

    /// <summary>Writes a private key to a new file, mode 0600.</summary>
    /// <param name="seed">32 bytes; the caller wipes its copy.</param>
    /// <exception cref="IOException">The file is there already, or cannot be written.</exception>
    internal static void WritePrivate(string path, ReadOnlySpan<byte> seed)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(seed.Length, Ed25519.SeedSize);
        Span<byte> der = stackalloc byte[PrivatePrefix.Length + Ed25519.SeedSize];
        PrivatePrefix.CopyTo(der);
        seed.CopyTo(der[PrivatePrefix.Length..]);
        var pem = PemEncoding.WriteUtf8("PRIVATE KEY"u8, der);
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = Owner;
            }

            using var file = new FileStream(path, options);
            file.Write(pem);
            file.Write("\n"u8);
            file.Flush(flushToDisk: true);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
            CryptographicOperations.ZeroMemory(pem);
        }
    }

    /// <summary>The public key as SubjectPublicKeyInfo in PEM, one line feed at the end.</summary>
    internal static string PublicPem(ReadOnlySpan<byte> publicKey)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(publicKey.Length, Ed25519.PublicKeySize);
        return PemEncoding.WriteString("PUBLIC KEY", [.. PublicPrefix, .. publicKey]) + "\n";
    }

    /// <summary>The 32 raw bytes of a public key in PEM; null when it is none.</summary>
    internal static byte[]? ReadPublicPem(ReadOnlySpan<byte> pem)
    {
        var der = DecodePem(pem, "PUBLIC KEY");
        return der is not null
            && der.Length == PublicPrefix.Length + Ed25519.PublicKeySize
            && der.AsSpan().StartsWith(PublicPrefix)
            ? der[PublicPrefix.Length..]
            : null;
    }

    // The mode is asked of the open file, not of its name: the name may come to mean another file in between.
    private static byte[] ReadOwnersOnly(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~Owner) != 0)
            {
                throw new KeyFileException(path, "others can read or run it: set its mode with 'chmod 600'");
            }

            var length = RandomAccess.GetLength(file);
            if (length is 0 or > MaxFileSize)
            {
                throw new KeyFileException(path, KeyFileException.NoKey);
            }

            var bytes = new byte[length];
            return RandomAccess.Read(file, bytes, 0) == length
                ? bytes
                : throw new KeyFileException(path, "it changed while it was read");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException(path, "it cannot be opened", e);
        }
    }

    private static byte[]? DecodePem(ReadOnlySpan<byte> pem, string label)
    {
        if (!PemEncoding.TryFindUtf8(pem, out var fields)
            || Encoding.ASCII.GetString(pem[fields.Label]) != label)
        {
            return null;
        }

        var der = new byte[fields.DecodedDataLength];
        System.Buffers.Text.Base64.DecodeFromUtf8(pem[fields.Base64Data], der, out _, out var written);
        return written == der.Length ? der : null;
    }

    private static Ed25519PrivateKey? Import(byte[] der)
    {
        try
        {
            var key = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
            var version = key.ReadInteger();
            var algorithm = key.ReadSequence();

            // RFC 5958: version 1 may carry the public key after the private one; we derive our own.
            if (version < 0 || version > 1 || algorithm.ReadObjectIdentifier() != Algorithm || algorithm.HasData
                || !key.TryReadPrimitiveOctetString(out var wrapped)
                || wrapped.Length != Ed25519.SeedSize + 2 || wrapped.Span[0] != 0x04 || wrapped.Span[1] != 0x20)
            {
                return null;
            }

            return Ed25519PrivateKey.Import(wrapped.Span[2..]);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
