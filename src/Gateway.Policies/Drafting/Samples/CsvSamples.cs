using Gateway.Policies.Formats;

namespace Gateway.Policies.Drafting.Samples;

/// <summary>
/// Reads CSV samples. The first row is the header; where a detector finds something in it, it is data, and columns go
/// by their position.
/// </summary>
internal sealed class CsvSamples(bool isTabbed)
{
    private readonly CsvScanner _scanner = isTabbed ? CsvScanner.Tabs : CsvScanner.Commas;
    private bool? _hasHeader;

    internal bool HasHeader => _hasHeader ?? true;

    /// <summary>A first row of one field with tabs in it.</summary>
    internal bool SeemsTabbed { get; private set; }

    internal SampleFlaw? Add(SampleNode root, byte[]? text, SampleSight sight)
    {
        var rows = CsvTable.Read(text, _scanner, out var wrong);
        if (wrong > 0)
        {
            return new SampleFlaw(wrong, 1);
        }

        SeemsTabbed |= rows[0] is [var only] && only.Contains('\t', StringComparison.Ordinal);
        if (NamesOf(rows[0], sight) is not { } names)
        {
            return new SampleFlaw(1, 1);
        }

        foreach (var row in rows.Skip(HasHeader ? 1 : 0))
        {
            for (var i = 0; i < names.Length; i++)
            {
                if (root.Element.Member(names[i], isFound: false) is { } column)
                {
                    sight.NoteUntyped(column, row[i]);
                }
            }
        }

        return null;
    }

    // Null where columns share a name, or another sample has a header and this has none.
    private string[]? NamesOf(string[] first, SampleSight sight)
    {
        var isHeader = !first.Any(sight.IsFound);
        _hasHeader ??= isHeader;
        if (_hasHeader != isHeader || (isHeader && first.Distinct(StringComparer.Ordinal).Count() != first.Length))
        {
            return null;
        }

        return isHeader ? first : [.. first.Select((_, i) => PathSpelling.Number(i))];
    }
}
