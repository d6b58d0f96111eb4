using Gateway.Stamping;

namespace Gateway.Commands.Demo;

/// <summary>What <c>demo --keep DIR</c> leaves (FORMATS.md 6); nothing tampered with, no certificate's key.</summary>
internal static class KeptFolder
{
    internal static void Write(DirectoryInfo folder, DemoScene scene, KeptMessages kept)
    {
        folder.Create();
        var layout = scene.Layout;
        Copy(scene.Ledger, At("ledger"));
        Copy(layout.Keys, At("keys"));
        Copy(layout.Trust, At("trust"), path => !path.EndsWith(".key", StringComparison.Ordinal));
        Copy(scene.Policy, At("policy"));
        Copy(kept.Sources.FullName, At("sources"));
        Copy(kept.Messages.FullName, At("messages"));
        File.Copy(layout.PublicKey(KeyUse.Stamping), Path.Combine(At("keys"), "stamp.pub.pem"));
        File.WriteAllText(At("log-policy.txt"), LogPolicy(scene.Ledger));

        string At(string name) => Path.Combine(folder.FullName, name);
    }

    /// <summary>Every folder and regular file below a folder, with its mode.</summary>
    internal static void Copy(string from, string to, Func<string, bool>? take = null)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            if (take is null || take(file))
            {
                File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
            }
        }
    }

    // C2SP tlog-policy: each shard is a log; no witness is asked for yet.
    private static string LogPolicy(string ledger)
    {
        var logs = Directory.EnumerateFiles(ledger, "vkey", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => $"log {File.ReadAllText(file).Trim()}\n");
        return string.Concat(logs) + "quorum none\n";
    }
}
