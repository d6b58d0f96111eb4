using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Gateway.Commands.Offline;
using Gateway.Policies.Screening;

namespace Gateway.Tests.Offline;

/// <summary>
/// <c>gateway screen</c> over more than memory holds, with the bounds made small: what it tells is what it would tell of
/// the whole.
/// </summary>
public sealed class ScreenedInputTests
{
    private static readonly string[] Samples =
    [
        .. File.ReadLines(Ledger.Vectors.PathOf("tests/vectors/detectors/texts.jsonl"))
            .Select(line => JsonElement.Parse(line).GetProperty("text").GetString()!)
            .Where(text => !text.Contains('\n', StringComparison.Ordinal)),
    ];

    [Theory]
    [InlineData(4096, 1024)]
    [InlineData(4096, 2048)]
    [InlineData(16384, 4096)]
    [InlineData(100_000, 4096)]
    public async Task What_is_found_in_pieces_is_what_is_found_in_the_whole(int block, int margin)
    {
        // Lines of every kind of finding, with blank ones between, so that no margin is too short to judge by.
        var input = Encoding.UTF8.GetBytes(string.Join('\n', Samples.Chunk(3).Select(some => string.Join(" ; ", some) + "\n\n")));
        Assert.True(input.Length > 4 * block || block > 50_000);

        Assert.Equal(Whole(input), await PiecesAsync(input, new ScreenLimits(block, margin, 1 << 20)));
    }

    [Fact]
    public async Task Hidden_text_is_found_across_every_cut_and_its_place_is_that_of_the_whole_input()
    {
        // The number hides in escapes, the first letter of its label too; a filler of another length moves every cut.
        const string Hidden = "\\u8eab份证号: \\u0036\\u0035050219891003\\u0039\\u0036\\u0034X";
        foreach (var filler in Enumerable.Range(0, 64))
        {
            var text = string.Concat(Enumerable.Range(0, 40).Select(i => new string('x', filler) + $"\nline {i} {Hidden}\n"));
            var input = Encoding.UTF8.GetBytes(text);
            var whole = Whole(input);

            Assert.True(whole.Count(found => found.Kind == "prc-id") == 40, $"{whole.Count}");
            Assert.Equal(whole, await PiecesAsync(input, new ScreenLimits(1024, 256, 8192)));
        }
    }

    [Fact]
    public async Task A_line_may_be_longer_than_a_block_and_no_longer_than_can_be_held()
    {
        var limits = new ScreenLimits(1024, 128, 8192);
        foreach (var length in new[] { 900, 1023, 1024, 1025, 3000, 5000 })
        {
            var line = new string('x', length) + " 11010119900307851 110101199003078515 13800138000 ";
            var input = Encoding.UTF8.GetBytes($"a\nb 13800138000\n{line}\n13800138000\n\n{new string('\n', 200)}c\n{line}\nd");
            Assert.Equal(Whole(input), await PiecesAsync(input, limits));
        }

        var held = await Assert.ThrowsAsync<InputTooLongException>(
            () => PiecesAsync(Encoding.UTF8.GetBytes("a\n" + new string('x', 9000) + "\nb\n"), limits));
        Assert.Equal(8192, held.Most);
        await Assert.ThrowsAsync<InputTooLongException>(() => PiecesAsync(new byte[9000], limits));
        await Assert.ThrowsAsync<InputTooLongException>(() => PiecesAsync(new byte[8193], limits));
        Assert.Empty(await PiecesAsync(new byte[8192], limits));
    }

    [Fact]
    public async Task Nothing_and_less_than_a_block_is_screened_as_it_is()
    {
        Assert.Empty(await PiecesAsync([], ScreenLimits.Default));
        Assert.Equal(["cn-mobile"], (await PiecesAsync("\n13800138000"u8.ToArray(), ScreenLimits.Default)).Select(found => found.Kind));
    }

    [Fact]
    public void A_value_that_no_int_could_address_when_written_out_is_refused_before_it_is_looked_at()
    {
        // Of no text at all but a length: whoever looked at it would end the test.
        Assert.Throws<ArgumentException>(() => Screener.All.Screen(Unmapped(Screener.MostBytes + 1), []));
        Assert.True(Screener.MostBytes + (Screener.MostBytes / 2) + 8L <= Array.MaxLength);
    }

    private static ReadOnlySpan<byte> Unmapped(int length) =>
        MemoryMarshal.CreateReadOnlySpan(ref (new byte[1])[0], length);

    private static List<(string Kind, long Offset, int Length, double Score)> Whole(byte[] input) => Sorted(
        TextScreen.Find(Screener.All, input).Select(found => (found.Kind.Name, (long)found.Offset, found.Length, found.Score)));

    private static async Task<List<(string Kind, long Offset, int Length, double Score)>> PiecesAsync(byte[] input, ScreenLimits limits)
    {
        using var stream = new MemoryStream(input);
        using var screened = new ScreenedInput(Screener.All, stream, limits);
        var found = new List<PlacedFinding>();
        while (await screened.NextAsync(TestContext.Current.CancellationToken) is { } some)
        {
            found.AddRange(some);
        }

        Assert.Equal(found.Select(one => one.Offset).Order(), found.Select(one => one.Offset));
        return Sorted(found.Select(one => (one.Kind.Name, one.Offset, one.Length, one.Score)));
    }

    private static List<(string Kind, long Offset, int Length, double Score)> Sorted(
        IEnumerable<(string Kind, long Offset, int Length, double Score)> found) =>
        [.. found.OrderBy(one => one.Offset).ThenBy(one => one.Kind, StringComparer.Ordinal).ThenBy(one => one.Length)];
}
