using System.Buffers.Binary;
using Gateway.Audit;
using Gateway.Ledger.Inspection;
using Gateway.Policies;
using Gateway.Scenarios.Fakes;
using Gateway.Settings;

namespace Gateway.Scenarios.Evidence;

/// <summary>What a trace makes of a ledger that somebody changed on the disk.</summary>
public sealed class TraceTamperingTests
{
    [Fact]
    public async Task A_trace_accuses_no_release_beside_which_the_annex_of_another_was_put()
    {
        await using var boundary = await Boundary.OpenAsync();
        var sent = await PushedAsync(boundary);
        var file = Assert.Single(Directory.GetFiles(Path.Combine(boundary.Ledger, "side"), "*", SearchOption.AllDirectories));
        var annexes = Items(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        var releases = Enumerable.Range(0, annexes.Count).Where(i => annexes[i].Length > 0).ToList();
        Assert.Equal(2, releases.Count);
        (annexes[releases[0]], annexes[releases[1]]) = ([], annexes[releases[0]]);
        await File.WriteAllBytesAsync(file, Bytes(annexes), TestContext.Current.CancellationToken);

        Assert.Empty(Trace(boundary, sent));
    }

    [Fact]
    public async Task A_trace_ends_at_an_entry_that_cannot_be_proven_and_tells_nothing_of_it()
    {
        await using var boundary = await Boundary.OpenAsync();
        var sent = await PushedAsync(boundary);
        Assert.Single(Trace(boundary, sent));
        foreach (var file in Directory.GetFiles(boundary.Ledger, "*", SearchOption.AllDirectories)
            .Where(file => file.Contains("/tile/entries/", StringComparison.Ordinal)))
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            var at = bytes.AsSpan().LastIndexOf("\"transferId\":\""u8) + "\"transferId\":\"".Length;
            bytes[at] = bytes[at] == (byte)'f' ? (byte)'e' : (byte)'f';
            await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        }

        Assert.Throws<LedgerUnreadableException>(() => Trace(boundary, sent));
    }

    private static async Task<byte[]> PushedAsync(Boundary boundary)
    {
        var pushed = await boundary.North().PushAsync();
        await boundary.WholeAsync(pushed.TransferId);
        var sent = boundary.BankHk.Received.Last().Body.ToArray();
        await boundary.StopAsync();
        return sent;
    }

    private static IReadOnlyList<TracedTransfer> Trace(Boundary boundary, byte[] sent)
    {
        using var keys = KeyRing.Read(DevAssets.Pki.KeysFile, new List<Fault>())!;
        return DocumentTrace.Run(boundary.Ledger, new LeakedDocument(sent), keys, TestContext.Current.CancellationToken).Found;
    }

    // The form of docs/formats/annex.md, "Where it lies".
    private static List<byte[]> Items(byte[] file)
    {
        var items = new List<byte[]>();
        for (var at = 0; at < file.Length; at += sizeof(uint) + items[^1].Length)
        {
            var length = (int)BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            items.Add(file[(at + sizeof(uint))..(at + sizeof(uint) + length)]);
        }

        return items;
    }

    private static byte[] Bytes(IEnumerable<byte[]> items)
    {
        using var stream = new MemoryStream();
        Span<byte> length = stackalloc byte[sizeof(uint)];
        foreach (var item in items)
        {
            BinaryPrimitives.WriteUInt32BigEndian(length, (uint)item.Length);
            stream.Write(length);
            stream.Write(item);
        }

        return stream.ToArray();
    }
}
