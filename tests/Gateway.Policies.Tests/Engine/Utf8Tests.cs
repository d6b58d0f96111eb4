using System.Text;
using System.Text.Unicode;
using Gateway.Policies.Formats;

namespace Gateway.Policies.Tests.Engine;

/// <summary>What is UTF-8 is what the platform takes for it (RFC 3629), wherever in a text it stands.</summary>
public sealed class Utf8Tests
{
    private const int Length = 100;

    // One of each range that RFC 3629 section 4 tells apart, with both its ends.
    private static readonly byte[] Octets =
    [
        0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
        0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF7, 0xF8, 0xFE, 0xFF,
    ];

    [Theory]
    [InlineData('a')]
    [InlineData('é')]
    [InlineData('备')]
    public void Any_four_octets_are_taken_or_refused_as_the_platform_does_it(char around)
    {
        var text = Encoding.UTF8.GetBytes(new string(around, Length));
        var offset = 0;
        foreach (var a in Octets)
        {
            foreach (var b in Octets)
            {
                foreach (var c in Octets)
                {
                    foreach (var d in Octets)
                    {
                        // Every offset comes by, inside of a register and over its edge, at the beginning and the end.
                        offset = (offset + 7) % (text.Length - 3);
                        Span<byte> kept = [.. text.AsSpan(offset, 4)];
                        Span<byte> four = [a, b, c, d];
                        four.CopyTo(text.AsSpan(offset));
                        AssertAlike(text);
                        kept.CopyTo(text.AsSpan(offset));
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("é")]
    [InlineData("备")]
    [InlineData("😀")]
    [InlineData("a备")]
    [InlineData("患者自述 b12 😀")]
    public void A_text_that_is_cut_anywhere_is_taken_or_refused_as_the_platform_does_it(string piece)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, Length)));
        for (var start = 0; start < 70; start++)
        {
            for (var length = 0; length <= text.Length - start && length < 4 * Length; length++)
            {
                AssertAlike(text.AsSpan(start, length));
            }
        }
    }

    [Fact]
    public void One_octet_that_is_wrong_is_noticed_wherever_it_stands()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("血压控制尚可, about the same; ", 40)));
        for (var at = 0; at < text.Length; at++)
        {
            foreach (var octet in Octets)
            {
                var kept = text[at];
                text[at] = octet;
                AssertAlike(text);
                text[at] = kept;
            }

            text[at] ^= 0xFF;
            Assert.False(Utf8Octets.IsValid(text));
            text[at] ^= 0xFF;
        }

        Assert.True(Utf8Octets.IsValid(text));
    }

    private static void AssertAlike(ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text) != Utf8Octets.IsValid(text))
        {
            Assert.Fail(Convert.ToHexString(text));
        }
    }
}
