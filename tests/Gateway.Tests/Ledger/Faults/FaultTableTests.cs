using Gateway.Ledger;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Tree;
using Gateway.Ledger.Verification;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Ledger.Faults;

/// <summary>
/// The fault table: any one call to the disk fails, with nothing, half or all of it stored, and then the disk errs once,
/// is full, or the process or the power goes. Then the ledger is opened again: all that was acknowledged is there in
/// its place, no head that anybody could have read is contradicted, the ledger verifies and goes on.
/// </summary>
public sealed class FaultTableTests
{
    private const int Appends = 24;

    // So many entries before, that a full tile takes the place of partial ones on the way.
    private const int Before = 230;

    // Opening, renaming and deleting one file and making one folder are atomic: there is no half of them.
    private static readonly DiskCall[] WithHalves =
    [
        DiskCall.Write, DiskCall.Flush, DiskCall.SetLength, DiskCall.DeleteFolder, DiskCall.FlushFolder,
        DiskCall.FlushVolume,
    ];

    public static TheoryData<string, Stored, Aftermath> Rows()
    {
        var rows = new TheoryData<string, Stored, Aftermath>();
        foreach (var call in Enum.GetValues<DiskCall>())
        {
            foreach (var stored in Enum.GetValues<Stored>().Where(s => s != Stored.Half || WithHalves.Contains(call)))
            {
                foreach (var aftermath in Enum.GetValues<Aftermath>())
                {
                    rows.Add(call.ToString(), stored, aftermath);
                }
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Nothing_acknowledged_is_lost_whichever_call_fails(string call, Stored stored, Aftermath after)
    {
        var kind = Enum.Parse<DiskCall>(call);

        // How often the call is made in a whole run says how many cells the row has.
        var isLong = kind == DiskCall.DeleteFolder;
        using var whole = new FaultRun();
        await whole.RunAsync(isLong);
        var total = whole.Disk.Count(kind);
        Assert.True(total > 0);
        foreach (var nth in Enumerable.Range(1, total).Where(n => n <= 4 || n > total - 3 || n % 11 == 0))
        {
            using var run = new FaultRun();
            run.Disk.Fault = new DiskFault(kind, nth, stored, after);
            await run.RunAsync(isLong);

            // How batches fall is not the same in each run: of the last calls one may be missing.
            Assert.True(run.Disk.Fault.HasCome || nth > total - 3, $"call {nth} of {total} was not made");
            run.ComeBack();
            await run.GoOnAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Nothing_acknowledged_is_lost_when_recovery_itself_fails(
        string call, Stored stored, Aftermath after)
    {
        foreach (var nth in new[] { 1, 2, 3, 5 })
        {
            // First the worst that a flush can do: it fails, nothing is stored, and the kernel shows it all the same.
            using var run = new FaultRun();
            run.Disk.Fault = new DiskFault(DiskCall.Flush, 30 + nth, Stored.Nothing, Aftermath.Killed);
            await run.RunAsync();
            run.Disk.Fault = new DiskFault(Enum.Parse<DiskCall>(call), nth, stored, after);
            await run.TryOpenAsync();
            run.ComeBack();
            await run.GoOnAsync();
        }
    }

    /// <summary>One ledger on a simulated disk, what was acknowledged, and the questions at the end.</summary>
    private sealed class FaultRun : IDisposable
    {
        private readonly TestLedger _test = new(isDiskSimulated: true);
        private readonly string _root;
        private readonly Dictionary<long, byte[]> _acknowledged = [];

        internal FaultRun()
        {
            _root = Path.GetDirectoryName(_test.Folder)!;
            Disk = new SimulatedDisk(_root);

            // A folder of its own: what is flushed for the anchor must not be what saves the ledger.
            var second = Path.Combine(_root, "second");
            Disk.CreateFolder(second);
            Disk.FlushFolder(_root);
            _test.Settings = _test.Settings with
            {
                SegmentBytes = 8 * 1024,
                AnchorFile = Path.Combine(second, "anchor"),
            };
        }

        internal SimulatedDisk Disk { get; }

        /// <summary>Appends, publishes now and then, turns segments and closes, as far as the disk lets it.</summary>
        internal async Task RunAsync(bool isLong = false)
        {
            try
            {
                await using var ledger = Open();
                for (var i = 0; i < Before && isLong; i++)
                {
                    ledger.Enqueue(_test.Tick());
                }

                for (var i = 0; i < Appends; i++)
                {
                    await AppendAsync(ledger, i);
                    if (i % 7 == 6)
                    {
                        await ledger.PublishAsync(CancellationToken.None);
                    }
                }
            }
            catch (Exception e) when (e is LedgerUnavailableException or LedgerStopException)
            {
                // The fault; what was acknowledged before it is what counts.
            }
        }

        /// <summary>A start on the disk as it is now; a failing one must come to a stop, never to a ledger.</summary>
        internal async Task TryOpenAsync()
        {
            try
            {
                await using var ledger = Open();
                await AppendAsync(ledger, 1);
            }
            catch (Exception e) when (e is LedgerUnavailableException or LedgerStopException)
            {
                // That is what a failing disk must come to.
            }
        }

        internal void ComeBack()
        {
            var fault = Disk.Fault!;
            Disk.Fault = null;
            if (fault.IsPowerLost)
            {
                Disk.LosePower(
                    fault.Aftermath == Aftermath.PowerLostInParts ? new Luck(fault.Nth) : null);
            }
        }

        /// <summary>Opened, used and cut off from power again, so that nothing rests on what the kernel shows.</summary>
        internal async Task GoOnAsync()
        {
            var ledger = Open();
            await AppendAsync(ledger, 0);
            await ledger.PublishAsync(CancellationToken.None);
            await AppendAsync(ledger, 1);
            Disk.Fault = new DiskFault(DiskCall.Write, 1, Stored.Nothing, Aftermath.PowerLost);
            await ledger.DisposeAsync();
            ComeBack();
            await using (Open())
            {
            }

            Check();
        }

        public void Dispose() => _test.Dispose();

        private TransparencyLedger Open() =>
            TransparencyLedger.Open(_test.Settings, _test.Key, _test.Clock, Disk, NullLogger.Instance);

        private async Task AppendAsync(TransparencyLedger ledger, int i)
        {
            var transfer = Guid.CreateVersion7();
            var record = i % 3 == 0 ? _test.Release(transfer) : _test.Tick();
            var position = await ledger.AppendAsync(record, CancellationToken.None);
            _acknowledged[position.Index] = record.Entry.ToArray();
            if (i % 3 == 0)
            {
                ledger.Enqueue(_test.Outcome(transfer));
            }
        }

        private void Check()
        {
            var entries = Kinds.Entries(_test.Folder).ToList();
            Assert.All(_acknowledged, pair => Assert.Equal(pair.Value, entries[(int)pair.Key]));
            Assert.Empty(LedgerVerifier.Verify(_test.Folder, [_test.Key.PublicKey.ToArray()]).Findings);
            Assert.Empty(Directory.GetFiles(_test.Settings.WalFolder, "*.wal"));

            var roots = new Dictionary<long, byte[]>();
            var range = new CompactRange();
            var leaf = new byte[MerkleTree.HashSize];
            roots[0] = MerkleTree.EmptyRoot.ToArray();
            foreach (var entry in entries)
            {
                MerkleTree.Leaf(entry, leaf);
                range.Append(leaf);
                roots[range.Size] = range.Root();
            }

            var key = new ShardFolder(_test.Folder, 2026).ReadVkey()!;
            foreach (var note in Disk.Published)
            {
                Assert.True(Checkpoint.TryOpen(note, key, out var head));
                Assert.Equal(roots[head!.Size], head.Root.ToArray());
            }
        }
    }
}
