using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Gateway.Policies.Formats;
using Gateway.Policies.Screening.Landmarks;
using Gateway.Policies.Screening.Words;

namespace Gateway.Policies.Screening.Encodings;

//
//  Letters that do not stand in the text as themselves
//
//  References:
//
//      RFC 8259, section 7; RFC 3986, section 2.1; HTML Living Standard, section 13.5 - escapes
//      UAX #15 - compatibility forms; UAX #44 - Default_Ignorable_Code_Point
//
//  Shape:
//
//      A label in \uXXXX, a name in &#...;, a bank's code in full width, Base64 in %XX: the text is written out once,
//      as a reader would see it, and looked at again. What is found is told at its place in the text as it came; what
//      was found there before is not told twice.
//
internal ref struct HiddenText
{
    // For what is no character: one byte, so that nothing written out is longer than one and a half times the text.
    private const int Other = '?';

    private readonly PooledList<Breakpoint> _breakpoints = new(wipes: false);
    private readonly ReadOnlySpan<byte> _text;
    private readonly byte[] _room;
    private int _count;

    private HiddenText(ReadOnlySpan<byte> text, byte[] room)
    {
        _text = text;
        _room = room;
    }

    /// <summary>Adds what the text as it stands did not show.</summary>
    /// <param name="found">How many of the findings, the last ones, are of this text.</param>
    internal static int Screen(
        Screener screener, ReadOnlySpan<byte> text, ScanMode mode, int depth, ICollection<Finding> findings, int found,
        ref long steps)
    {
        var inside = new List<Finding>();
        // A fraction of two bytes is three characters; nothing grows by more than that.
        var room = ArrayPool<byte>.Shared.Rent(text.Length + (text.Length / 2) + 8);
        var places = ArrayPool<ulong>.Shared.Rent(LandmarkMap.RoomFor(room.Length));
        var hidden = new HiddenText(text, room);
        try
        {
            steps += hidden.Write();
            var seen = room.AsSpan(0, hidden._count);
            var map = new LandmarkMap(screener, seen, places);
            var words = new WordScan(screener, map, seen, inside, mode);
            words.Run();
            var landmarks = new LandmarkScan(screener, map, seen, inside);
            landmarks.Run(depth);
            screener.FindAddresses(seen, inside, ref steps);
            steps += words.Steps + landmarks.Steps;
            return hidden.AddNew(inside, findings, found);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(room.AsSpan(0, hidden._count));
            ArrayPool<byte>.Shared.Return(room);
            ArrayPool<ulong>.Shared.Return(places);
            hidden._breakpoints.Return();
        }
    }

    private long Write()
    {
        var units = new Units(_text, 0);
        var behind = -1;
        while (units.Next(out var unit))
        {
            // Where plain text goes on as it stands, place and place move on together; what is not seen leaves nothing.
            var seen = _count;
            Add(unit);
            var isPlain = unit.End - unit.Start == 1 && _count - seen == 1;
            if (!isPlain || unit.Start != behind)
            {
                _breakpoints.Add(new Breakpoint(seen, unit.Start, !isPlain));
            }

            behind = isPlain ? unit.End : -1;
        }

        _breakpoints.Add(new Breakpoint(_count, _text.Length, true));
        return units.Steps;
    }

    private void Add(Unit unit)
    {
        var folded = FoldTable.Of(unit.Scalar);
        if (folded.Kind == FoldedKind.Void)
        {
            return;
        }

        if (unit.Scalar < 0x80 || folded.IsGap || folded.First == 0)
        {
            var seen = unit.Scalar >= 0x80 && folded.IsGap ? GapOf(unit.Scalar, folded)
                : unit.Scalar == Rune.ReplacementChar.Value ? Other
                : unit.Scalar;
            _count += Rune.IsValid(seen) ? new Rune(seen).EncodeToUtf8(_room.AsSpan(_count)) : 0;
            return;
        }

        foreach (var value in (ReadOnlySpan<byte>)[folded.First, folded.Second, folded.Third])
        {
            if (value != 0)
            {
                _room[_count++] = value;
            }
        }
    }

    private static int GapOf(int scalar, Folded folded) =>
        folded.Kind == FoldedKind.Line ? '\n' : CodePoints.IsDash(scalar) ? '-' : ' ';

    private readonly int AddNew(List<Finding> inside, ICollection<Finding> findings, int found)
    {
        if (inside.Count == 0)
        {
            return 0;
        }

        var known = findings.Skip(findings.Count - found).GroupBy(finding => finding.Kind)
            .ToDictionary(same => same.Key, same => Reaches(same));
        var added = 0;
        foreach (var finding in inside)
        {
            var start = PlaceOf(finding.Offset, isEnd: false);
            var end = PlaceOf(finding.Offset + finding.Length, isEnd: true);
            if (!known.TryGetValue(finding.Kind, out var same) || !IsCovered(same, start, end))
            {
                findings.Add(finding with { Offset = start, Length = end - start });
                added++;
            }
        }

        return added;
    }

    // By where they begin; of each how far it and those before it reach.
    private static (int Start, int End)[] Reaches(IEnumerable<Finding> findings)
    {
        var end = 0;
        return
        [
            .. findings.OrderBy(finding => finding.Offset)
                .Select(finding => (finding.Offset, end = Math.Max(end, finding.Offset + finding.Length))),
        ];
    }

    // Whether one that begins no later reaches as far: what is found in part only is told once more, whole.
    private static bool IsCovered((int Start, int End)[] sorted, int start, int end)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle].Start <= start ? (middle + 1, high) : (low, middle);
        }

        return low > 0 && sorted[low - 1].End >= end;
    }

    // The last breakpoint at or before a place; of an end, the one its last character came from.
    private readonly int PlaceOf(int place, bool isEnd)
    {
        var points = _breakpoints.Items;
        var wanted = isEnd ? place - 1 : place;
        var (low, high) = (0, points.Length - 1);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            (low, high) = points[middle].Seen <= wanted ? (middle, high) : (low, middle - 1);
        }

        var point = points[low];
        return !point.IsWhole ? point.Raw + (place - point.Seen)
            : isEnd ? points[low + 1].Raw
            : point.Raw;
    }

    /// <summary>What stands at a place of what is seen came from a place of the text.</summary>
    /// <param name="IsWhole">One character, to be taken whole; else plain text from here on.</param>
    private readonly record struct Breakpoint(int Seen, int Raw, bool IsWhole);
}
