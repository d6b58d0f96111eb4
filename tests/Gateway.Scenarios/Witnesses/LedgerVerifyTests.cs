using System.Text.Json;
using Gateway.Ledger;
using Gateway.Scenarios.Evidence;
using Gateway.Scenarios.Fakes;
using Gateway.Witnessing;

namespace Gateway.Scenarios.Witnesses;

/// <summary><c>gateway ledger verify</c> by whoever has a log policy: a real daemon's ledger, cosigned by a real witness.</summary>
[Collection(nameof(StandardOutput))]
public sealed class LedgerVerifyTests
{
    [Fact]
    public async Task A_log_policy_says_whose_cosignatures_count_and_one_that_was_changed_is_told_in_three_languages()
    {
        await using var one = await RunningWitness.StartAsync("one.example");
        await using var boundary = await Boundary.OpenAsync(settings: RunningWitness.Settings(1, "go-on", one));
        await boundary.North().PushAsync();
        await WitnessTests.UntilAsync(() => WitnessTests.Quorums(boundary) is [true]);
        await boundary.StopAsync();
        using var scratch = new Scratch();
        var kept = Path.Combine(ShardFolder.All(boundary.Ledger)[^1].Root, CosignFolder.NewestPath);

        async Task<(int ExitCode, string Output)> VerifyAsync(string policy, string lang = "en")
        {
            var file = scratch.At("log-policy.txt");
            await File.WriteAllTextAsync(file, policy, TestContext.Current.CancellationToken);
            return await CommandLine.RunAsync("ledger", "verify", boundary.Ledger, "--log-policy", file, "--lang", lang);
        }

        var log = $"log {RunningWitness.Log}\n";
        var (exitCode, output) = await VerifyAsync($"{log}witness one {one.Vkey}\nquorum one\n");
        Assert.True(exitCode == 0, output);
        await using var two = new RunningWitness("two.example");
        Assert.Equal(3, (await VerifyAsync($"{log}witness two {two.Vkey}\nquorum two\n")).ExitCode);
        Assert.Equal(3, (await VerifyAsync($"log {Ledger.Notes.NoteKey.Of(RunningWitness.Log.Name, one.Vkey.PublicKey)}\nquorum none\n")).ExitCode);
        Assert.Equal(1, (await VerifyAsync("quorum nobody\n")).ExitCode);

        // One letter of the witness's line: of the signature, behind name, key ID and time.
        var note = await File.ReadAllTextAsync(kept, TestContext.Current.CancellationToken);
        var place = note.LastIndexOf(' ') + 40;
        await File.WriteAllTextAsync(kept, note[..place] + (note[place] == 'A' ? 'B' : 'A') + note[(place + 1)..], TestContext.Current.CancellationToken);
        foreach (var (lang, words) in new[] { ("en", "cosignature.signature at"), ("zh-Hans", "见证方的联署无效"), ("zh-Hant", "見證方的聯署無效") })
        {
            (exitCode, output) = await VerifyAsync($"{log}witness one {one.Vkey}\nquorum none\n", lang);
            Assert.Equal(3, exitCode);
            Assert.Contains(words, output, StringComparison.Ordinal);
        }

        (exitCode, output) = await CommandLine.RunAsync("ledger", "verify", boundary.Ledger, "--json");
        Assert.Equal(0, exitCode);
        Assert.True(JsonElement.Parse(output).GetProperty("ok").GetBoolean());
    }
}
