using System.Security.Cryptography;
using System.Text;
using Gateway.Reading;

namespace Gateway.Tests.Hardening;

public sealed class EncryptedSpoolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spool-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(EncryptedSpool.FrameSize - 1)]
    [InlineData(EncryptedSpool.FrameSize)]
    [InlineData((3 * EncryptedSpool.FrameSize) + 17)]
    public async Task What_was_written_is_read_as_often_as_asked(int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);
        using var spool = new EncryptedSpool(_folder);
        for (var at = 0; at < length; at += 10_007)
        {
            await spool.WriteAsync(
                bytes.AsMemory(at, Math.Min(10_007, length - at)), TestContext.Current.CancellationToken);
        }

        Assert.Equal(length, spool.Length);
        Assert.Equal(bytes, await ReadAsync(spool));
        Assert.Equal(bytes, await ReadAsync(spool));
    }

    [Fact]
    public async Task The_file_has_no_name_and_holds_nothing_of_the_body()
    {
        var body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("11010519491231002X,", 20_000)));
        using var spool = new EncryptedSpool(_folder);
        await spool.WriteAsync(body, TestContext.Current.CancellationToken);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
        var onDisk = await File.ReadAllBytesAsync(OpenFile(), TestContext.Current.CancellationToken);
        Assert.True(onDisk.Length >= 5 * EncryptedSpool.FrameSize);
        Assert.Equal(-1, onDisk.AsSpan().IndexOf("110105194912"u8));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(EncryptedSpool.FrameSize + 16)]
    [InlineData((2 * EncryptedSpool.FrameSize) + 31)]
    public async Task A_byte_that_the_disk_changed_is_noticed(int at)
    {
        using var spool = new EncryptedSpool(_folder);
        await spool.WriteAsync(new byte[3 * EncryptedSpool.FrameSize], TestContext.Current.CancellationToken);
        using (var file = new FileStream(OpenFile(), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.Position = at;
            var old = file.ReadByte();
            file.Position = at;
            file.WriteByte((byte)(old ^ 1));
        }

        await Assert.ThrowsAsync<SpoolException>(() => ReadAsync(spool));
    }

    [Fact]
    public async Task A_file_that_was_cut_short_is_noticed()
    {
        using var spool = new EncryptedSpool(_folder);
        await spool.WriteAsync(new byte[2 * EncryptedSpool.FrameSize], TestContext.Current.CancellationToken);
        using (var file = new FileStream(OpenFile(), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.SetLength(EncryptedSpool.FrameSize + 16);
        }

        await Assert.ThrowsAsync<SpoolException>(() => ReadAsync(spool));
    }

    private static async Task<byte[]> ReadAsync(EncryptedSpool spool)
    {
        await using var stream = spool.OpenRead();
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, TestContext.Current.CancellationToken);
        return all.ToArray();
    }

    // The way to a file without a name: through the process that has it open.
    private string OpenFile() =>
        Directory.GetFiles("/proc/self/fd").Single(link =>
            TargetOf(link).StartsWith(Path.Combine(_folder, ".spool-"), StringComparison.Ordinal));

    // Other tests of this process close files meanwhile.
    private static string TargetOf(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName ?? "";
        }
        catch (FileNotFoundException)
        {
            return "";
        }
    }
}
