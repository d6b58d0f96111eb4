using System.Diagnostics;
using System.Net;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>
/// An operator's question that does not end takes from transfers nothing they need. It is held where it reads, for as
/// long as the test wants: no test here depends on who is faster.
/// </summary>
public sealed class BusyDeskTests
{
    private const int ManyQuestions = 20;

    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_search_that_does_not_end_delays_no_transfer_and_further_searches_are_told_to_come_back()
    {
        await using var boundary = await Boundary.OpenAsync(settings: OperatorTests.Listener());
        var push = await boundary.North().PushAsync();
        await boundary.WholeAsync(push.TransferId);
        var pipe = MakePipe(boundary);

        var search = AskAsync(boundary, HttpMethod.Get, $"/v1/transfers/{push.TransferId}");
        using (await HoldAsync(pipe))
        {
            await NobodyWaitsAsync(boundary, $"/v1/transfers/{push.TransferId}");
            Assert.False(search.IsCompleted);
        }

        var story = await search.WaitAsync(Generous, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, story.Status);
        Assert.Equal("crossed", story.Problem.GetProperty("ending").GetString());
    }

    [Fact]
    public async Task A_reload_that_does_not_end_delays_no_transfer()
    {
        using var clock = new HeldClock();
        await using var boundary = await Boundary.OpenAsync(settings: OperatorTests.Listener(), time: clock);
        boundary.WriteBundle(text => text.Replace("version: 7,", "version: 8,", StringComparison.Ordinal));
        clock.HoldIn("Gateway.Commands.Run.ReloadReading.");

        var reload = AskAsync(boundary, HttpMethod.Post, "/v1/reload");
        await clock.Held.WaitAsync(Generous, TestContext.Current.CancellationToken);
        await NobodyWaitsAsync(boundary, $"/v1/transfers/{Guid.CreateVersion7():D}");
        Assert.False(reload.IsCompleted);
        clock.LetGo();

        var report = await reload.WaitAsync(Generous, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, report.Status);
        Assert.Equal(8, report.Problem.GetProperty("policy").GetProperty("version").GetInt32());
    }

    // While it is held: transfers cross, what is light is answered, and what is heavy is refused at once, however often.
    private static async Task NobodyWaitsAsync(Boundary boundary, string heavy)
    {
        var asked = await Task.WhenAll(Enumerable.Range(0, ManyQuestions).Select(_ => AskAsync(boundary, HttpMethod.Get, heavy)))
            .WaitAsync(Generous, TestContext.Current.CancellationToken);
        Assert.All(asked, answer => Assert.Equal(
            (HttpStatusCode.TooManyRequests, "limit.concurrency"), (answer.Status, answer.Code)));
        var push = await boundary.North().PushAsync().WaitAsync(Generous, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, push.Status);
        var light = await AskAsync(boundary, HttpMethod.Get, "/v1/refusals").WaitAsync(Generous, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, light.Status);
    }

    private static Task<CallersAnswer> AskAsync(Boundary boundary, HttpMethod method, string path) =>
        boundary.Client("operator", DevAssets.Certificate("officer.zhou-min")).AskAsync(method, path, null);

    // A shard of a year before all others, whose checkpoint is a pipe: a search opens every shard and reads it.
    private static string MakePipe(Boundary boundary)
    {
        var pipe = Path.Combine(Directory.CreateDirectory(Path.Combine(boundary.Ledger, "0001")).FullName, "checkpoint");
        using var make = Process.Start("mkfifo", pipe);
        make.WaitForExit();
        Assert.Equal(0, make.ExitCode);
        return pipe;
    }

    // The kernel opens a pipe for writing when somebody reads it, and not before: then the search is in its midst. It
    // reads on until this end is closed, and finds a checkpoint of no bytes, which is none.
    private static Task<FileStream> HoldAsync(string pipe) => Task.Factory
        .StartNew(
            () => new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite),
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)
        .WaitAsync(Generous, TestContext.Current.CancellationToken);

    /// <summary>A clock at which a certain part of the daemon is held when it looks: once, until it is let go.</summary>
    private sealed class HeldClock : TimeProvider, IDisposable
    {
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _open = new();
        private volatile string? _place;

        internal Task Held => _held.Task;

        internal void HoldIn(string place) => _place = place;

        internal void LetGo() => _open.Set();

        public override DateTimeOffset GetUtcNow()
        {
            if (_place is { } place && Environment.StackTrace.Contains(place, StringComparison.Ordinal))
            {
                _place = null;
                _held.TrySetResult();
                _open.Wait(Generous);
            }

            return System.GetUtcNow();
        }

        public void Dispose()
        {
            _open.Set();
            _open.Dispose();
        }
    }
}
