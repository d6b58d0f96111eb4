using System.Globalization;

namespace Gateway.Ledger.Wal;

/// <summary>
/// What lies in the WAL folder: the sound batches in order, an unfinished tail, and damage. Reads only; recovery and
/// the verifier decide what it means.
/// </summary>
internal sealed class WalScan
{
    private readonly List<WalBatch> _batches = [];
    private readonly List<string> _segments = [];

    internal IReadOnlyList<WalBatch> Batches => _batches;

    internal IReadOnlyList<string> Segments => _segments;

    /// <summary>Where sound batches end and an unfinished one begins; null where the WAL ends cleanly.</summary>
    internal TornTail? Torn { get; private set; }

    /// <summary>
    /// Something unsound that sound batches follow: not a torn write, so nothing may go on from here.
    /// </summary>
    internal string? Damage { get; private set; }

    /// <summary>"wal/2026-000000001234.wal": the names sort in the order of the log.</summary>
    internal static string SegmentName(int year, long first) =>
        string.Create(CultureInfo.InvariantCulture, $"{year:D4}-{first:D12}.wal");

    internal static WalScan Read(string walFolder)
    {
        var scan = new WalScan();
        if (!Directory.Exists(walFolder))
        {
            return scan;
        }

        scan._segments.AddRange(Directory.GetFiles(walFolder, "????-*.wal").Order(StringComparer.Ordinal));
        foreach (var segment in scan._segments)
        {
            scan.ReadSegment(segment);
            if (scan.Damage is not null)
            {
                break;
            }
        }

        return scan;
    }

    private void ReadSegment(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (FileNotFoundException)
        {
            // A running daemon dropped it: what it held is published.
            return;
        }

        var offset = 0;
        while (WalBatch.TryRead(bytes, offset, path) is { } batch)
        {
            if (Torn is not null || !Follows(batch))
            {
                Damage = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}@{offset}");
                return;
            }

            _batches.Add(batch);
            offset = Math.Min(offset + batch.Length, bytes.Length);
        }

        // What is not a batch: zeros that no batch has reached yet, or a batch that was never finished. Batches are
        // written one after the other, each only when the one before was durable: a sound batch further on means
        // that what lies here was sound once.
        var rest = bytes.AsSpan(offset);
        if (!rest.ContainsAnyExcept((byte)0))
        {
            return;
        }

        if (Torn is not null || HasSoundBatch(bytes, offset + WalBatch.Alignment, path))
        {
            Damage = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}@{offset}");
            return;
        }

        Torn = new TornTail(path, offset, rest.LastIndexOfAnyExcept((byte)0) + 1, WalBatch.IsCutShort(rest));
    }

    private bool Follows(WalBatch batch)
    {
        if (_batches.Count == 0)
        {
            return true;
        }

        var last = _batches[^1];
        return batch.Year == last.Year ? batch.First == last.Next : batch.Year > last.Year && batch.First == 0;
    }

    private bool HasSoundBatch(byte[] bytes, int from, string path)
    {
        var rest = from;
        while (rest < bytes.Length)
        {
            var found = bytes.AsSpan(rest).IndexOf(WalBatch.Magic);
            if (found < 0)
            {
                return false;
            }

            rest += found;
            if (WalBatch.TryRead(bytes, rest, path) is { } batch
                && (_batches.Count == 0 || batch.First >= _batches[^1].Next))
            {
                return true;
            }

            rest++;
        }

        return false;
    }
}

/// <summary>Bytes after the last sound batch of the last segment that has any.</summary>
/// <param name="Length">Up to the last byte that is not zero.</param>
/// <param name="IsCutShort">A write that was cut short explains it, as <c>kill -9</c> leaves one.</param>
internal sealed record TornTail(string Segment, int Offset, int Length, bool IsCutShort);
