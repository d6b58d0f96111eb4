namespace Gateway.Scenarios.Evidence;

/// <summary>An empty directory that goes with the test.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-evidence-");

    internal string Folder => _folder.FullName;

    internal string At(params ReadOnlySpan<string> names) => Path.Combine([Folder, .. names]);

    public void Dispose() => _folder.Delete(recursive: true);
}
