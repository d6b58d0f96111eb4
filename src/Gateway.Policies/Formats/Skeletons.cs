using System.Runtime.CompilerServices;

namespace Gateway.Policies.Formats;

/// <summary>
/// How containers of one document were written so far: everything but their scalar values, as a tree of stretches of
/// text for each place. A container that has, byte for byte and value by value, what one before it had around its
/// values is JSON as that one was, and no name stands twice in it either. So it need not be read, only compared; where
/// that fails, only time is lost. The text alone decides; the place says where to look.
/// </summary>
internal sealed class Skeletons
{
    private const int None = 0;
    private const int Slots = 256;
    private const int MaxStretches = 1024;
    private const int MaxTimesLearnt = 8;

    // What may be spent in vain at a place before it is given up: comparing costs, and success makes up for some of it.
    private const int MaxSpent = 32;
    private const int CostOfFailure = 2;

    private readonly Place[] _places = new Place[Slots];
    private readonly List<int> _used = [];
    private readonly PooledList<Stretch> _stretches = new(wipes: false);

    /// <summary>What stands behind a stretch.</summary>
    private enum Follower : byte
    {
        Text,
        Literal,
        Nothing,
    }

    /// <summary>Text up to a value, or up to the end of the container.</summary>
    /// <param name="Start">Where it stands in the document; with the opening quote of a string behind it.</param>
    /// <param name="Quote">How many bytes of the value behind it stand in it, and in the next one.</param>
    /// <param name="Inner">
    /// The first of the stretches that may follow; behind the last one, what the caller calls the skeleton.
    /// </param>
    /// <param name="Other">The next of those that may stand here instead.</param>
    /// <param name="TextLength">How long the string behind it was when it was not as long as before.</param>
    /// <param name="Fit">Of these two lengths.</param>
    private record struct Stretch(
        int Start, int Length, Follower Follower, int Quote, int Inner, int Other, int TextLength, RegisterFit Fit);

    private struct Place
    {
        internal int First;
        internal int Depth;
        internal int TimesLearnt;
        internal int Spent;
        internal bool IsUsed;
    }

    /// <summary>The position behind a container that is written like one before it; else -1.</summary>
    /// <param name="at">Where it opens.</param>
    /// <param name="address">Which place of the document this is.</param>
    /// <param name="depth">How many containers are open around it.</param>
    /// <param name="values">Takes its scalars.</param>
    /// <param name="name">What <see cref="Learn"/> was told.</param>
    internal int Pass(
        ReadOnlySpan<byte> json, int at, int address, int depth, NotedValues values, out int name)
    {
        name = 0;
        ref var place = ref _places[address & (Slots - 1)];

        // What fits at one depth fits further out, but may be too deep further in.
        if (place.First == None || place.Spent >= MaxSpent || depth > place.Depth)
        {
            return JsonScanner.Malformed;
        }

        var end = Follow(json, at, place.First, values, out name);
        if (end >= 0)
        {
            place.Spent = Math.Max(place.Spent - 1, 0);
            return end;
        }

        place.Spent += CostOfFailure;
        return end;
    }

    /// <summary>What was noted there, or was like one before, was of no use.</summary>
    internal void Regret(int address) => Use(address).Spent += CostOfFailure + 1;

    /// <summary>Whether one more at that place would be remembered.</summary>
    internal bool Learns(int address)
    {
        ref readonly var place = ref _places[address & (Slots - 1)];
        return place.TimesLearnt < MaxTimesLearnt && place.Spent < MaxSpent;
    }

    /// <summary>Remembers a container that was read, from its opening bracket to behind the closing one.</summary>
    /// <param name="values">All its scalars.</param>
    /// <param name="name">What <see cref="Pass"/> is to say about one like it.</param>
    internal void Learn(
        ReadOnlySpan<byte> json, int start, int end, ReadOnlySpan<NotedValue> values, int address, int depth, int name)
    {
        if (!Learns(address) || _stretches.Count + values.Length + 2 > MaxStretches)
        {
            return;
        }

        ref var place = ref Begin(address, depth);
        var holder = None;
        foreach (ref readonly var value in values)
        {
            // The quotes belong to what stands around a string.
            var quote = json[value.Start] == (byte)'"' ? 1 : 0;
            holder = Grow(
                ref place, json, holder, start..(value.Start + quote), quote > 0 ? Follower.Text : Follower.Literal);
            start = value.End - quote;
        }

        holder = Grow(ref place, json, holder, start..end, Follower.Nothing);
        _stretches[holder].Inner = name;
    }

    /// <summary>Forgets the document.</summary>
    internal void Clear()
    {
        foreach (var slot in _used)
        {
            _places[slot] = default;
        }

        _used.Clear();
        _stretches.Truncate(0);
    }

    /// <summary>The same, for the next owner.</summary>
    internal void Empty()
    {
        Clear();
        _stretches.Empty();
    }

    private ref Place Begin(int address, int depth)
    {
        if (_stretches.Count == 0)
        {
            // The first number means none.
            _stretches.Add(default);
        }

        ref var place = ref Use(address);
        place.Depth = place.TimesLearnt == 0 ? depth : Math.Min(place.Depth, depth);
        place.TimesLearnt++;
        return ref place;
    }

    private ref Place Use(int address)
    {
        var slot = address & (Slots - 1);
        ref var place = ref _places[slot];
        if (!place.IsUsed)
        {
            place.IsUsed = true;
            _used.Add(slot);
        }

        return ref place;
    }

    // By itself, so that what it needs at once stays in registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Follow(ReadOnlySpan<byte> json, int at, int next, NotedValues values, out int name)
    {
        var stretches = _stretches.Items;
        var free = values.Free;
        var noted = 0;
        name = 0;
        while (next != None)
        {
            ref readonly var stretch = ref stretches[next];

            // Dates, codes and numbers of one kind are as long as the last one.
            if (JsonScanner.IsAlike(json, at, stretch.Start, stretch.Length, stretch.Fit))
            {
                at = unchecked(at + stretch.Length);
                var end = unchecked(at + stretch.TextLength);
                Note(free, ref noted, unchecked(at - 1), unchecked(end + 1), escaped: false);
                at = end;
            }
            else if (!JsonScanner.IsAlike(json, at, stretch.Start, stretch.Length))
            {
                next = stretch.Other;
                continue;
            }
            else if (stretch.Follower == Follower.Nothing)
            {
                name = stretch.Inner;
                values.Take(noted);
                return at + stretch.Length;
            }
            else
            {
                var value = at + stretch.Length;
                var end = SkipValue(json, value, next, out var escaped);
                if (end < 0)
                {
                    next = stretch.Other;
                    continue;
                }

                Note(free, ref noted, value - stretch.Quote, end + stretch.Quote, escaped);
                at = end;
            }

            // What was learnt at once stands in a row: to guess that needs no waiting for what stands there.
            next = unchecked(next + 1);
            if (next != stretch.Inner)
            {
                next = stretch.Inner;
            }
        }

        return JsonScanner.Malformed;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Note(Span<NotedValue> free, ref int noted, int start, int end, bool escaped)
    {
        unchecked
        {
            if ((uint)noted < (uint)free.Length)
            {
                free[noted] = new NotedValue(start, end, escaped);
                noted++;
            }
        }
    }

    // To the closing quote of a string, or behind a literal.
    private int SkipValue(ReadOnlySpan<byte> json, int at, int number, out bool escaped)
    {
        ref var stretch = ref _stretches[number];
        escaped = false;
        if (stretch.Follower == Follower.Literal)
        {
            return at < json.Length ? JsonScanner.SkipLiteral(json, at) : JsonScanner.Malformed;
        }

        if (JsonScanner.IsLongTextOf(json, at, stretch.TextLength))
        {
            return at + stretch.TextLength;
        }

        var quote = JsonScanner.FindQuote(json, at, out escaped);
        stretch.TextLength = quote < 0 ? 0 : quote - at;
        stretch.Fit = JsonScanner.Fit(stretch.Length, stretch.TextLength);
        return quote;
    }

    // The stretch behind the one given, as it is known or anew.
    private int Grow(ref Place place, ReadOnlySpan<byte> json, int holder, Range range, Follower follower)
    {
        // To ask a literal for its length would not pay.
        var (quote, length) = follower == Follower.Text ? (1, 0) : (0, int.MaxValue);
        var text = json[range];
        var first = holder == None ? place.First : _stretches[holder].Inner;
        for (var next = first; next != None; next = _stretches[next].Other)
        {
            var known = _stretches[next];
            if (known.Follower == follower && json.Slice(known.Start, known.Length).SequenceEqual(text))
            {
                return next;
            }
        }

        // The newest first: what came last comes again.
        var grown = _stretches.Count;
        var fit = JsonScanner.Fit(text.Length, length);
        _stretches.Add(new Stretch(range.Start.Value, text.Length, follower, quote, None, first, length, fit));
        if (holder == None)
        {
            place.First = grown;
        }
        else
        {
            _stretches[holder].Inner = grown;
        }

        return grown;
    }
}
