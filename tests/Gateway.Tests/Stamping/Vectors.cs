namespace Gateway.Tests.Stamping;

/// <summary>Published test data, found from wherever the tests run.</summary>
internal static class Vectors
{
    internal static string Root { get; } = FindRoot();

    internal static string Folder(string name) => Path.Combine(Root, "tests", "vectors", name);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("no Gateway.sln above the tests");
        }

        return folder.FullName;
    }
}
