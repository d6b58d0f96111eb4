namespace Gateway.Tests.Ledger.Faults;

/// <summary>
/// One file as processes see it and as a power cut would leave it. A flush that fails marks its sectors clean without
/// storing them, as Linux does: a later flush says yes and stores nothing of them.
/// </summary>
internal sealed class SimulatedFile
{
    private const int Sector = 512;

    private readonly SortedSet<int> _dirty = [];
    private byte[] _seen = [];
    private byte[] _kept = [];
    private bool _isLengthDirty;

    internal ReadOnlySpan<byte> Seen => _seen;

    internal void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        var end = (int)offset + bytes.Length;
        if (end > _seen.Length)
        {
            SetLength(end);
        }

        bytes.CopyTo(_seen.AsSpan((int)offset));
        Touch((int)offset, end);
    }

    internal void SetLength(long length)
    {
        var before = _seen.Length;
        Array.Resize(ref _seen, (int)length);
        _isLengthDirty = true;
        Touch(Math.Min(before, _seen.Length), Math.Max(before, _seen.Length));
    }

    /// <summary>Some of what is dirty, from the first sector on; the rest counts as clean and is not stored.</summary>
    internal void Flush(Stored stored)
    {
        var count = stored switch { Stored.All => _dirty.Count, Stored.Half => _dirty.Count / 2, _ => 0 };
        Keep(_dirty.Take(count).ToList(), keepsLength: stored == Stored.All);
        _dirty.Clear();
        _isLengthDirty = false;
    }

    /// <summary>What was not flushed is gone, or some of it by chance.</summary>
    internal void LosePower(Luck? chance)
    {
        if (chance is not null)
        {
            Keep(_dirty.Where(_ => chance.Next(2) == 0).ToList(), _isLengthDirty && chance.Next(2) == 0);
        }

        _dirty.Clear();
        _isLengthDirty = false;
        _seen = [.. _kept];
    }

    private void Touch(int from, int to)
    {
        for (var sector = from / Sector; sector * Sector < to; sector++)
        {
            _dirty.Add(sector);
        }
    }

    // A sector beyond the end that is kept reads as nothing until the length is kept too.
    private void Keep(IReadOnlyList<int> sectors, bool keepsLength)
    {
        if (keepsLength)
        {
            Array.Resize(ref _kept, _seen.Length);
        }

        foreach (var start in sectors.Select(sector => sector * Sector))
        {
            var end = Math.Min(Math.Min(start + Sector, _seen.Length), _kept.Length);
            if (start < end)
            {
                _seen.AsSpan(start, end - start).CopyTo(_kept.AsSpan(start));
            }
        }
    }
}
