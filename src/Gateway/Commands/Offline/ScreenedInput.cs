using System.Security.Cryptography;
using Gateway.Policies.Screening;

namespace Gateway.Commands.Offline;

/// <summary>How much of an input is held at one time. Bytes.</summary>
/// <param name="Block">Read and screened together.</param>
/// <param name="Margin">Before and behind what is told, whole lines: what a finding may be judged by.</param>
/// <param name="Longest">A line with the lines its margins reach into; also an input without line breaks.</param>
internal sealed record ScreenLimits(int Block, int Margin, int Longest)
{
    internal static ScreenLimits Default { get; } = new(8 << 20, 64 << 10, StandardInput.MaxBytes);
}

/// <summary>
/// Screens an input of any length that has lines, in the memory of a block: cut at line breaks, and each line judged
/// with those around it, so that what is told is what would be told of the whole.
/// </summary>
internal sealed class ScreenedInput(Screener screener, Stream input, ScreenLimits limits) : IDisposable
{
    private const int LongMargins = 16;

    private byte[] _buffer = new byte[limits.Block];
    private int _length;

    // Where the buffer begins in the input, and up to where in the buffer was told.
    private long _origin;
    private int _told;

    /// <summary>The next findings, in the order of the input; null behind its end.</summary>
    /// <exception cref="InputTooLongException">A line is longer than can be held.</exception>
    internal async Task<IReadOnlyList<PlacedFinding>?> NextAsync(CancellationToken cancellationToken)
    {
        while (_length >= 0)
        {
            if (_length == _buffer.Length)
            {
                Grow();
            }

            var isWhole = !await FillAsync(cancellationToken);
            var lines = isWhole ? _length : LineBefore(_length);
            var end = isWhole ? _length : LineBefore(lines - limits.Margin);
            if (isWhole || end > _told)
            {
                var found = Find(lines, end);
                Leave(isWhole, end);
                return found;
            }
        }

        return null;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_buffer);

    // True where there may be more.
    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        while (_length < _buffer.Length)
        {
            var read = await input.ReadAsync(_buffer.AsMemory(_length), cancellationToken);
            if (read == 0)
            {
                return false;
            }

            _length += read;
        }

        return true;
    }

    // Where the line begins that a place is in, or the one that begins there; 0 where none does.
    private int LineBefore(int place) => _buffer.AsSpan(0, Math.Max(0, place)).LastIndexOf((byte)'\n') + 1;

    private List<PlacedFinding> Find(int lines, int end) =>
    [
        .. TextScreen.Find(screener, _buffer.AsSpan(0, lines))
            .Where(finding => finding.Offset >= _told && finding.Offset < end)
            .Select(finding => new PlacedFinding(
                finding.Kind, _origin + finding.Offset, finding.Length, finding.Score)),
    ];

    private void Leave(bool isWhole, int end)
    {
        if (isWhole)
        {
            _length = -1;
            return;
        }

        // Of what was told only context is kept; of a very long line no more than its end.
        var begin = Math.Max(LineBefore(end - limits.Margin), end - (LongMargins * limits.Margin));
        _buffer.AsSpan(begin, _length - begin).CopyTo(_buffer);
        (_origin, _told, _length) = (_origin + begin, end - begin, _length - begin);
    }

    private void Grow()
    {
        if (_length > limits.Longest)
        {
            throw new InputTooLongException(limits.Longest);
        }

        // One more than is held in the end: only with it is an input of just that length known to be whole.
        var before = _buffer;
        _buffer = new byte[(int)Math.Min(limits.Longest + 1L, before.Length * 2L)];
        before.AsSpan(0, _length).CopyTo(_buffer);
        CryptographicOperations.ZeroMemory(before);
    }
}

/// <summary>A finding and its place in an input that may be longer than memory.</summary>
internal readonly record struct PlacedFinding(DetectorKind Kind, long Offset, int Length, double Score);
