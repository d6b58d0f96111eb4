using System.Text;
using Gateway.Observing;
using Gateway.Policies.Screening;

namespace Gateway.Tests.Screening;

/// <summary>What the detectors find in a copy that is read in pieces is what they find in the whole.</summary>
public sealed class CopyFindingsTests
{
    [Theory]
    [InlineData(1000)]
    [InlineData(131_072)]
    [InlineData(3_000_000)]
    public void Pieces_of_any_size_hold_what_the_whole_holds(int size)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"C-{i},li.wei{i}@example.com,rest of a row\n")));
        using var pieces = new CopyFindings(Screener.All);

        foreach (var piece in text.Chunk(size))
        {
            pieces.Add(piece);
        }

        var found = pieces.End();
        Assert.Equal(20_000, found[DetectorKind.Email]);
        Assert.Equal(CopyFindings.Of(Screener.All, text), found);
    }

    [Fact]
    public void A_line_longer_than_what_is_held_is_looked_at_in_parts()
    {
        using var pieces = new CopyFindings(Screener.All);
        pieces.Add(Encoding.UTF8.GetBytes(new string('x', 2_000_000) + " li.wei@example.com"));

        Assert.Equal(1, Assert.Single(pieces.End()).Value);
    }
}
