using Gateway.Ledger;
using Gateway.Ledger.Verification;

namespace Gateway.Tests.Ledger.Faults;

/// <summary>Who notices that a file is not as it was left.</summary>
public enum Noticed
{
    /// <summary>The daemon does not start, and changes nothing.</summary>
    AtTheStart,

    /// <summary>It is derived: made again at the start, and the ledger is whole.</summary>
    MadeAgain,

    /// <summary>The daemon starts, for the log itself goes on soundly; <c>ledger verify</c> names the file.</summary>
    ByVerify,
}

/// <summary>
/// The table of files: one bit of each kind of file in a ledger's folder is flipped, or an older copy of it is put back,
/// after a clean stop and after a kill.
/// </summary>
public sealed class FileTableTests
{
    [Theory]
    [InlineData("2026/checkpoint", Noticed.AtTheStart)]
    [InlineData("2026/vkey", Noticed.AtTheStart)]
    [InlineData("2026/tile/0/000", Noticed.ByVerify)]
    [InlineData("2026/tile/0/001.p/*", Noticed.AtTheStart)]
    [InlineData("2026/tile/1/000.p/1", Noticed.AtTheStart)]
    [InlineData("2026/tile/entries/000", Noticed.ByVerify)]
    [InlineData("2026/tile/entries/001.p/*", Noticed.AtTheStart)]
    [InlineData("side/2026/000", Noticed.ByVerify)]
    [InlineData("wal/derived", Noticed.MadeAgain)]
    [InlineData("wal/2026-*.wal", Noticed.AtTheStart)]
    [InlineData("../anchor", Noticed.AtTheStart)]
    public async Task A_flipped_bit_in_any_kind_of_file_is_noticed(string file, Noticed noticed)
    {
        using var test = new TestLedger();
        await VerifyTests.MakeAsync(test, 300);
        await CrashAsync(test);
        var path = Find(test, file);
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[MiddleOf(bytes)] ^= 4;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);

        await ExpectAsync(test, noticed);
    }

    [Theory]
    [InlineData(".", Noticed.AtTheStart)]
    [InlineData("2026", Noticed.AtTheStart)]
    [InlineData("2026/checkpoint", Noticed.AtTheStart)]
    [InlineData("wal", Noticed.AtTheStart)]
    [InlineData("wal/derived", Noticed.MadeAgain)]
    [InlineData("side", Noticed.ByVerify)]
    public async Task An_older_copy_of_any_part_is_noticed(string part, Noticed noticed)
    {
        using var test = new TestLedger();
        await VerifyTests.MakeAsync(test, 300);
        await CrashAsync(test);
        var copy = test.Folder + ".copy";
        Copy(test.Folder, copy);

        // Long enough that nothing of the copy's WAL is left: a stop published it, and releases came after.
        await VerifyTests.MakeAsync(test, 20);
        await CrashAsync(test);
        var target = Path.GetFullPath(Path.Combine(test.Folder, part));
        if (File.Exists(target))
        {
            File.Copy(Path.Combine(copy, part), target, overwrite: true);
        }
        else
        {
            Directory.Delete(target, recursive: true);
            Copy(Path.GetFullPath(Path.Combine(copy, part)), target);
        }

        await ExpectAsync(test, noticed);
    }

    [Fact]
    public async Task A_clock_set_back_over_new_year_stays_in_the_shard_that_began()
    {
        using var test = new TestLedger();
        await VerifyTests.MakeAsync(test, 5);
        test.Clock.Now = test.Clock.Now.AddYears(1);
        await VerifyTests.MakeAsync(test, 5);
        test.Clock.Now = test.Clock.Now.AddYears(-1);
        await using (var ledger = test.Open())
        {
            Assert.True(ledger.IsClockBehind);
            var position = await ledger.AppendAsync(test.Tick(), TestContext.Current.CancellationToken);
            Assert.Equal(2027, position.Year);
        }

        Assert.Empty(LedgerVerifier.Verify(test.Folder, [test.Key.PublicKey.ToArray()]).Findings);
    }

    private static async Task ExpectAsync(TestLedger test, Noticed noticed)
    {
        if (noticed == Noticed.AtTheStart)
        {
            var before = Contents(test.Folder);
            Assert.Throws<LedgerStopException>(() => test.Open());
            Assert.Equal(before, Contents(test.Folder));
            return;
        }

        await using (test.Open())
        {
        }

        var findings = LedgerVerifier.Verify(test.Folder, [test.Key.PublicKey.ToArray()]).Findings;
        Assert.Equal(noticed == Noticed.MadeAgain, findings.Count == 0);
    }

    // A release and more, in the WAL alone.
    private static async Task CrashAsync(TestLedger test)
    {
        var disk = new TestDisk();
        var ledger = test.Open(disk);
        await ledger.AppendAsync(test.Release(Guid.CreateVersion7()), TestContext.Current.CancellationToken);
        await ledger.PublishAsync(TestContext.Current.CancellationToken);
        await ledger.AppendAsync(test.Release(Guid.CreateVersion7()), TestContext.Current.CancellationToken);
        await ledger.AppendAsync(test.Tick(), TestContext.Current.CancellationToken);
        await TestLedger.KillAsync(ledger, disk);
    }

    private static string Find(TestLedger test, string file)
    {
        var path = Path.Combine(test.Folder, file);
        return Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path)).Max(StringComparer.Ordinal)!;
    }

    // Of what is written, not of the zeros a segment ends with.
    private static int MiddleOf(byte[] bytes) => (bytes.AsSpan().LastIndexOfAnyExcept((byte)0) + 1) / 2;

    private static IEnumerable<string> Contents(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) != "LOCK")
            .Order(StringComparer.Ordinal)
            .Select(path => $"{path} {Convert.ToHexString(File.ReadAllBytes(path))}");

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
