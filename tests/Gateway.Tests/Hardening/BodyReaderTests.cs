using System.IO.Compression;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Gateway.Policies;
using Gateway.Reading;
using Gateway.Settings;

namespace Gateway.Tests.Hardening;

/// <summary>Reading a body that somebody made to be hard to read: a code, and every byte of the budget given back.</summary>
public sealed class BodyReaderTests
{
    private readonly MemoryBudget _budget = new(64 * 1024 * 1024);

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task A_body_that_is_not_in_its_coding_is_malformed_and_holds_no_memory(string coding)
    {
        var garbage = Enumerable.Repeat((byte)0xFF, 400).ToArray();

        Assert.Equal(RefusalCode.BodyMalformed, await RefuseAsync(garbage, coding));
        Assert.Equal(0, _budget.Taken);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task A_coded_body_that_breaks_off_is_malformed(string coding)
    {
        var whole = Encode(coding, "[1,2,3,4,5,6,7,8,9]"u8);

        Assert.Equal(RefusalCode.BodyMalformed, await RefuseAsync(whole[..^5], coding));
        Assert.Null(await RefuseAsync(whole, coding));
    }

    [Fact]
    public async Task A_declared_length_takes_no_room_before_the_bytes_are_there()
    {
        var reader = Reader(TimeSpan.FromSeconds(30));
        var pipe = new Pipe();
        using var gone = new CancellationTokenSource();

        var reading = reader.ReadAsync(
            new IncomingBody(pipe.Reader.AsStream(), "application/json", null, 16 * 1024 * 1024), _budget, gone.Token);

        Assert.InRange(_budget.Taken, 1, 1024 * 1024);
        await gone.CancelAsync();
        Assert.False((await reading).TryPass(out _, out var turnBack));
        Assert.Equal(RefusalCode.BodyTimeout, turnBack.Code);
        Assert.Equal(0, _budget.Taken);
    }

    [Theory]
    [InlineData(10, null)]
    [InlineData(300_000, null)]
    [InlineData(9, "body.malformed")]
    public async Task A_body_is_as_long_as_it_says(int declared, string? code)
    {
        var bytes = new byte[code is null ? declared : declared + 1];
        var body = new IncomingBody(new MemoryStream(bytes), "application/json", null, declared);

        var outcome = await Reader(TimeSpan.FromSeconds(30)).ReadAsync(
            body, _budget, TestContext.Current.CancellationToken);

        var passed = outcome.TryPass(out var decoded, out var turnBack);
        Assert.Equal(code, turnBack?.Code.Wire);
        Assert.Equal(passed ? declared : 0, decoded?.Body.Length ?? 0);
        decoded?.Body.Dispose();
        decoded?.Room?.Dispose();
        Assert.Equal(0, _budget.Taken);
    }

    // Over HTTP/2 no client holds what an answer declares against what came of it. (br says itself where it ends.)
    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task A_body_that_ends_before_its_declared_length_is_not_taken_for_whole(string? coding)
    {
        var sent = coding is null ? "a;b\n1;2\n"u8.ToArray() : Encode(coding, "a;b\n1;2\n"u8);
        var body = new IncomingBody(new MemoryStream(sent), "text/csv", coding, sent.Length + 4);
        var reader = Reader(TimeSpan.FromSeconds(30));

        Assert.False((await reader.ReadAsync(body, _budget, TestContext.Current.CancellationToken))
            .TryPass(out _, out var turnBack));
        Assert.Equal(RefusalCode.BodyAborted, turnBack.Code);
        var again = body with { Stream = new MemoryStream(sent[1..]), Begun = sent.AsMemory(0, 1) };
        Assert.False((await reader.PumpAsync(again, (_, _) => new(), TestContext.Current.CancellationToken))
            .TryPass(out _, out turnBack));
        Assert.Equal(RefusalCode.BodyAborted, turnBack.Code);
        Assert.Equal(0, _budget.Taken);
    }

    [Fact]
    public async Task A_body_that_finds_no_memory_left_is_refused_and_the_next_one_that_does_is_read()
    {
        var whole = Encode("gzip", "[1,2,3]"u8);
        _budget.Take(64 * 1024 * 1024);

        Assert.Equal(RefusalCode.LimitConcurrency, await RefuseAsync(whole, "gzip"));
        Assert.Equal(64 * 1024 * 1024, _budget.Taken);
        _budget.Give(64 * 1024 * 1024);
        Assert.Null(await RefuseAsync(whole, "gzip"));
        Assert.Equal(0, _budget.Taken);
    }

    [Fact]
    public async Task A_large_body_waits_for_room_and_is_read_when_another_has_given_it_back()
    {
        _budget.Take(60 * 1024 * 1024);
        var body = new byte[2_000_000];

        var reading = Reader(TimeSpan.FromSeconds(60)).ReadAsync(
            new IncomingBody(new MemoryStream(body), "application/json", null, body.Length), _budget,
            TestContext.Current.CancellationToken);
        Assert.False(reading.IsCompleted);
        _budget.Give(60 * 1024 * 1024);

        Assert.True((await reading).TryPass(out var decoded, out _));
        Assert.Equal(body.Length, decoded.Body.Length);
        Assert.Equal(4 * 2 * 1024 * 1024, _budget.Taken);
        decoded.Room!.Dispose();
        Assert.Equal(2 * 1024 * 1024, _budget.Taken);
        decoded.Body.Dispose();
        Assert.Equal(0, _budget.Taken);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task A_large_body_that_finds_no_room_in_time_is_turned_away_for_the_moment(string? coding)
    {
        _budget.Take(60 * 1024 * 1024);
        var body = RandomNumberGenerator.GetBytes(400_000);

        Assert.Equal(
            RefusalCode.LimitConcurrency,
            await RefuseAsync(coding is null ? body : Encode(coding, body), coding, TimeSpan.FromMilliseconds(50)));
        Assert.Equal(60 * 1024 * 1024, _budget.Taken);
    }

    [Fact]
    public async Task A_gateway_that_takes_its_time_over_a_piece_does_not_call_the_sender_late()
    {
        var pump = await PumpAsync(new byte[300_000], isWhole: true);

        Assert.True(pump.TryPass(out var pumped, out var turnBack), turnBack?.Code.Wire);
        Assert.Equal(300_000, pumped.Length);
    }

    [Fact]
    public async Task A_sender_who_stops_in_the_middle_is_late()
    {
        var pump = await PumpAsync(new byte[300_000], isWhole: false);

        Assert.False(pump.TryPass(out _, out var turnBack));
        Assert.Equal(RefusalCode.BodyTimeout, turnBack.Code);
    }

    [Fact]
    public async Task A_leg_that_carries_nothing_does_not_wait_for_a_body_that_never_comes()
    {
        var pipe = new Pipe();
        var body = new IncomingBody(pipe.Reader.AsStream(), null, null, null);

        var refusal = await Reader(TimeSpan.FromMilliseconds(50)).RefuseAnyAsync(body, TestContext.Current.CancellationToken);

        Assert.Equal(RefusalCode.BodyTimeout, refusal?.Code);
    }

    [Fact]
    public async Task A_leg_that_carries_nothing_explains_a_body_with_broken_framing()
    {
        var body = new IncomingBody(new BrokenStream(), null, null, null);

        var refusal = await Reader(TimeSpan.FromSeconds(5)).RefuseAnyAsync(body, TestContext.Current.CancellationToken);

        Assert.Equal(RefusalCode.BodyMalformed, refusal?.Code);
    }

    private static BodyReader Reader(TimeSpan timeout) =>
        new(new ReadingSettings(16 * 1024 * 1024, 0, 0, 100, timeout, timeout, timeout), TimeProvider.System);

    // Every piece takes twice as long here as the sender may keep the gateway waiting in all.
    private static async Task<Outcome<PumpedBody>> PumpAsync(byte[] content, bool isWhole)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        await pipe.Writer.WriteAsync(content, TestContext.Current.CancellationToken);
        if (isWhole)
        {
            await pipe.Writer.CompleteAsync();
        }

        return await Reader(TimeSpan.FromMilliseconds(250)).PumpAsync(
            new IncomingBody(pipe.Reader.AsStream(), "text/csv", null, null),
            async (_, cancellationToken) =>
            {
                await Task.Delay(500, cancellationToken);
                return null;
            },
            TestContext.Current.CancellationToken);
    }

    private async Task<RefusalCode?> RefuseAsync(byte[] content, string? coding, TimeSpan? timeout = null)
    {
        using var stream = new MemoryStream(content);
        var read = await Reader(timeout ?? TimeSpan.FromSeconds(30)).ReadAsync(
            new IncomingBody(stream, "application/json", coding, content.Length), _budget, TestContext.Current.CancellationToken);
        if (!read.TryPass(out var decoded, out var turnBack))
        {
            return turnBack.Code;
        }

        decoded.Body.Dispose();
        return null;
    }

    private static byte[] Encode(string coding, ReadOnlySpan<byte> plain)
    {
        using var encoded = new MemoryStream();
        using (Stream encoder = coding == "br"
            ? new BrotliStream(encoded, CompressionMode.Compress)
            : new GZipStream(encoded, CompressionMode.Compress))
        {
            encoder.Write(plain);
        }

        return encoded.ToArray();
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new Microsoft.AspNetCore.Http.BadHttpRequestException("chunk size");
    }
}
