using System.Runtime.InteropServices;
using Gateway.Stamping;

namespace Gateway;

/// <summary>
/// Native libraries beside the executable, as the self-contained archive carries them: for a system that has none of
/// its own. In a single file the runtime looks for them with the system's loader alone.
/// </summary>
internal static class CarriedLibraries
{
    // In this order: a library finds the ones it needs by name, once they are loaded.
    private static readonly string[] Names = ["libcrypto.so.3", "libssl.so.3", Sodium.Library];

    private static readonly string[] IcuParts = ["data", "uc", "i18n"];

    /// <summary>
    /// Once, before anything touches text or cryptography. The system's own come first: its distribution mends them.
    /// </summary>
    internal static void Open()
    {
        foreach (var name in Names)
        {
            Open(name);
        }

        // The version that the archive was made with; the runtime takes that one and no other.
        if (AppContext.GetData("System.Globalization.AppLocalIcu") is string version)
        {
            foreach (var part in IcuParts)
            {
                Open("libicu" + part + ".so." + version);
            }
        }
    }

    // Absent in both places: whoever needs it says so; the daemon asks for each of them before it opens a door.
    private static void Open(string name)
    {
        if (!NativeLibrary.TryLoad(name, out _))
        {
            _ = NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, name), out _);
        }
    }
}
