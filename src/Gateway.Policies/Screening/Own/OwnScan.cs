using System.Buffers;
using System.Text;
using Gateway.Policies.Screening.Context;
using Gateway.Policies.Screening.Words;

namespace Gateway.Policies.Screening.Own;

/// <summary>The detectors of a bundle over one text. Made once; holds no state of a text.</summary>
internal sealed class OwnScan
{
    // Without the word that is asked for beside it.
    private const double NoContextScore = 0.3;

    private readonly DetectorKind[] _patterns;
    private readonly Dictionary<char, Entry[]> _words;
    private readonly SearchValues<string>? _anyWord;
    private readonly ContextAutomaton? _context;
    private readonly Dictionary<DetectorKind, ulong> _bits = [];
    private readonly ulong _fieldContext;

    private OwnScan(DetectorKind[] kinds, string field)
    {
        _patterns = [.. kinds.Where(kind => kind.Own!.Pattern is not null)];
        Entry[] entries =
        [
            .. kinds.SelectMany(kind => kind.Own!.Words.Select(word => new Entry(OwnText.Fold(word), kind)))
                .Where(entry => entry.Word.Length > 0),
        ];
        _words = entries.GroupBy(entry => entry.Word[0]).ToDictionary(
            group => group.Key, group => group.OrderByDescending(entry => entry.Word.Length).ToArray());
        _anyWord = entries.Length == 0
            ? null
            : SearchValues.Create([.. entries.Select(entry => entry.Word)], StringComparison.Ordinal);
        var asking = kinds.Where(kind => kind.Own!.Context.Count > 0).ToList();
        for (var i = 0; i < asking.Count; i++)
        {
            _bits[asking[i]] = 1UL << (i % 64);
        }

        if (asking.Count > 0)
        {
            _context = ContextAutomaton.Of(asking.SelectMany(kind => kind.Own!.Context.Select(word => (word, _bits[kind]))));
            _fieldContext = _context.Read(Encoding.UTF8.GetBytes(field));
        }
    }

    internal static OwnScan? For(IReadOnlyList<DetectorKind> kinds, string field)
    {
        DetectorKind[] own = [.. kinds.Where(kind => kind.Own is not null)];
        return own.Length == 0 ? null : new OwnScan(own, field);
    }

    internal int Find(ReadOnlySpan<byte> utf8, ICollection<Finding> findings)
    {
        using var text = OwnText.Of(utf8);
        var found = 0;
        if (_anyWord is not null)
        {
            using var folded = text.WithoutSeparators(isFolded: true);
            found += FindWords(utf8, folded, findings);
        }

        if (_patterns.Length == 0)
        {
            return found;
        }

        using var joined = text.WithoutSeparators(isFolded: false);
        foreach (var kind in _patterns)
        {
            var matches = FindPattern(utf8, kind, text, findings);
            found += matches == 0 && text.HasSeparators ? FindPattern(utf8, kind, joined, findings) : matches;
        }

        return found;
    }

    private int FindPattern(ReadOnlySpan<byte> utf8, DetectorKind kind, OwnText text, ICollection<Finding> findings)
    {
        var found = 0;
        foreach (var match in kind.Own!.Pattern!.EnumerateMatches(text.Chars))
        {
            if (match.Length > 0)
            {
                found += Report(utf8, kind, text.StartOf(match.Index), text.EndOf(match.Index + match.Length - 1), findings);
            }
        }

        return found;
    }

    private int FindWords(ReadOnlySpan<byte> utf8, OwnText text, ICollection<Finding> findings)
    {
        var (found, at) = (0, 0);
        while (text.Chars[at..].IndexOfAny(_anyWord!) is var skip and >= 0)
        {
            at += skip;
            DetectorKind? last = null;
            foreach (var entry in _words[text.Chars[at]])
            {
                // The longest word of each detector counts, once.
                if (entry.Kind != last && text.Chars[at..].StartsWith(entry.Word, StringComparison.Ordinal)
                    && IsWord(text, at, entry.Word.Length))
                {
                    found += Report(utf8, entry.Kind, text.StartOf(at), text.EndOf(at + entry.Word.Length - 1), findings);
                    last = entry.Kind;
                }
            }

            at++;
        }

        return found;
    }

    // Ideographs stand anywhere; letters and digits do not go on where a word ends, unless a separator stood there.
    private static bool IsWord(OwnText text, int at, int length)
    {
        var end = at + length;
        var opens = at == 0 || text.IsApart(at) || !IsAlphanumeric(text.Chars[at]) || !IsAlphanumeric(text.Chars[at - 1]);
        return opens && (end == text.Count || text.IsApart(end)
            || !IsAlphanumeric(text.Chars[end - 1]) || !IsAlphanumeric(text.Chars[end]));
    }

    private static bool IsAlphanumeric(char character) => char.IsAsciiLetterOrDigit(character);

    private int Report(ReadOnlySpan<byte> utf8, DetectorKind kind, int start, int end, ICollection<Finding> findings)
    {
        var own = kind.Own!;
        var says = own.Context.Count == 0
            || ((_fieldContext | _context!.Read(WordScan.Label(utf8, start))) & _bits[kind]) != 0;
        var score = says ? own.Score : Math.Min(own.Score, NoContextScore);
        if (score < kind.Threshold)
        {
            return 0;
        }

        findings.Add(new Finding(kind, start, end - start, score));
        return 1;
    }

    private sealed record Entry(string Word, DetectorKind Kind);
}
