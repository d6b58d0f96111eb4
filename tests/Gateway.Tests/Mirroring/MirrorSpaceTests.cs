using System.Net;
using System.Text.Json;
using Gateway.Ledger.Notes;
using Gateway.Settings;

namespace Gateway.Tests.Mirroring;

/// <summary>A log, a false one too, may fill no more of a mirror's disk than the mirror was told.</summary>
public sealed class MirrorSpaceTests : IAsyncLifetime
{
    private MirrorScene _scene = null!;

    public async ValueTask InitializeAsync() => _scene = await MirrorScene.OpenAsync();

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_copy_that_reached_its_bound_grows_no_more_and_is_served_on_until_it_is_given_room(bool ofAll)
    {
        await _scene.GrowAsync(300);
        Assert.Empty((await _scene.RoundAsync()).Findings);
        var (held, bytes) = (_scene.Held(), BytesOf(_scene.Copy));
        Bound(bytes + (4 * 1024));
        await _scene.GrowAsync(900);

        await using (var mirror = _scene.Open(_scene.Settings(new SmallDoorSettings(new IPEndPoint(IPAddress.Loopback, 0), null, null, []))))
        {
            var report = await mirror.RoundAsync();
            Assert.Equal(["mirror.full"], report.Findings.Select(finding => finding.Code));
            Assert.True(report.Bytes <= bytes + (4 * 1024));
            Assert.Equal(held, _scene.Held());
            await mirror.ServeAsync();
            using var client = new HttpClient { BaseAddress = new Uri($"http://{mirror.Address}/") };
            Assert.Equal(held, await client.GetByteArrayAsync("log.example/2026/checkpoint", TestContext.Current.CancellationToken));
            var told = JsonElement.Parse(await client.GetStringAsync("mirror.json", TestContext.Current.CancellationToken));
            Assert.Equal("mirror.full", told.GetProperty("findings")[0].GetProperty("code").GetString());
            Assert.Equal(report.Bytes, told.GetProperty("bytes").GetInt64());
        }

        Bound(long.MaxValue);
        Assert.Empty((await _scene.RoundAsync()).Findings);
        MirrorTests.AssertSame(Path.Combine(_scene.Files.Folder, "2026"), _scene.CopyOf("2026"), entries: true);

        void Bound(long most) => (_scene.LogRoom, _scene.AllRoom) = ofAll ? (long.MaxValue, most) : (most, long.MaxValue);
    }

    [Fact]
    public async Task What_the_copies_take_of_the_disk_is_counted_as_files_come_and_go()
    {
        await using var mirror = _scene.Open();
        foreach (var more in new[] { 1, 200, 60, 256, 3 })
        {
            await _scene.GrowAsync(more);
            var report = await mirror.RoundAsync();
            Assert.Empty(report.Findings);
            Assert.Equal(BytesOf(Path.Combine(_scene.Copy, "2026", "tile")), report.Bytes);
        }
    }

    [Fact]
    public async Task Of_a_log_that_is_too_long_for_the_disk_not_one_tile_is_asked_for()
    {
        // Signed by the log's own key: a false log of equal leaves costs whoever makes it nothing but this.
        await _scene.GrowAsync(1);
        _scene.LogRoom = 64L << 30;
        _scene.Served.Change = (path, bytes) => path.EndsWith("/checkpoint", StringComparison.Ordinal)
            ? new Checkpoint("log.example/2026", 1L << 40, new byte[32]).Sign(_scene.Files.Key)
            : bytes;

        Assert.Equal(["mirror.full"], await _scene.CodesAsync());
        Assert.All(_scene.Served.Asked, path => Assert.EndsWith("/checkpoint", path, StringComparison.Ordinal));
        _scene.Served.Change = (path, bytes) => path.EndsWith("/checkpoint", StringComparison.Ordinal)
            ? new Checkpoint("log.example/2026", long.MaxValue, new byte[32]).Sign(_scene.Files.Key)
            : bytes;
        Assert.Equal(["mirror.full"], await _scene.CodesAsync());
    }

    [Fact]
    public async Task A_log_that_shows_another_face_each_round_does_not_fill_the_disk_with_them()
    {
        await _scene.GrowAsync(10);
        await using var mirror = _scene.Open();
        Assert.Empty((await mirror.RoundAsync()).Findings);
        for (var i = 0; i < 40; i++)
        {
            // No witness's line: whatever its log put there.
            var padding = $"\u2014 anybody {Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(5000))}\n";
            var root = System.Security.Cryptography.SHA256.HashData([(byte)i]);
            var note = new Checkpoint("log.example/2026", 5, root).Sign(_scene.Files.Key);
            _scene.Served.Change = (path, bytes) => path.EndsWith("/checkpoint", StringComparison.Ordinal)
                ? [.. note, .. System.Text.Encoding.UTF8.GetBytes(padding)]
                : bytes;
            Assert.Equal(["log.fork"], (await mirror.RoundAsync()).Findings.Select(finding => finding.Code));
        }

        Assert.InRange(Directory.GetFiles(_scene.CopyOf("2026", "fork")).Length, 2, 16);
        Assert.InRange(BytesOf(_scene.CopyOf("2026", "fork")), 1, 16 * 1024);
    }

    private static long BytesOf(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
