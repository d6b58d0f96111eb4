using System.Text;

namespace Gateway.Settings;

/// <summary>Byte offsets of a text file to line and column, both from 1, as an editor counts them.</summary>
internal sealed class LineIndex
{
    private readonly byte[] _text;
    private readonly List<int> _starts = [0];

    internal LineIndex(byte[] text)
    {
        _text = text;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == (byte)'\n')
            {
                _starts.Add(i + 1);
            }
        }
    }

    internal (int Line, int Column) At(long offset)
    {
        var found = _starts.BinarySearch((int)offset);
        var line = found >= 0 ? found : ~found - 1;
        return InLine(line, (int)offset - _starts[line]);
    }

    /// <summary>The same for what a parser says: both from 0, the second in bytes.</summary>
    internal (int Line, int Column) InLine(long line, long bytes)
    {
        var start = _starts[(int)Math.Clamp(line, 0, _starts.Count - 1)];
        var length = (int)Math.Clamp(bytes, 0, _text.Length - start);
        return ((int)line + 1, Encoding.UTF8.GetCharCount(_text, start, length) + 1);
    }
}
