using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Tree;
using Gateway.Scenarios.Evidence;
using Gateway.Scenarios.Fakes;
using Gateway.Stamping;
using Gateway.Witnessing;

namespace Gateway.Scenarios.Witnesses;

/// <summary>
/// A witness that is killed in the midst of it never cosigns an older or a forked tree afterwards: what it answered is on
/// its disk.
/// </summary>
public sealed class WitnessKillTests
{
    private const string Origin = "log.example/2026";

    // tests/kill-rounds.sh --witness asks for more of them.
    private static readonly int Rounds =
        int.TryParse(Environment.GetEnvironmentVariable("WITNESS_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : 12;

    private readonly Ed25519PrivateKey _log = Ed25519PrivateKey.Import(SHA256.HashData("a log that forks"u8));

    [Fact]
    public async Task Killed_at_any_moment_it_cosigns_one_history_and_never_an_older_tree()
    {
        using var scratch = new Scratch();
        var port = FreePort.Take();
        var config = Write(scratch, port);
        var vkey = await VkeyAsync(config);
        var cosigned = new List<Tree>();
        var last = new Tree([]);
        for (var round = 0; round < Rounds; round++)
        {
            using var witness = Start(config);
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = TimeSpan.FromSeconds(60) };
            last = await StandsAsync(client, last, cosigned, vkey);
            last = (await Task.WhenAll(ForkAsync(client, last, cosigned, vkey), KillAsync(witness)))[0];
        }

        // A last life, in which nothing is asked but where it stands.
        using var end = Start(config);
        using var asking = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = TimeSpan.FromSeconds(60) };
        last = await StandsAsync(asking, last, cosigned, vkey);
        end.Kill();
        await end.WaitForExitAsync(TestContext.Current.CancellationToken);

        // All that anybody ever got a line for is one history.
        Assert.NotEmpty(cosigned);
        Assert.All(cosigned, tree => Assert.True(last.Begins(tree), $"{tree.Size} is not of the history at {last.Size}"));
    }

    /// <summary>Two histories from where it stands, shown at once, again and again until it is gone.</summary>
    private async Task<Tree> ForkAsync(HttpClient client, Tree from, List<Tree> cosigned, WitnessKey vkey)
    {
        while (true)
        {
            var branches = new[] { from.Grow(), from.Grow() };
            var answers = await Task.WhenAll(branches.Select(branch => AskAsync(client, from, branch)));
            for (var i = 0; i < branches.Length; i++)
            {
                if (answers[i] is (HttpStatusCode.OK, var line))
                {
                    Assert.True(vkey.Cosigned(branches[i].Head.Text, line.TrimEnd('\n')));
                    cosigned.Add(branches[i]);
                }
            }

            var taken = branches.Where((_, i) => answers[i] is (HttpStatusCode.OK, _)).ToList();
            Assert.True(taken.Count <= 1, "it cosigned both of two histories");
            if (answers.Any(answer => answer is null))
            {
                // Killed: which of them it kept, if any, it says when it is back.
                return taken.SingleOrDefault() ?? from.Undecided(branches);
            }

            from = taken.Single();
        }
    }

    /// <summary>Where it stands after its start: nothing that it gave a line for is forgotten, and no other tree is taken.</summary>
    private async Task<Tree> StandsAsync(HttpClient client, Tree before, List<Tree> cosigned, WitnessKey vkey)
    {
        var path = AddCheckpoint.MonitoringPath(Origin);
        using var answer = await UntilAnsweredAsync(client, path);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            Assert.Empty(cosigned);
            return new Tree([]);
        }

        var note = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.True(Checkpoint.TryOpen(note, NoteKey.Of(Origin, _log.PublicKey), out var head));
        Assert.True(SignedNote.TryRead(note, out var text, out var lines));
        Assert.Contains(lines, line => vkey.Cosigned(text, line));
        var stands = before.Candidates.Single(tree => tree.Head.Text == head!.Text);
        Assert.All(cosigned, tree => Assert.True(stands.Begins(tree), "it forgot what it cosigned"));

        // An older tree, from its beginning; the same size with another root; a longer one that does not continue it.
        var stranger = new Tree([.. Enumerable.Range(0, stands.Size).Select(_ => RandomNumberGenerator.GetBytes(8))]);
        var refused = new[]
        {
            await AskAsync(client, new Tree([]), stands.First(Math.Max(1, stands.Size / 2))),
            await AskAsync(client, stands, stranger, []),
            await AskAsync(client, stranger, stranger.Grow()),
        };
        Assert.Equal(
            [HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity],
            refused.Select(each => each!.Value.Status));
        return stands.Decided();
    }

    private Task<(HttpStatusCode Status, string Text)?> AskAsync(HttpClient client, Tree from, Tree to) =>
        AskAsync(client, from, to, from.Size == 0 || from.Size == to.Size ? [] : to.ProofFrom(from.Size));

    // Null where it was gone before it answered.
    private async Task<(HttpStatusCode Status, string Text)?> AskAsync(
        HttpClient client, Tree from, Tree to, IReadOnlyList<byte[]> proof)
    {
        using var body = new ByteArrayContent(new AddCheckpoint(from.Size, proof).Write(to.Head.Sign(_log)));
        try
        {
            using var answer = await client.PostAsync(AddCheckpoint.Path, body, TestContext.Current.CancellationToken);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task<HttpResponseMessage> UntilAnsweredAsync(HttpClient client, string path)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return await client.GetAsync(path, TestContext.Current.CancellationToken);
            }
            catch (HttpRequestException) when (i < 1200)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }

    // SIGKILL, at a moment that nobody chose.
    private static async Task<Tree> KillAsync(Process witness)
    {
        await Task.Delay(RandomNumberGenerator.GetInt32(2, 120), TestContext.Current.CancellationToken);
        witness.Kill();
        await witness.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(128 + 9, witness.ExitCode);
        return new Tree([]);
    }

    private static Process Start(string config) => Process.Start(new ProcessStartInfo(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "gateway.dll"), "witness", "--config", config])
    { RedirectStandardError = false })!;

    private static async Task<WitnessKey> VkeyAsync(string config)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "gateway.dll"), "witness", "--config", config, "--vkey"])
        { RedirectStandardOutput = true })!;
        var line = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(WitnessKey.TryParse(line.TrimEnd('\n'), out var vkey));
        return vkey;
    }

    private string Write(Scratch scratch, int port)
    {
        Ed25519KeyFile.WritePrivate(scratch.At("witness.key"), RandomNumberGenerator.GetBytes(32));
        File.WriteAllText(scratch.At("witness.json"), JsonSerializer.Serialize(new
        {
            Name = "witness.example",
            Key = "witness.key",
            Directory = "state",
            Listen = new { Address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}") },
            Logs = new[] { new { Vkey = NoteKey.Of(Origin, _log.PublicKey).ToString() } },
        }));
        return scratch.At("witness.json");
    }

    /// <summary>One history of a log, by its entries; it may be not known yet which of several it is.</summary>
    private sealed class Tree(IReadOnlyList<byte[]> entries)
    {
        private readonly byte[][] _leaves = [.. entries.Select(Leaf)];
        private IReadOnlyList<Tree> _others = [];

        internal int Size => entries.Count;

        internal Checkpoint Head => new(Origin, Size, RootOf(_leaves));

        /// <summary>This one, and those that were under way when the witness was killed.</summary>
        internal IEnumerable<Tree> Candidates => [this, .. _others];

        internal Tree First(int size) => new([.. entries.Take(size)]);

        internal Tree Grow() =>
            new([.. entries, .. Enumerable.Range(0, RandomNumberGenerator.GetInt32(1, 40)).Select(_ => RandomNumberGenerator.GetBytes(8))]);

        internal Tree Undecided(IReadOnlyList<Tree> others) => new(entries) { _others = others };

        internal Tree Decided() => new(entries);

        internal bool Begins(Tree other) => other.Size <= Size && First(other.Size).Head.Text == other.Head.Text;

        internal byte[][] ProofFrom(int size) =>
            [.. MerkleProof.Consistency(size, Size, (height, index, hash) =>
                RootOf(_leaves[(int)(index << height)..(int)((index + 1) << height)]).CopyTo(hash))];

        private static byte[] Leaf(byte[] entry)
        {
            var hash = new byte[MerkleTree.HashSize];
            MerkleTree.Leaf(entry, hash);
            return hash;
        }

        private static byte[] RootOf(byte[][] leaves)
        {
            var range = new CompactRange();
            foreach (var leaf in leaves)
            {
                range.Append(leaf);
            }

            return range.Root();
        }
    }
}
