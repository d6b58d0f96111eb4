using System.Runtime.InteropServices;

namespace Gateway;

/// <summary>
/// OpenSSL beside the executable, as the self-contained archive carries it: for a system that has none of its own.
/// </summary>
internal static class CarriedLibraries
{
    // In this order: libssl needs libcrypto, and finds it by name once it is loaded.
    private static readonly string[] OpenSsl = ["libcrypto.so.3", "libssl.so.3"];

    /// <summary>
    /// Once, before anything touches cryptography. The system's own comes first: its distribution mends it. ICU and
    /// libsodium need no such care; the runtime looks for them beside the executable before anywhere else.
    /// </summary>
    internal static void Open()
    {
        foreach (var name in OpenSsl)
        {
            if (!NativeLibrary.TryLoad(name, out _))
            {
                // Absent there too: the runtime says so when it first needs it, and ends.
                _ = NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, name), out _);
            }
        }
    }
}
