namespace Gateway.Policies.Tests.Engine;

/// <summary>Published test data, found from wherever the tests were built to.</summary>
internal static class Vectors
{
    internal static string Folder(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Gateway.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "tests", "vectors", name);
    }
}
