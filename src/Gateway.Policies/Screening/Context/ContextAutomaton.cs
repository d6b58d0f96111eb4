using System.Text;

namespace Gateway.Policies.Screening.Context;

//
//  Words near a value
//
//  References:
//
//      Aho, Corasick: Efficient string matching, CACM 18 (1975)
//
//  Shape:
//
//      Byte by byte over UTF-8, ASCII in lower case, spaces, '_' and '-' passed over. Each byte is one step of one
//      table, however many words there are.
//

/// <summary>Says which words of the table stand in a stretch of text. Made once; holds no state of a text.</summary>
internal sealed class ContextAutomaton
{
    private const int ShortWord = 5;
    private const byte Skipped = 0xFF;

    // A byte to its column; bytes of no word share column 0, separators have none.
    private readonly byte[] _columns = new byte[256];
    private readonly ushort[] _next;
    private readonly int _width;
    private readonly Ending[] _endings;

    private ContextAutomaton(IReadOnlyList<Word> words)
    {
        foreach (var value in words.SelectMany(word => word.Bytes).Distinct().Order())
        {
            _columns[value] = (byte)++_width;
        }

        _width++;
        for (var letter = 'a'; letter <= 'z'; letter++)
        {
            _columns[letter - 0x20] = _columns[letter];
        }

        _columns[' '] = _columns['_'] = _columns['-'] = Skipped;
        (_next, _endings) = Build(words);
    }

    internal static ContextAutomaton Shared { get; } = Of(ContextWords.All);

    /// <summary>Finds these words; spaces, '_', '-' and capitals in them make no difference.</summary>
    internal static ContextAutomaton Of(IEnumerable<(string Word, ulong Bits)> words) =>
        new([.. words.Select(word => new Word(Plain(word.Word), word.Bits)).Where(word => word.Bytes.Length > 0)]);

    private static byte[] Plain(string word) => Encoding.UTF8.GetBytes(string.Concat(
        word.Where(character => character is not (' ' or '_' or '-')).Select(char.ToLowerInvariant)));

    /// <summary>The bits of every word in the text.</summary>
    internal ulong Read(ReadOnlySpan<byte> text)
    {
        var found = 0UL;
        var state = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var column = _columns[text[i]];
            if (column == Skipped)
            {
                continue;
            }

            state = _next[(state * _width) + column];
            for (var at = state; at != 0; at = _endings[at].Shorter)
            {
                if (_endings[at].Bits != 0 && IsWord(text, i, _endings[at].Length))
                {
                    found |= _endings[at].Bits;
                }
            }
        }

        return found;
    }

    // Han words stand anywhere. Latin ones end where a word does, or where the next begins in camel case; short ones
    // also begin so: there is a tel in every hotel.
    private static bool IsWord(ReadOnlySpan<byte> text, int last, int length)
    {
        if (text[last] >= 0x80)
        {
            return true;
        }

        var after = last + 1 < text.Length ? text[last + 1] : (byte)0;
        var ends = !char.IsAsciiLetter((char)after)
            || (char.IsAsciiLetterUpper((char)after) && char.IsAsciiLetterLower((char)text[last]))
            || ((after | 0x20) == 's' && (last + 2 == text.Length || !char.IsAsciiLetter((char)text[last + 2])));
        if (!ends || length >= ShortWord)
        {
            return ends;
        }

        var first = last;
        for (var letters = 1; letters < length && first > 0; first--)
        {
            letters += text[first - 1] is (byte)' ' or (byte)'_' or (byte)'-' ? 0 : 1;
        }

        var before = first > 0 ? text[first - 1] : (byte)0;
        return !char.IsAsciiLetter((char)before)
            || (char.IsAsciiLetterLower((char)before) && char.IsAsciiLetterUpper((char)text[first]));
    }

    private (ushort[] Next, Ending[] Endings) Build(IReadOnlyList<Word> words)
    {
        var next = new List<ushort[]> { new ushort[_width] };
        var bits = new List<(ulong Bits, int Length)> { default };
        foreach (var word in words)
        {
            var state = 0;
            foreach (var value in word.Bytes)
            {
                var column = _columns[value];
                if (next[state][column] == 0)
                {
                    next[state][column] = checked((ushort)next.Count);
                    next.Add(new ushort[_width]);
                    bits.Add(default);
                }

                state = next[state][column];
            }

            bits[state] = (bits[state].Bits | word.Bits, word.Bytes.Length);
        }

        return Complete(next, bits);
    }

    // Breadth first: where a word breaks off, the longest beginning of another word that its end is.
    private (ushort[] Next, Ending[] Endings) Complete(List<ushort[]> next, List<(ulong Bits, int Length)> bits)
    {
        var back = new ushort[next.Count];
        var endings = new Ending[next.Count];
        var queue = new Queue<int>(next[0].Where(state => state != 0).Select(state => (int)state));
        foreach (var state in queue)
        {
            endings[state] = new Ending(bits[state].Bits, bits[state].Length, 0);
        }

        while (queue.TryDequeue(out var state))
        {
            for (var column = 0; column < _width; column++)
            {
                var child = next[state][column];
                if (child == 0)
                {
                    next[state][column] = next[back[state]][column];
                    continue;
                }

                back[child] = next[back[state]][column];
                var shorter = endings[back[child]].Bits != 0 ? back[child] : endings[back[child]].Shorter;
                endings[child] = new Ending(bits[child].Bits, bits[child].Length, shorter);
                queue.Enqueue(child);
            }
        }

        return ([.. next.SelectMany(row => row)], endings);
    }

    private sealed record Word(byte[] Bytes, ulong Bits);

    /// <summary>A word that ends in a state, and the state of the next shorter one.</summary>
    private readonly record struct Ending(ulong Bits, int Length, int Shorter);
}
