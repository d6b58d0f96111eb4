using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Gateway.Ledger.Tree;

//
//  SHA-256 of short messages
//
//  References:
//
//      FIPS 180-4; OpenSSL 3 EVP_DigestInit(3): "fetch once, use again"; docs/decisions/0070
//
//  Why not the platform's:
//
//      it asks OpenSSL for algorithm and context anew for each message, which of a tree node's 65 bytes takes three
//      times as long as the hashing. The library is the one the platform uses, and the platform's own hash is what is
//      used where the calls are not there, or do not agree with it.
//
/// <summary>SHA-256 with one context for each thread. The same digests as <see cref="SHA256"/>, for less.</summary>
internal static class ThreadSha256
{
    // Zero: the platform's own is used.
    private static readonly nint Algorithm = Fetch();

    // Goes with its thread.
    [ThreadStatic]
    private static DigestContext? _context;

    /// <summary>Whether the quick way is the one that is used.</summary>
    internal static bool IsQuick => Algorithm != 0;

    /// <param name="bytes">What is hashed.</param>
    /// <param name="digest">At least 32 bytes; may overlap.</param>
    internal static void Hash(ReadOnlySpan<byte> bytes, Span<byte> digest) => Hash([], bytes, digest);

    /// <summary>The digest of two parts, one after the other.</summary>
    /// <param name="first">The first part.</param>
    /// <param name="second">The second part.</param>
    /// <param name="digest">At least 32 bytes; may overlap.</param>
    internal static void Hash(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> digest)
    {
        var own = digest[..SHA256.HashSizeInBytes];
        if (Algorithm == 0)
        {
            HashAsThePlatformDoes(first, second, own);
            return;
        }

        // Begun anew each time: what was left of a message that failed half-way does not matter.
        var context = (_context ??= new DigestContext()).DangerousGetHandle();
        if (Digests.Init(context, Algorithm, 0) != 1
            || (!first.IsEmpty && Digests.Update(context, first, (nuint)first.Length) != 1)
            || Digests.Update(context, second, (nuint)second.Length) != 1
            || Digests.Final(context, own, 0) != 1)
        {
            throw new CryptographicException("OpenSSL did not hash");
        }
    }

    private static void HashAsThePlatformDoes(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> digest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(first);
        hash.AppendData(second);
        hash.GetHashAndReset(digest);
    }

    // The platform first: it sets OpenSSL up for a process that ends while threads still hash.
    private static nint Fetch()
    {
        var message = "abc"u8;
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> found = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(message, expected);
        try
        {
            var algorithm = Digests.Fetch(0, "SHA256", 0);
            using var context = new DigestContext();
            var agrees = algorithm != 0
                && Digests.Init(context.DangerousGetHandle(), algorithm, 0) == 1
                && Digests.Update(context.DangerousGetHandle(), message, (nuint)message.Length) == 1
                && Digests.Final(context.DangerousGetHandle(), found, 0) == 1
                && found.SequenceEqual(expected);
            return agrees ? algorithm : 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return 0;
        }
    }
}

/// <summary>An EVP_MD_CTX.</summary>
internal sealed class DigestContext : SafeHandle
{
    internal DigestContext()
        : base(0, ownsHandle: true)
    {
        SetHandle(Digests.New());
        if (IsInvalid)
        {
            throw new CryptographicException("OpenSSL made no context");
        }
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Digests.Free(handle);
        return true;
    }
}

/// <summary>The calls, as OpenSSL 3 documents them.</summary>
internal static partial class Digests
{
    private const string Library = "libcrypto.so.3";

    [LibraryImport(Library, EntryPoint = "EVP_MD_fetch", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint Fetch(nint library, string algorithm, nint properties);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint New();

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void Free(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_DigestInit_ex")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Init(nint context, nint algorithm, nint engine);

    [LibraryImport(Library, EntryPoint = "EVP_DigestUpdate")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Update(nint context, ReadOnlySpan<byte> bytes, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_DigestFinal_ex")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Final(nint context, Span<byte> digest, nint length);
}
