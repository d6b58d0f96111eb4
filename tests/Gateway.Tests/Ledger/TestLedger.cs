using System.Security.Cryptography;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Policies;
using Gateway.Policies.Parties;
using Gateway.Stamping;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Ledger;

/// <summary>A clock that stands where it is put; its timers never fire.</summary>
internal sealed class StandingClock(DateTimeOffset now) : TimeProvider
{
    internal DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new StandingTimer();

    private sealed class StandingTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>A folder with a ledger, a key and a clock; nothing is published unless asked for.</summary>
internal sealed class TestLedger : IDisposable
{
    internal static readonly EntryContext Context =
        new("gateway/test", new string('a', 64), [new("CN", 7, new string('b', 64))]);

    private const string MemoryFolder = "/dev/shm";

    private readonly DirectoryInfo _folder;

    /// <param name="isDiskSimulated">Nothing of the real disk matters: in memory, where there is such a folder.</param>
    internal TestLedger(bool isDiskSimulated = false)
    {
        _folder = isDiskSimulated && Directory.Exists(MemoryFolder)
            ? Directory.CreateDirectory(Path.Combine(MemoryFolder, $"ledger-{Guid.NewGuid():N}"))
            : Directory.CreateTempSubdirectory("ledger-");
        Settings = new LedgerSettings(Path.Combine(_folder.FullName, "ledger"), "log.example", "gateway/test")
        {
            AnchorFile = Path.Combine(_folder.FullName, "anchor"),
            SegmentBytes = 64 * 1024,
            ReserveBytes = 0,
        };
    }

    internal LedgerSettings Settings { get; set; }

    internal string Folder => Settings.Folder;

    internal Ed25519PrivateKey Key { get; } = Ed25519PrivateKey.Import(SHA256.HashData("ledger test key"u8));

    internal StandingClock Clock { get; } = new(new DateTimeOffset(2026, 11, 1, 8, 0, 0, TimeSpan.Zero));

    internal TransparencyLedger Open(LedgerDisk? disk = null) =>
        TransparencyLedger.Open(Settings, Key, Clock, disk ?? new TestDisk(), NullLogger.Instance);

    /// <summary>As the process would leave it by dying: no stop entry, nothing published, the lock gone.</summary>
    internal static async Task KillAsync(TransparencyLedger ledger, TestDisk disk)
    {
        disk.FailsAt = (_, _) => true;
        disk.StaysDead = true;
        await ledger.DisposeAsync();
    }

    internal LedgerRecord Tick() => LedgerRecord.Of(new TickEntry(), Context, Clock);

    internal LedgerRecord Outcome(Guid transfer) =>
        LedgerRecord.Of(new OutcomeEntry(transfer, null, 200, 12, 34, Delivered.Yes, null), Context, Clock);

    internal LedgerRecord Release(Guid transfer, string statement = "{}")
    {
        var annex = SealedBytes.Of((byte[])[.. "sealed annex of "u8, .. transfer.ToByteArray()]);
        var entry = new ReleaseEntry(
            transfer,
            Leg.Request,
            new EntryPeer.Certificate(Sha256Digest.Of("certificate"u8)),
            Party("bank-hk"),
            System.Text.Encoding.UTF8.GetBytes(statement),
            "gateway=()",
            "gateway=:AA==:",
            Sha256Digest.Of("base"u8),
            annex.Digest);
        return LedgerRecord.Of(entry, Context, Clock, annex);
    }

    internal static PartyId Party(string name) =>
        PartyId.TryParse(name, out var id) ? id : throw new ArgumentException(name);

    public void Dispose()
    {
        Key.Dispose();
        _folder.Delete(recursive: true);
    }
}
