namespace Gateway.Policies.Screening;

/// <summary>
/// Reads a text one character at a time with its escapes decoded, up to three layers of them, each
/// character with the bytes it came from. A pipeline of fixed look-aheads: every layer reads every
/// character of the layer below once, so cost is linear and memory constant whatever is written.
/// </summary>
internal ref struct Units(ReadOnlySpan<byte> utf8, int position)
{
    /// <summary>Escapes within escapes are followed this deep: a JSON text, in a URL, in a web page.</summary>
    internal const int Layers = 3;

    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private int _position = position;
    private UnitsAhead _once;
    private UnitsAhead _twice;
    private UnitsAhead _raw;

    /// <summary>Where the next character begins.</summary>
    internal readonly int Position =>
        _twice.Count > 0 ? _twice[0].Start
        : _once.Count > 0 ? _once[0].Start
        : _raw.Count > 0 ? _raw[0].Start
        : _position;

    /// <summary>Characters and look-aheads done so far, for the proof that cost is linear.</summary>
    internal long Steps { get; private set; }

    internal bool Next(out Unit unit)
    {
        var isPlain = _position < _utf8.Length && _raw.Count + _once.Count + _twice.Count == 0
            && _utf8[_position] < 0x80 && !Escapes.IsMarker(_utf8[_position]);
        if (isPlain)
        {
            Steps++;
            unit = new Unit(_utf8[_position], _position, _position + 1);
            _position++;
            return true;
        }

        return Pull(Layers, out unit);
    }

    /// <summary>The character at an index after the one that a layer is deciding on; -1 where there is none.</summary>
    internal int Peek(int layer, int index)
    {
        ref var ahead = ref AheadOf(ref this, layer);
        while (ahead.Count <= index && !ahead.IsFull && Pull(layer - 1, out var next))
        {
            ahead.Add(next);
        }

        Steps++;
        return ahead.Scalar(index);
    }

    /// <summary>Takes the characters of an escape and says where the last of them ended.</summary>
    internal int Drop(int layer, int count)
    {
        ref var ahead = ref AheadOf(ref this, layer);
        var end = ahead[count - 1].End;
        ahead.Drop(count);
        return end;
    }

    private bool Pull(int layer, out Unit unit)
    {
        if (layer == 0)
        {
            return ReadByte(out unit);
        }

        ref var ahead = ref AheadOf(ref this, layer);
        if (ahead.Count > 0)
        {
            unit = ahead.Take();
        }
        else if (!Pull(layer - 1, out unit))
        {
            return false;
        }

        if (Escapes.IsMarker(unit.Scalar))
        {
            unit = Escapes.Decode(unit, ref this, layer);
        }

        return true;
    }

    private bool ReadByte(out Unit unit)
    {
        if (_position >= _utf8.Length)
        {
            unit = default;
            return false;
        }

        Steps++;
        var scalar = CodePoints.Decode(_utf8, _position, out var length);
        unit = new Unit(scalar, _position, _position + length);
        _position += length;
        return true;
    }

    private static ref UnitsAhead AheadOf(ref Units units, int layer)
    {
        if (layer == 1)
        {
            return ref units._raw;
        }

        if (layer == 2)
        {
            return ref units._once;
        }

        return ref units._twice;
    }
}
