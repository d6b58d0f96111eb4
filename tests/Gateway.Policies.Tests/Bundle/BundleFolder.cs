using System.Text;
using Gateway.Policies.Bundle;

namespace Gateway.Policies.Tests.Bundle;

/// <summary>Bundles of the tests: the folders beside them, or files written out in a test.</summary>
internal static class BundleFolder
{
    internal static string Root { get; } = Path.Combine(AppContext.BaseDirectory, "Bundle");

    internal static List<BundleFile> Valid() => Load("Valid");

    internal static List<BundleFile> Load(string folder)
    {
        var root = Path.Combine(Root, folder);
        return
        [
            .. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .Select(path => new BundleFile(Path.GetRelativePath(root, path), File.ReadAllBytes(path))),
        ];
    }

    internal static BundleFile Text(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));

    /// <summary>The valid bundle, with one piece of text in one file replaced.</summary>
    internal static List<BundleFile> ValidBut(string path, string old, string now)
    {
        var files = Valid();
        var at = files.FindIndex(file => file.Path == path);
        var text = Encoding.UTF8.GetString(files[at].Bytes.Span);
        Assert.Contains(old, text, StringComparison.Ordinal);
        files[at] = Text(path, text.Replace(old, now, StringComparison.Ordinal));
        return files;
    }

    internal static PolicyBundle Read(IReadOnlyList<BundleFile> files)
    {
        var reading = BundleReader.Read(files);
        Assert.DoesNotContain(reading.Faults, fault => !fault.IsWarning);
        return reading.Bundle!;
    }
}
