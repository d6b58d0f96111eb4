using System.Security.Cryptography;
using Gateway.Policies.Screening;

namespace Gateway.Observing;

/// <summary>
/// What the detectors find in a copy that is read in pieces: line by line, many at a time. A line longer than what is
/// held is cut. Only counts are kept; what is held is wiped in the end.
/// </summary>
internal sealed class CopyFindings(Screener screener) : IDisposable
{
    private const int Most = 512 * 1024;

    private readonly byte[] _held = new byte[Most];
    private readonly Dictionary<DetectorKind, int> _counts = [];
    private int _length;

    internal void Add(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty)
        {
            var taken = Math.Min(piece.Length, Most - _length);
            piece[..taken].CopyTo(_held.AsSpan(_length));
            _length += taken;
            piece = piece[taken..];
            if (_length == Most)
            {
                var lines = _held.AsSpan().LastIndexOf((byte)'\n') + 1;
                Screen(lines > 0 ? lines : Most);
            }
        }
    }

    /// <summary>With what is held to the end; called once.</summary>
    internal Dictionary<DetectorKind, int> End()
    {
        Screen(_length);
        return _counts;
    }

    /// <summary>Of a copy that is in memory whole.</summary>
    internal static Dictionary<DetectorKind, int> Of(Screener screener, ReadOnlySpan<byte> body)
    {
        var counts = new Dictionary<DetectorKind, int>();
        Count(screener, body, counts);
        return counts;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_held);

    private void Screen(int length)
    {
        Count(screener, _held.AsSpan(0, length), _counts);
        _held.AsSpan(length, _length - length).CopyTo(_held);
        _length -= length;
    }

    private static void Count(Screener screener, ReadOnlySpan<byte> text, Dictionary<DetectorKind, int> counts)
    {
        foreach (var finding in TextScreen.Find(screener, text))
        {
            counts[finding.Kind] = counts.GetValueOrDefault(finding.Kind) + 1;
        }
    }
}
