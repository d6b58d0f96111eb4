using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Ledger;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Tree;
using Gateway.Ledger.Verification;
using Gateway.Stamping;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Ledger;

/// <summary>
/// The ledger alone, in a process of its own that 64 clients keep busy and that is killed at a moment drawn from a
/// seed: nothing that was acknowledged is lost, and no head that was ever signed is contradicted.
/// </summary>
public sealed class LedgerKillTests
{
    // A ledger lives through so many kills; then a new one begins, so that a round does not read more and more.
    private const int KillsPerLedger = 20;
    private const int LongestLifeMilliseconds = 150;

    // tests/kill-rounds.sh --ledger asks for more of them, and for other seeds.
    private static readonly int Rounds = FromEnvironment("LEDGER_KILL_ROUNDS", 100);
    private static readonly int Seed = FromEnvironment("LEDGER_KILL_SEED", 1);

    private long _acknowledged;

    [Fact]
    public async Task A_ledger_killed_at_any_moment_keeps_what_it_acknowledged_and_never_forks()
    {
        for (var round = 0; round < Rounds; round += KillsPerLedger)
        {
            var folder = Directory.CreateTempSubdirectory("ledger-kill-");
            try
            {
                await LiveAsync(folder.FullName, round, Math.Min(round + KillsPerLedger, Rounds));
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        // A load that acknowledged next to nothing would have shown nothing.
        Assert.True(_acknowledged > Rounds, $"{_acknowledged} entries acknowledged in {Rounds} rounds");
        TestContext.Current.SendDiagnosticMessage(
            "{0} rounds, seed {1}: {2} entries acknowledged, 0 lost, 0 forks", Rounds, Seed, _acknowledged);
    }

    private async Task LiveAsync(string folder, int from, int to)
    {
        (long Size, byte[] Root) head = (0, MerkleTree.EmptyRoot.ToArray());
        for (var round = from; round < to; round++)
        {
            var acknowledged = await KillAsync(folder, LifeOf(round));
            _acknowledged += acknowledged.Count;
            var ledger = Path.Combine(folder, "ledger");

            // As the kill left it; then as the next start makes it.
            Assert.Empty(LedgerVerifier.Verify(ledger, null).Findings);
            await RestartAsync(folder);
            Assert.Empty(LedgerVerifier.Verify(ledger, null).Findings);
            head = Compare(ledger, acknowledged, head);
        }
    }

    // Every acknowledged entry stands where it was said to stand, and the last head is that of the first so many.
    private static (long Size, byte[] Root) Compare(
        string ledger, Dictionary<long, string> acknowledged, (long Size, byte[] Root) before)
    {
        var range = new CompactRange();
        var found = 0;
        foreach (var entry in new PublishedEntries(ledger).From(LedgerCursor.Start, CancellationToken.None))
        {
            if (range.Size == before.Size)
            {
                Assert.Equal(before.Root, range.Root());
            }

            range.Append(entry.LeafHash.Span);
            if (acknowledged.TryGetValue(entry.Cursor.Index, out var id))
            {
                Assert.Contains(id, Encoding.UTF8.GetString(entry.Bytes.Span), StringComparison.Ordinal);
                found++;
            }
        }

        Assert.True(range.Size >= before.Size);
        Assert.Equal(acknowledged.Count, found);
        return (range.Size, range.Root());
    }

    private static async Task<Dictionary<long, string>> KillAsync(string folder, TimeSpan life)
    {
        var victim = Path.Combine(AppContext.BaseDirectory, "Gateway.LedgerVictim.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [victim, folder]) { RedirectStandardOutput = true })!;
        var acknowledged = new Dictionary<long, string>();
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync());
        var reading = Task.Run(async () =>
        {
            // The last line may be cut by the kill: what was not said whole was not said.
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                if (line.Split(' ') is [var index, { Length: 36 } id])
                {
                    acknowledged.Add(long.Parse(index, CultureInfo.InvariantCulture), id);
                }
            }
        });
        await Task.Delay(life);
        process.Kill();
        await reading;
        await process.WaitForExitAsync();
        return acknowledged;
    }

    private static async Task RestartAsync(string folder)
    {
        using var key = Ed25519PrivateKey.Import(new byte[Ed25519.SeedSize]);
        var settings = new LedgerSettings(Path.Combine(folder, "ledger"), "log.example", "gateway/victim")
        {
            AnchorFile = Path.Combine(folder, "anchor"),
            SegmentBytes = 1024 * 1024,
        };
        await using var ledger = TransparencyLedger.Open(
            settings, key, TimeProvider.System, new PosixDisk(), NullLogger.Instance);
        await ledger.PublishAsync(TestContext.Current.CancellationToken);
    }

    private static TimeSpan LifeOf(int round)
    {
        var drawn = SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Seed}/{round}")));
        return TimeSpan.FromMilliseconds(BitConverter.ToUInt16(drawn) % LongestLifeMilliseconds);
    }

    private static int FromEnvironment(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
