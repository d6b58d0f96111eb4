using System.Text.Json;
using Gateway.Commands.Demo;
using Gateway.Policies;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios.Demo;

/// <summary>The demo, run once for all tests that look at what it left: the whole daemon over real sockets.</summary>
public sealed class FinishedDemo : IAsyncLifetime
{
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("gateway-demo-test-");

    internal DemoResult Result { get; private set; } = null!;

    /// <summary>The document of --json.</summary>
    public JsonElement Document { get; private set; }

    /// <summary>How far it said it was.</summary>
    internal List<Titles> Said { get; } = [];

    /// <summary>What --keep left.</summary>
    public string Folder => Path.Combine(_scratch.FullName, "kept");

    internal IEnumerable<JsonElement> Transfers => Document.GetProperty("transfers").EnumerateArray();

    internal string At(params ReadOnlySpan<string> names) => Path.Combine([Folder, .. names]);

    public async ValueTask InitializeAsync()
    {
        _ = LogCapture.Instance;
        Result = await DemoRun.RunAsync(Folder, TimeProvider.System, SayAsync, TestContext.Current.CancellationToken);
        Document = JsonDocument.Parse(DemoJson.Write(Result)).RootElement;
    }

    private Task SayAsync(Titles titles)
    {
        Said.Add(titles);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _scratch.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>One demo for every class that looks at what it left.</summary>
[CollectionDefinition(nameof(FinishedDemo))]
public sealed class FinishedDemoGroup : ICollectionFixture<FinishedDemo>;
