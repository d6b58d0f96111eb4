namespace Gateway.Settings;

/// <summary>A file with a secret: only its owner may read it.</summary>
internal static class SecretFile
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Null when the file is there and its mode is right; else what to do.</summary>
    internal static string? Fault(string file)
    {
        if (!File.Exists(file))
        {
            return "the file is missing";
        }

        return (File.GetUnixFileMode(file) & Others) == 0
            ? null
            : "others than its owner can read it: set its mode to 0600";
    }
}
