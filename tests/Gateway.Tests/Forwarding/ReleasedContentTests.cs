using System.Buffers;
using Gateway.Forwarding;
using Gateway.Reading;

namespace Gateway.Tests.Forwarding;

public sealed class ReleasedContentTests
{
    [Fact]
    public async Task Exactly_the_released_bytes_are_sent_with_their_length()
    {
        using var body = Body("what leaves"u8);
        using var content = new ReleasedContent(body);
        Assert.Equal(11, content.Headers.ContentLength);
        Assert.Equal("what leaves"u8.ToArray(), await SendAsync(content));
    }

    [Fact]
    public async Task A_leg_that_carries_nothing_sends_no_byte()
    {
        using var content = new ReleasedContent(null);
        Assert.Equal(0, content.Headers.ContentLength);
        Assert.Empty(await SendAsync(content));
    }

    [Fact]
    public async Task Nothing_is_sent_a_second_time()
    {
        using var body = Body("once"u8);
        using var content = new ReleasedContent(body);
        await SendAsync(content);
        await Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync(content));
    }

    [Fact]
    public async Task Nothing_is_sent_after_the_end_of_the_exchange()
    {
        using var body = Body("late"u8);
        using var content = new ReleasedContent(body);
        await content.EndAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync(content));
    }

    // A far side may answer before it has the whole body; the body is wiped, and lent to another, right after.
    [Fact]
    public async Task The_exchange_is_not_over_while_the_body_is_still_read()
    {
        var body = Body("slow"u8);
        var content = new ReleasedContent(body);
        var far = new HeldStream();
        var sending = content.CopyToAsync(far, TestContext.Current.CancellationToken);
        var end = content.EndAsync();
        Assert.False(end.IsCompleted);

        far.Release();
        await sending;
        await end;
    }

    [Fact]
    public async Task A_far_side_that_answered_and_takes_no_more_of_the_body_does_not_hold_the_exchange()
    {
        var body = Body("stuck"u8);
        var content = new ReleasedContent(body);
        var far = new StuckStream();
        var sending = content.CopyToAsync(far, TestContext.Current.CancellationToken);
        await content.EndAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    // While the far side makes its answer: for that there must be room, also where many wait for one at the same time.
    [Fact]
    public async Task What_was_sent_takes_no_memory_any_more()
    {
        var budget = new MemoryBudget(1 << 20);
        var body = new PooledBody(budget, 300_000);
        body.Write(new byte[300_000]);
        using var content = new ReleasedContent(new OutgoingBody(body));

        Assert.Equal(300_000, (await SendAsync(content)).Length);

        Assert.Equal((0, 300_000), (budget.Taken, content.Length));
    }

    [Fact]
    public async Task The_exchange_is_over_when_the_far_side_broke_off()
    {
        var body = Body("broken"u8);
        var content = new ReleasedContent(body);
        var far = new HeldStream();
        var sending = content.CopyToAsync(far, TestContext.Current.CancellationToken);
        far.Break();
        await Assert.ThrowsAnyAsync<Exception>(() => sending);
        await content.EndAsync();
    }

    private static async Task<byte[]> SendAsync(ReleasedContent content)
    {
        using var far = new MemoryStream();
        await content.CopyToAsync(far, TestContext.Current.CancellationToken);
        return far.ToArray();
    }

    private static OutgoingBody Body(ReadOnlySpan<byte> bytes)
    {
        var body = new PooledBody(new MemoryBudget(1 << 20), bytes.Length);
        body.Write(bytes);
        return new OutgoingBody(body);
    }

    private sealed class StuckStream : MemoryStream
    {
        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private sealed class HeldStream : MemoryStream
    {
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal void Release() => _held.SetResult();

        internal void Break() => _held.SetException(new IOException("the far side broke off"));

        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => await _held.Task;
    }
}
