using System.Diagnostics;
using Gateway.Commands;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>What a command says that was typed wrong, or shown a folder that is not what it takes it for.</summary>
[Collection(nameof(StandardOutput))]
public sealed class UsageTests : IDisposable
{
    private static readonly string Policy = Path.Combine(AppContext.BaseDirectory, "config", "policy");

    private readonly DirectoryInfo _empty = Directory.CreateTempSubdirectory("gateway-scenarios-usage-");

    public void Dispose() => _empty.Delete(recursive: true);

    // Standard output may be a file that waits for what may leave.
    [Theory]
    [InlineData("mask", "--policy", "p")]
    [InlineData("mask", "--policy", "p", "--category", "c", "--no-such-option")]
    [InlineData("evidence")]
    [InlineData("ledger", "nothing")]
    [InlineData("ledger", "search", "l", "--limit", "0")]
    [InlineData("ledger", "archive", "--config", "c", "--out", "o", "--year", "-2026")]
    [InlineData("ledger", "search", "l", "--limit", "-1")]
    [InlineData("ledger", "search", "l", "--transfer", "x")]
    [InlineData("ledger", "erase", "request", "l", "--transfer", "x", "--reason", "y")]
    [InlineData("nothing")]
    public async Task A_command_typed_wrong_ends_with_1_and_leaves_standard_output_empty(params string[] args)
    {
        var run = await CapturedCommand.RunAsync(args);

        Assert.Equal((ExitCode.Fault, ""), (run.ExitCode, run.Output));
        Assert.Contains("Usage:", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_to_look_beside_that_is_not_there_is_a_fault()
    {
        var run = await CapturedCommand.RunAsync("ledger", "verify", _empty.FullName, "--beside", Path.Combine(_empty.FullName, "gone"));

        Assert.Equal((ExitCode.Fault, ""), (run.ExitCode, run.Output));
        Assert.Contains("no such ledger folder", run.Errors, StringComparison.Ordinal);
    }

    // Whoever is not in the gateway's group, for one.
    [Theory]
    [InlineData("ledger", "erase", "request", "LEDGER", "--transfer", "019aa9c0-2f6a-7c1e-8000-000000000000", "--reason", "r")]
    [InlineData("explain", "019aa9c0-2f6a-7c1e-8000-000000000000", "--ledger", "LEDGER")]
    [InlineData("evidence", "--id", "019aa9c0-2f6a-7c1e-8000-000000000000", "--out", "LEDGER/out", "--ledger", "LEDGER")]
    public async Task A_file_that_cannot_be_read_is_named_in_one_line_without_a_stack_trace(params string[] args)
    {
        Directory.CreateDirectory(Path.Combine(_empty.FullName, "2026", "checkpoint"));

        var run = await CapturedCommand.RunAsync(
            [.. args.Select(text => text.Replace("LEDGER", _empty.FullName, StringComparison.Ordinal))]);

        Assert.Equal((ExitCode.Fault, ""), (run.ExitCode, run.Output));
        Assert.Contains("checkpoint", Assert.Single(run.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_that_was_asked_for_is_on_standard_output()
    {
        var run = await CapturedCommand.RunAsync("mask", "--help");

        Assert.Equal((ExitCode.Yes, ""), (run.ExitCode, run.Errors));
        Assert.Contains("Usage:", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("search")]
    [InlineData("export")]
    [InlineData("tail")]
    [InlineData("repair-index")]
    public async Task A_folder_that_is_no_ledger_is_a_fault_and_nothing_is_made_in_it(string command)
    {
        var run = await CapturedCommand.RunAsync("ledger", command, _empty.FullName);

        Assert.Equal((ExitCode.Fault, ""), (run.ExitCode, run.Output));
        Assert.Contains("no such ledger folder", run.Errors, StringComparison.Ordinal);
        Assert.Empty(_empty.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task An_empty_folder_is_no_valid_bundle()
    {
        var run = await CapturedCommand.RunAsync("policy", "check", _empty.FullName);

        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.Contains("the folder has no files", run.Output + run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_that_cannot_be_written_are_a_fault_and_nothing_is_let_out()
    {
        // A process of its own: it reads its standard input.
        using var mask = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "gateway.dll"), "mask", "--policy", Policy, "--category", "BK.ack",
                "--report", _empty.FullName,
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await mask.StandardInput.WriteAsync("""{"batch":"B-1","accepted":1,"rejected":0}""");
        mask.StandardInput.Close();
        var output = await mask.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await mask.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await mask.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((ExitCode.Fault, ""), (mask.ExitCode, output));
        Assert.Contains("cannot be written", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", errors, StringComparison.Ordinal);
    }
}
