using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Gateway.Policies.Screening.Landmarks;

/// <summary>What a <see cref="LandmarkMap"/> tells the places of.</summary>
internal enum Landmark
{
    /// <summary>Where something must be looked at: at a sign, and at a digit where numbers are looked for.</summary>
    Beginning,

    /// <summary>A digit of any script, or what may be one.</summary>
    Digit,

    /// <summary>Where a label or a title may end, which <see cref="LandmarkScan.Marks"/> decides.</summary>
    Mark,

    /// <summary>Where sixteen characters of Base64 in a row end.</summary>
    LongRun,
}

//
//  Where in a text something stands that is looked for: a bit for each octet and landmark
//
//  References:
//
//      G. Langdale, D. Lemire - Parsing gigabytes of JSON per second (2019), section 3.1: the text is read once into
//          bitmaps, and whoever wants something goes from bit to bit
//
//  Shape:
//
//      The first word of the room says where the stretch begins that is on the map; then come four words, one of each
//      landmark, for every sixty-four octets. A text longer than the room is mapped stretch by stretch, again for each
//      who goes through it. Copies share the room, and are used one after the other. Bits say where something stands,
//      not what. For a text shorter than a block, in which no labels are looked for, no map is made.
//
internal readonly ref struct LandmarkMap
{
    /// <summary>Words that a text of up to 256 octets takes.</summary>
    internal const int SmallRoom = 1 + (Kinds * 256 / BlockSize);

    /// <summary>Octets that a word has a bit for.</summary>
    internal const int BlockSize = 64;

    private const int Kinds = 4;
    private const int MostMapped = 1 << 18;
    private const ulong Nowhere = int.MaxValue;

    private readonly ReadOnlySpan<byte> _text;
    private readonly Span<ulong> _room;
    private readonly int _from;
    private readonly int _to;
    private readonly bool _isShort;
    private readonly bool _findsNumbers;
    private readonly bool _findsMarks;

    /// <param name="screener">Who looks.</param>
    /// <param name="text">What is looked at.</param>
    /// <param name="room">As much as <see cref="RoomFor"/> says; more is used as well.</param>
    internal LandmarkMap(Screener screener, ReadOnlySpan<byte> text, Span<ulong> room)
        : this(screener, text, room, 0, text.Length) => room[0] = Nowhere;

    private LandmarkMap(Screener screener, ReadOnlySpan<byte> text, Span<ulong> room, int from, int to)
    {
        Screener = screener;
        _text = text;
        _room = room;
        _from = from;
        _to = to;
        _findsNumbers = screener.FindsNumbers;
        _findsMarks = screener.FindsMarks;
        _isShort = text.Length < BlockSize && !_findsMarks;
    }

    /// <summary>Who looks.</summary>
    internal Screener Screener { get; }

    /// <summary>Whether it is made a block at a time, and not in parts; for the proof that both are the same.</summary>
    internal bool GoesByBlock { get; init; } = Octets64.IsSupported;

    // How many blocks there is room for.
    private int Blocks => (_room.Length - 1) / Kinds;

    /// <summary>How many words a text of this length takes at best.</summary>
    internal static int RoomFor(int length) =>
        1 + (Kinds * ((Math.Min(length, MostMapped) + BlockSize - 1) / BlockSize));

    /// <summary>The map of a part: places are told from its beginning.</summary>
    internal LandmarkMap Within(int from, int to) =>
        new(Screener, _text, _room, _from + from, _from + to) { GoesByBlock = GoesByBlock };

    /// <summary>The next place from this one; -1 where there is none.</summary>
    internal int Next(Landmark landmark, int from) =>
        _isShort ? NextInShort(landmark, from) : NextOnMap(landmark, from);

    private int NextInShort(Landmark landmark, int from)
    {
        var text = _text[_from.._to];
        return from >= text.Length ? -1 : landmark switch
        {
            Landmark.Beginning => ShortText.NextBeginning(text, from, Screener.FindsNumbers),
            Landmark.Digit => ShortText.NextDigit(text, from),
            Landmark.LongRun => ShortText.NextLongRun(text, from),
            _ => -1,
        };
    }

    private int NextOnMap(Landmark landmark, int from)
    {
        unchecked
        {
            // No text is so long that this is more than an int holds.
            for (var place = _from + from; place < _to;)
            {
                var first = (int)_room[0];
                var block = (place - first) / BlockSize;
                if (place < first || block >= Blocks)
                {
                    Read(place & -BlockSize);
                    continue;
                }

                var words = _room[(1 + (int)landmark)..];
                var places = words[block * Kinds] & (ulong.MaxValue << place);
                var last = Math.Min(Blocks, (_to - first + BlockSize - 1) / BlockSize);
                while (places == 0 && ++block < last)
                {
                    places = words[block * Kinds];
                }

                place = first + (block * BlockSize);
                if (places != 0)
                {
                    place += BitOperations.TrailingZeroCount(places);
                    return place < _to ? place - _from : -1;
                }
            }
        }

        return -1;
    }

    private void Read(int start)
    {
        if (GoesByBlock)
        {
            Read<Octets64>(start);
        }
        else
        {
            Read<Octets32>(start);
        }
    }

    // Maps as much as there is room for. Not compiled into whoever asks for a place: there is a limit to what goes
    // into one method, and what is beyond it becomes calls.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Read<TOctets>(int start)
        where TOctets : struct, IOctets<TOctets>
    {
        var longRuns = default(LongRuns);
        if (start > 0)
        {
            longRuns.EndsIn(LongRuns.PlacesIn(_text.Slice(start - BlockSize, BlockSize)));
        }

        unchecked
        {
            var (at, words) = (start, 1);
            for (; words + Kinds <= _room.Length && at + BlockSize + Fingerprints.Length <= _text.Length;
                at += BlockSize, words += Kinds)
            {
                Note<TOctets>(_text, at, _room.Slice(words, Kinds), ref longRuns);
            }

            if (words + Kinds <= _room.Length && at < _text.Length)
            {
                ReadEnd<TOctets>(at, _room[words..], ref longRuns);
            }
        }

        _room[0] = (ulong)start;
    }

    // The last octets with none behind them: what would begin there does not. A method of its own, since room on the
    // stack keeps the compiler from improving the loop.
    private void ReadEnd<TOctets>(int at, Span<ulong> words, ref LongRuns longRuns)
        where TOctets : struct, IOctets<TOctets>
    {
        Span<byte> padded = stackalloc byte[2 * BlockSize];
        var rest = _text[at..];
        rest[..Math.Min(rest.Length, padded.Length)].CopyTo(padded);
        Note<TOctets>(padded, 0, words, ref longRuns);
        if (rest.Length > BlockSize && words.Length >= 2 * Kinds)
        {
            padded.Clear();
            rest[BlockSize..].CopyTo(padded);
            Note<TOctets>(padded, 0, words[Kinds..], ref longRuns);
        }
    }

    // A block, in as many parts as it takes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Note<TOctets>(ReadOnlySpan<byte> text, int at, Span<ulong> words, ref LongRuns longRuns)
        where TOctets : struct, IOctets<TOctets>
    {
        // Looked at once whether all of it is there: each load by itself would ask again.
        ref var block = ref MemoryMarshal.GetReference(text.Slice(at, BlockSize + Fingerprints.Length - 1));
        var (noSigns, noDigits, noMarks, noRuns) = (0ul, 0ul, 0ul, 0ul);
        unchecked
        {
            for (var part = 0; part < BlockSize; part += TOctets.Size)
            {
                var first = TOctets.Load(in block, (nuint)part);
                var second = TOctets.Load(in block, (nuint)part + 1);
                var third = TOctets.Load(in block, (nuint)part + 2);
                noSigns |= Beginnings.Of(first, second, third, out var digits).Empty << part;
                noDigits |= digits.Empty << part;
                noMarks |= (_findsMarks ? LandmarkScan.Marks.Of(first, second, third).Empty : ulong.MaxValue) << part;
                noRuns |= LongRuns.Of(first).Empty << part;
            }
        }

        words[(int)Landmark.Beginning] = ~(_findsNumbers ? noSigns & noDigits : noSigns);
        words[(int)Landmark.Digit] = ~noDigits;
        words[(int)Landmark.Mark] = ~noMarks;
        words[(int)Landmark.LongRun] = longRuns.EndsIn(~noRuns);
    }
}
