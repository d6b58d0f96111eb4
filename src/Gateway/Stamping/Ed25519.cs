using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Gateway.Stamping;

//
//  Ed25519 by libsodium
//
//  References:
//
//      RFC 8032 - Edwards-curve digital signature algorithm (pure EdDSA, section 5.1)
//      libsodium - crypto_sign_detached, crypto_sign_verify_detached, sodium_malloc
//
//  Parameters:
//
//      Seed 32 bytes, public key 32 bytes, signature 64 bytes (R || S).
//
//  The one file that knows libsodium. Its surface is that of NSec.Cryptography (a key, an algorithm with Sign and
//  Verify, spans in and spans out), so that NSec can take its place where the registry has it.
//

/// <summary>Signs and verifies; stateless. The library is self-tested once, before the first key exists.</summary>
internal static class Ed25519
{
    internal const int SeedSize = 32;
    internal const int PublicKeySize = 32;
    internal const int SignatureSize = 64;

    // RFC 8032 section 7.1, test 1: the empty message.
    private static ReadOnlySpan<byte> TestSeed =>
    [
        0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
        0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
    ];

    private static ReadOnlySpan<byte> TestSignature =>
    [
        0xe5, 0x56, 0x43, 0x00, 0xc3, 0x60, 0xac, 0x72, 0x90, 0x86, 0xe2, 0xcc, 0x80, 0x6e, 0x82, 0x8a,
        0x84, 0x87, 0x7f, 0x1e, 0xb8, 0xe5, 0xd9, 0x74, 0xd8, 0x73, 0xe0, 0x65, 0x22, 0x49, 0x01, 0x55,
        0x5f, 0xb8, 0x82, 0x15, 0x90, 0xa3, 0x3b, 0xac, 0xc6, 0x1e, 0x39, 0x70, 0x1c, 0xf9, 0xb4, 0x6b,
        0xd2, 0x5b, 0xf5, 0xf0, 0x59, 0x5b, 0xbe, 0x24, 0x65, 0x51, 0x41, 0x43, 0x8e, 0x7a, 0x10, 0x0b,
    ];

    /// <summary>
    /// Checks that libsodium is there and signs the first vector of RFC 8032. Run at start: a daemon that cannot sign
    /// must not listen.
    /// </summary>
    /// <returns>Null when it does; else what to do, for a person.</returns>
    internal static string? SelfTest()
    {
        try
        {
            using var key = Ed25519PrivateKey.Import(TestSeed);
            Span<byte> signature = stackalloc byte[SignatureSize];
            key.Sign([], signature);
            return signature.SequenceEqual(TestSignature) && Verify(key.PublicKey, [], signature)
                ? null
                : "libsodium gives wrong Ed25519 signatures: reinstall the package 'libsodium23'";
        }
        catch (DllNotFoundException)
        {
            return "libsodium is missing: install it with 'apt-get install libsodium23'";
        }
    }

    /// <summary>True only for a valid signature; false for anything else, a wrong length included.</summary>
    internal static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != PublicKeySize || signature.Length != SignatureSize)
        {
            return false;
        }

        Sodium.EnsureInitialized();
        return Sodium.VerifyDetached(signature, message, (ulong)message.Length, publicKey) == 0;
    }
}

/// <summary>A private key in libsodium's guarded memory: locked, fenced, wiped when disposed. Thread-safe.</summary>
internal sealed class Ed25519PrivateKey : SafeHandle
{
    private const int SecretKeySize = 64;

    private readonly byte[] _publicKey = new byte[Ed25519.PublicKeySize];

    internal Ed25519PrivateKey()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>32 bytes.</summary>
    internal ReadOnlySpan<byte> PublicKey => _publicKey;

    /// <summary>Makes a key of a 32-byte seed. The caller wipes its copy of the seed.</summary>
    /// <exception cref="CryptographicException">
    /// The seed has another length, or no guarded memory is to be had.
    /// </exception>
    internal static Ed25519PrivateKey Import(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != Ed25519.SeedSize)
        {
            throw new CryptographicException("an Ed25519 seed has 32 bytes");
        }

        Sodium.EnsureInitialized();
        var key = new Ed25519PrivateKey();
        key.SetHandle(Sodium.Malloc(SecretKeySize));
        if (key.IsInvalid || Sodium.SeedKeypair(key._publicKey, key.handle, seed) != 0)
        {
            key.Dispose();
            throw new CryptographicException("libsodium gave no memory for a key");
        }

        _ = Sodium.ProtectReadOnly(key.handle);
        return key;
    }

    /// <summary>A fresh key. The seed is returned so that the caller can store and wipe it.</summary>
    internal static Ed25519PrivateKey Create(Span<byte> seed)
    {
        RandomNumberGenerator.Fill(seed);
        return Import(seed);
    }

    /// <summary>Signs (pure EdDSA). <paramref name="signature"/> takes exactly 64 bytes.</summary>
    internal void Sign(ReadOnlySpan<byte> message, Span<byte> signature)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(signature.Length, Ed25519.SignatureSize);
        var held = false;
        try
        {
            DangerousAddRef(ref held);
            if (Sodium.SignDetached(signature, 0, message, (ulong)message.Length, handle) != 0)
            {
                throw new CryptographicException("libsodium did not sign");
            }
        }
        finally
        {
            if (held)
            {
                DangerousRelease();
            }
        }
    }

    // sodium_free wipes before it frees.
    protected override bool ReleaseHandle()
    {
        Sodium.Free(handle);
        return true;
    }
}

/// <summary>The entry points of libsodium.so.23, under their C names.</summary>
internal static partial class Sodium
{
    internal const string Library = "libsodium.so.23";

    private static readonly Lazy<bool> Initialized = new(() => Initialize() >= 0);

    internal static void EnsureInitialized()
    {
        if (!Initialized.Value)
        {
            throw new CryptographicException("libsodium did not initialise");
        }
    }

    [LibraryImport(Library, EntryPoint = "sodium_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int Initialize();

    [LibraryImport(Library, EntryPoint = "sodium_malloc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint Malloc(nuint size);

    [LibraryImport(Library, EntryPoint = "sodium_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void Free(nint pointer);

    [LibraryImport(Library, EntryPoint = "sodium_mprotect_readonly")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int ProtectReadOnly(nint pointer);

    [LibraryImport(Library, EntryPoint = "crypto_sign_seed_keypair")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int SeedKeypair(Span<byte> publicKey, nint secretKey, ReadOnlySpan<byte> seed);

    [LibraryImport(Library, EntryPoint = "crypto_sign_detached")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int SignDetached(
        Span<byte> signature, nint signatureLength, ReadOnlySpan<byte> message, ulong messageLength, nint secretKey);

    [LibraryImport(Library, EntryPoint = "crypto_sign_verify_detached")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int VerifyDetached(
        ReadOnlySpan<byte> signature, ReadOnlySpan<byte> message, ulong messageLength, ReadOnlySpan<byte> publicKey);
}
