using System.Security.Cryptography;
using Gateway.Policies;
using Gateway.Settings;

namespace Gateway.Tests.Settings;

/// <summary>Keys files with their secrets, in a folder of their own.</summary>
internal static class Secrets
{
    /// <summary>A ring with a key for every use that a release needs.</summary>
    internal static KeyRing Ring() => Ring("""
        {"keys":[{"id":"s","use":"source","file":"a"},{"id":"p","use":"subject","file":"b"},{"id":"x","use":"annex","file":"c"}]}
        """);

    /// <summary>A ring of this text; the files "a" to "d" have secrets of their own.</summary>
    internal static KeyRing Ring(string json)
    {
        var faults = new List<Fault>();
        return Read(json, faults) ?? throw new InvalidOperationException(string.Join('\n', faults));
    }

    internal static KeyRing? Read(string json, List<Fault> faults)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            foreach (var name in new[] { "a", "b", "c", "d" })
            {
                var file = Path.Combine(folder.FullName, name);
                File.WriteAllBytes(file, SHA256.HashData([(byte)name[0]]));
                File.SetUnixFileMode(file, UnixFileMode.UserRead);
            }

            File.Copy(Path.Combine(folder.FullName, "a"), Path.Combine(folder.FullName, "same-as-a"));
            File.WriteAllText(Path.Combine(folder.FullName, "keys.json"), json);
            return KeyRing.Read(Path.Combine(folder.FullName, "keys.json"), faults);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
