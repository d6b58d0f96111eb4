using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Gateway.Ledger.Notes;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios.Witnesses;

/// <summary>What a mirror pulled from a real daemon, as far as the scope of its certificate goes.</summary>
[Collection(nameof(StandardOutput))]
public sealed class MirrorCopyTests
{
    [Fact]
    public async Task A_copy_without_entries_verifies_and_what_it_does_not_hold_is_told_in_three_languages()
    {
        await using var boundary = await Readers.OpenAsync();
        await boundary.North().PushAsync();
        await boundary.PublishedAsync(2);
        await using var mirror = new PulledMirror(boundary, Readers.Mainland, entries: false);
        await mirror.PullAsync();

        var (exitCode, output) = await CommandLine.RunAsync("ledger", "verify", mirror.Copy, "--json");
        var verdict = JsonElement.Parse(output);
        Assert.Equal(0, exitCode);
        Assert.True(verdict.GetProperty("ok").GetBoolean());
        var last = verdict.GetProperty("size").GetInt64() - 1;
        Assert.Equal(
            [("entries", $"{boundary.Year}:0-{last}"), ("annexes", ""), ("seals", "")],
            verdict.GetProperty("notHeld").EnumerateArray()
                .Select(lack => (lack.GetProperty("what").GetString(), lack.GetProperty("where").GetString())));
        foreach (var (tag, entries, whole) in new[]
        {
            ("en", $"not there: entries {boundary.Year}:0-{last}\n", "whole as far as this copy holds it: "),
            ("zh-Hans", $"未持有：条目 {boundary.Year}:0-{last}\n", "就此副本所持有的部分而言完整："),
            ("zh-Hant", $"未持有：記項 {boundary.Year}:0-{last}\n", "就此副本所持有的部分而言完整："),
        })
        {
            output = (await CommandLine.RunAsync("ledger", "verify", mirror.Copy, "--lang", tag)).Output;
            Assert.Contains(entries, output, StringComparison.Ordinal);
            Assert.Contains(whole, output, StringComparison.Ordinal);
        }

        foreach (var command in new[] { "export", "search" })
        {
            var read = await CapturedCommand.RunAsync("ledger", command, mirror.Copy);
            Assert.Equal(1, read.ExitCode);
            Assert.Contains("are not in this copy", read.Errors, StringComparison.Ordinal);
        }

        await FlipsAreFoundAsync(mirror);
    }

    [Fact]
    public async Task A_copy_with_entries_verifies_like_the_ledger_and_a_scope_that_is_too_narrow_for_them_is_told()
    {
        await using var boundary = await Readers.OpenAsync();
        await boundary.North().PushAsync();
        await boundary.PublishedAsync(2);
        await using var mirror = new PulledMirror(boundary, Readers.Everything, entries: true);
        await mirror.PullAsync();
        await using var narrow = new PulledMirror(boundary, Readers.Mainland, entries: true);

        var (exitCode, output) = await CommandLine.RunAsync("ledger", "verify", mirror.Copy);
        Assert.Equal(0, exitCode);
        Assert.StartsWith("not there: annexes\nnot there: seals\nwhole as far as this copy holds it: gateway.gz.example/", output, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandLine.RunAsync("ledger", "search", mirror.Copy, "--kind", "release")).ExitCode);
        await FlipsAreFoundAsync(mirror);

        // It is told at once, and nothing of what it could not prove is kept.
        Assert.Equal(["log.unreachable"], (await narrow.Process.RoundAsync()).Findings.Select(finding => finding.Code));
        Assert.Empty(Directory.Exists(narrow.Copy) ? Directory.GetFiles(narrow.Copy, "checkpoint", SearchOption.AllDirectories) : []);
    }

    [Fact]
    public async Task The_head_is_served_with_its_cosignatures_and_nodes_own_cryptography_takes_them()
    {
        await using var one = await RunningWitness.StartAsync("one.example");
        await using var two = await RunningWitness.StartAsync("two.example");
        await using var boundary = await Readers.OpenAsync(settings: RunningWitness.Settings(2, "go-on", one, two));
        await boundary.North().PushAsync();
        await using var mirror = new PulledMirror(boundary, Readers.Mainland, entries: false);
        await mirror.Process.ServeAsync();
        using var client = new HttpClient { BaseAddress = new Uri(mirror.Url(boundary.Year)) };

        // The newest head has its lines a moment after it is out.
        var served = await CosignedAsync(
            async () =>
            {
                await mirror.PullAsync();
                return await client.GetStringAsync("checkpoint", TestContext.Current.CancellationToken);
            },
            one,
            two);
        Assert.Equal(served, await client.GetStringAsync("cosigs/checkpoint", TestContext.Current.CancellationToken));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(mirror.Copy, boundary.Year, "checkpoint"), TestContext.Current.CancellationToken) + Lines(served, one, two), served);
        Assert.Equal("ok", await NodeAsync(mirror.Url(boundary.Year), RunningWitness.Log.ToString(), one.Vkey.ToString(), two.Vkey.ToString()));
        Assert.NotEqual("ok", await NodeAsync(mirror.Url(boundary.Year), RunningWitness.Log.ToString(), new RunningWitness("three.example").Vkey.ToString()));

        // The daemon's own listener does the same, for its newest head, and as the receipt of an entry.
        var own = await CosignedAsync(async () => (await boundary.ReadAsync(Readers.Mainland, $"/{boundary.Year}/checkpoint")).Text, one, two);
        Assert.Equal(own, (await boundary.ReadAsync(Readers.NoScope, $"/{boundary.Year}/cosigs/checkpoint")).Text);
        var push = await boundary.North().PushAsync();
        await boundary.StoryAsync(Readers.Everything, push.TransferId);
        await CosignedAsync(async () => (await boundary.ReadAsync(Readers.Everything, $"/v1/transfers/{push.TransferId}/proof")).Text, one, two);
        foreach (var path in new[] { "cosigs", "cosigs/", "cosigs/1.p7s", "cosigs/01", "cosigs/..%2fvkey", "cosigs/9999999" })
        {
            Assert.Equal((path, "route.unknown"), (path, (await boundary.ReadAsync(Readers.Everything, $"/{boundary.Year}/{path}")).Code));
        }

        await FlipsAreFoundAsync(mirror, skipAfterText: true);
    }

    // In every file; of a head with the lines of witnesses, in what the log signed: theirs are for whoever has their keys.
    private static async Task FlipsAreFoundAsync(PulledMirror mirror, bool skipAfterText = false)
    {
        foreach (var file in Directory.GetFiles(mirror.Copy, "*", SearchOption.AllDirectories))
        {
            var before = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            var end = skipAfterText && file.Contains("cosigs", StringComparison.Ordinal)
                ? before.AsSpan().IndexOf("\n\n"u8) + 100
                : before.Length;
            foreach (var at in new[] { 0, end / 2, end - 1 })
            {
                var twin = before.ToArray();
                twin[at] ^= 1;
                await File.WriteAllBytesAsync(file, twin, TestContext.Current.CancellationToken);
                var (exitCode, output) = await CommandLine.RunAsync("ledger", "verify", mirror.Copy);
                Assert.True(exitCode == 3, $"{Path.GetRelativePath(mirror.Copy, file)}, byte {at}: {output}");
                await File.WriteAllBytesAsync(file, before, TestContext.Current.CancellationToken);
            }
        }

        Assert.Equal(0, (await CommandLine.RunAsync("ledger", "verify", mirror.Copy)).ExitCode);
    }

    private static async Task<string> CosignedAsync(Func<Task<string>> ask, params RunningWitness[] witnesses)
    {
        var text = "";
        for (var i = 0; i < 300 && Lines(text, witnesses).Length == 0; i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            text = await ask();
        }

        Assert.NotEmpty(Lines(text, witnesses));
        return text;
    }

    // Both lines, where each is that witness's over this very text; else nothing.
    private static string Lines(string text, params RunningWitness[] witnesses)
    {
        var note = text[Math.Max(0, text.IndexOf("gateway.gz.example/", StringComparison.Ordinal))..];
        if (!SignedNote.TryRead(Encoding.UTF8.GetBytes(note), out var body, out var lines))
        {
            return "";
        }

        var found = lines.Where(line => witnesses.Any(witness => witness.Vkey.Cosigned(body, line))).ToList();
        return found.Count == witnesses.Length ? string.Concat(found.Select(line => line + "\n")) : "";
    }

    private static async Task<string> NodeAsync(params string[] arguments)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
        {
            folder = folder.Parent!;
        }

        using var node = Process.Start(new ProcessStartInfo(
            "node", [Path.Combine(folder.FullName, "tests", "interop", "served.mjs"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var wrong = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        return node.ExitCode == 0 && (await said).EndsWith(" 0 failed\n", StringComparison.Ordinal) ? "ok" : await said + await wrong;
    }
}
