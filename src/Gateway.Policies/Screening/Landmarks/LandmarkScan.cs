using System.Text;
using Gateway.Policies.Screening.Context;
using Gateway.Policies.Screening.Encodings;
using Gateway.Policies.Screening.Kinds;
using Gateway.Policies.Screening.Words;

namespace Gateway.Policies.Screening.Landmarks;

/// <summary>
/// Finds what may stand there without any digit: names beside their labels and titles, bank codes, private keys,
/// long words that encode something. Goes from landmark to landmark; what lies between is not looked at.
/// </summary>
internal ref struct LandmarkScan
{
    private const int MaxName = 32;
    private const int MaxSeparators = 8;
    private const int MaxBankLabel = 24;
    private const int MaxBankGroup = 4;
    private const int HanLength = 3;

    // What labels and titles end with; those that begin alike together.
    private const string NameEnds = "名 员|户 戶|員 士|师 師 姐|人 生|主 者|ame AME";
    private const string BankNames = "bic BIC Bic ift IFT";

    private readonly Screener _screener;
    private readonly LandmarkMap _map;
    private readonly ReadOnlySpan<byte> _text;
    private readonly ICollection<Finding> _findings;
    private readonly bool _findsNames;
    private readonly bool _findsBanks;
    private int _namesEnd;
    private int _banksEnd;

    internal LandmarkScan(
        Screener screener, LandmarkMap map, ReadOnlySpan<byte> text, ICollection<Finding> findings)
    {
        _screener = screener;
        _map = map;
        _text = text;
        _findings = findings;
        _findsNames = screener.FindsNames;
        _findsBanks = screener.FindsBanks;
    }

    /// <summary>What labels and titles of people, and the names of banks' codes, end with.</summary>
    internal static Fingerprints Marks { get; } = new([
        .. $"{NameEnds}|{BankNames}".Split('|')
            .Select(bucket => bucket.Split(' ').Select(Encoding.UTF8.GetBytes).ToArray()),
    ]);

    internal int Count { get; private set; }

    internal long Steps { get; private set; }

    internal void Run(int depth)
    {
        if (_findsNames || _findsBanks)
        {
            FindInField();
            FindBesideMarks();
        }

        FindKeys();
        FindEncodings(depth);
    }

    private void FindBesideMarks()
    {
        for (var at = _map.Next(Landmark.Mark, 0); at >= 0; at = _map.Next(Landmark.Mark, at + 1))
        {
            if (!Marks.IsAt(_text, at))
            {
                continue;
            }

            Steps += HanLength;
            var end = at + HanLength;
            if (_text[at] >= 0x80)
            {
                if (_findsNames && IsTitle(at))
                {
                    FindNameBefore(at - HanLength);
                }

                FindNameAfter(end);
            }
            else if ((_text[at] | 0x20) == 'a')
            {
                FindNameAfter(end);
            }
            else if (_findsBanks)
            {
                FindBankAfter(end);
            }
        }
    }

    // 姓名：张三, "name": "张三", <name>张三
    private void FindNameAfter(int end)
    {
        var start = end;
        while (start < _text.Length && start - end < MaxSeparators
            && IsSeparator(CodePoints.Decode(_text, start, out var length)))
        {
            start += length;
        }

        if (!_findsNames || start == end || start >= _text.Length || start < _namesEnd)
        {
            return;
        }

        var isHan = _text[start] >= 0xE3;
        if (!isHan && !char.IsAsciiLetterUpper((char)_text[start]))
        {
            return;
        }

        var length2 = isHan ? HanName(start) : LatinName(start);
        if (length2 > 0 && IsNamed(ContextAutomaton.Shared.Read(WordScan.Label(_text, start)) | _screener.FieldContext))
        {
            Report(DetectorKind.CnName, start, start + length2, PersonName.LabelScore);
            _namesEnd = start + length2;
        }
    }

    private static bool IsNamed(ulong context) =>
        (context & DetectorKind.CnName.Bit) != 0 && (context & ContextBits.NoPerson) == 0;

    private static bool IsSeparator(int scalar) =>
        scalar is ':' or ' ' or '"' or '\'' or '=' or '>' or '\t' or '：' or '是' or '为' or '為' or '\u3000';

    // How long the name is that begins here, 0 for none.
    private readonly int HanName(int start)
    {
        Span<char> name = stackalloc char[MaxName];
        var (count, at, parts) = (0, start, 0);
        while (at < _text.Length && count < MaxName)
        {
            var scalar = CodePoints.Decode(_text, at, out var length);
            if (CodePoints.IsMiddleDot(scalar))
            {
                parts++;
            }
            else if (scalar is < 0x4E00 or > 0x9FFF)
            {
                break;
            }

            name[count++] = (char)HanScript.Simplify(scalar);
            at += length;
        }

        var isName = parts == 0 ? PersonName.IsChinese(name[..count])
            : parts <= 3 && count is >= 5 and <= PersonName.MaxLength && name[..count].IndexOf('·') is >= 2;
        return isName ? at - start : 0;
    }

    private readonly int LatinName(int start)
    {
        Span<char> name = stackalloc char[PersonName.MaxLength * 2];
        var (count, at) = (0, start);
        while (at < _text.Length && count < name.Length
            && (char.IsAsciiLetter((char)_text[at]) || _text[at] is (byte)' ' or (byte)'-' or (byte)','))
        {
            name[count++] = (char)_text[at++];
        }

        var trimmed = name[..count].TrimEnd(" ,-");
        return PersonName.IsRomanised(trimmed) ? trimmed.Length : 0;
    }

    // 先生, 女士, 小姐, of which the mark is the end.
    private readonly bool IsTitle(int mark)
    {
        // Most marks end a label, not a title: the character before is not asked for.
        var last = CodePoints.Decode(_text, mark, out _);
        return last is '生' or '士' or '姐' && mark >= HanLength
            && (CodePoints.Decode(_text, mark - HanLength, out _), last) is ('先', '生') or ('女', '士') or ('小', '姐');
    }

    // 张三先生
    private void FindNameBefore(int end)
    {
        Span<char> name = stackalloc char[4];
        for (var length = 4; length >= 2; length--)
        {
            var start = end - (length * HanLength);
            if (start < _namesEnd || !TryReadHan(start, name[..length]))
            {
                continue;
            }

            if (PersonName.IsChinese(name[..length]) && name[length - 1] is not ('位' or '个' or '名' or '些' or '老'))
            {
                Report(DetectorKind.CnName, start, end, PersonName.TitleScore);
                _namesEnd = end;
                return;
            }
        }
    }

    private readonly bool TryReadHan(int start, Span<char> name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            var scalar = CodePoints.Decode(_text, start + (i * HanLength), out var length);
            if (length != HanLength || scalar is < 0x4E00 or > 0x9FFF)
            {
                return false;
            }

            name[i] = (char)HanScript.Simplify(scalar);
        }

        return true;
    }

    // A field that is called a name, or a bank's code, holds one and nothing else.
    private void FindInField()
    {
        var context = _screener.FieldContext;
        if (context == 0 || _text.Length > 2 * PersonName.MaxLength * HanLength)
        {
            return;
        }

        var start = _text.Length - _text.TrimStart(" \t\r\n"u8).Length;
        if (_findsNames && IsNamed(context) && start < _text.Length)
        {
            var length = _text[start] >= 0xE3 ? HanName(start) : LatinName(start);
            if (length > 0 && _text[(start + length)..].TrimEnd(" \t\r\n"u8).IsEmpty)
            {
                Report(DetectorKind.CnName, start, start + length, PersonName.LabelScore);
                _namesEnd = start + length;
            }
        }

        if (_findsBanks && (context & DetectorKind.Bic.Bit) != 0)
        {
            FindBank(start);
        }
    }

    // Of the words in capitals behind the name the first that is one: SWIFT CODE: HSBCHKHH.
    private void FindBankAfter(int end)
    {
        var last = Math.Min(_text.Length, end + MaxBankLabel);
        for (var first = end + 1; first < last; first++)
        {
            var begins = char.IsAsciiLetterUpper((char)_text[first])
                && !char.IsAsciiLetterOrDigit((char)_text[first - 1]) && first >= _banksEnd;
            if (begins
                && (ContextAutomaton.Shared.Read(WordScan.Label(_text, first)) & DetectorKind.Bic.Bit) != 0
                && FindBank(first))
            {
                return;
            }
        }
    }

    // Those with digits are found where the digits are. Written in groups (HSBC HK HH, HSBC-HKHH) it is one too.
    private bool FindBank(int start)
    {
        Span<byte> code = stackalloc byte[Bic.MaxLength];
        var (count, at, group, bank) = (0, start, 0, 0);
        for (; at < _text.Length && count < Bic.MaxLength; at++)
        {
            if (char.IsAsciiLetterUpper((char)_text[at]))
            {
                code[count++] = _text[at];
                group++;
                bank = count == Bic.Length ? at + 1 : bank;
            }
            else if (count is 4 or 6 or Bic.Length && group <= MaxBankGroup && _text[at] is (byte)' ' or (byte)'-')
            {
                group = 0;
            }
            else
            {
                break;
            }
        }

        var isGrouped = at - start > count;
        var end = count == Bic.MaxLength && EndsWord(at) && !(isGrouped && group > MaxBankGroup) ? at
            : bank > 0 && EndsWord(bank) ? bank
            : 0;
        if (end == 0 || !Bic.IsMatch(code[..(end == bank ? Bic.Length : Bic.MaxLength)]))
        {
            return false;
        }

        Report(DetectorKind.Bic, start, end, Bic.ContextScore);
        _banksEnd = end;
        return true;
    }

    private readonly bool EndsWord(int at) => at == _text.Length || !char.IsAsciiLetterOrDigit((char)_text[at]);

    private void FindKeys()
    {
        if ((_screener.Wanted & DetectorKind.PrivateKey.Bit) == 0)
        {
            return;
        }

        for (var at = 0; PrivateKeyBlock.TryFind(_text, at, out var start, out var end); at = end)
        {
            Report(DetectorKind.PrivateKey, start, end, PrivateKeyBlock.Score);
        }
    }

    private void FindEncodings(int depth)
    {
        var floor = 0;
        const int Behind = Base64Token.MinLength - 1;
        for (var last = _map.Next(Landmark.LongRun, Behind);
            last >= 0;
            last = _map.Next(Landmark.LongRun, floor + Behind))
        {
            var (first, end) = Base64Token.Around(_text, last - Behind, floor);
            Steps += end - first;
            floor = end;
            var jwt = (_screener.Wanted & DetectorKind.Jwt.Bit) != 0 ? WebToken.LengthOf(_text[first..]) : 0;
            if (jwt > 0)
            {
                Report(DetectorKind.Jwt, first, first + jwt, WebToken.Score);
                floor = first + jwt;
                continue;
            }

            Count += Base64Token.Screen(_screener, _text[first..end], depth, _findings, first, out var steps);
            Steps += steps;
        }
    }

    private void Report(DetectorKind kind, int start, int end, double score)
    {
        if (score >= _screener.ThresholdOf(kind))
        {
            _findings.Add(new Finding(kind, start, end - start, score));
            Count++;
        }
    }
}
