using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Tests.Screening;

/// <summary>
/// Every labelled text in which a detector finds its kind, written in other ways that a reader takes for the same.
/// </summary>
public sealed class DisguiseTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Of what is only letters and signs a lookalike is another text: no machine reads it back.
    private static readonly string[] NotInFullWidth = ["private-key"];

    private static readonly (string Kind, string Text, string Found)[] Samples = [.. Labelled()];

    public static TheoryData<string> Kinds => [.. Samples.Select(sample => sample.Kind).Distinct().Order()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Is_found_at_the_end_of_a_sentence_and_between_any_signs(string kind) => Check(kind, (text, found) =>
    [
        text + ".", text + "。", text + ". Next", text + ")", text + "\"", text + ", x", text + "\nnext", text + "!",
        text + "<br>", text + "|x", "Please note: " + text, "\ufeff" + text, text + "\u200b",
        Put(text, found, $"({found})"), Put(text, found, $"“{found}”"), Put(text, found, $"【{found}】"),
        Put(text, found, $"*{found}*"), Put(text, found, $"<b>{found}</b>"),
        Put(text, found, $"<td>{found}</td>"), Put(text, found, "\u00a0" + found),
    ]);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Is_found_whatever_escapes_its_letters_are_written_in(string kind) => Check(kind, (text, found) =>
    [
        $"{{\"t\":{JsonSerializer.Serialize(text)}}}", $"{{\"t\":{JsonSerializer.Serialize(text, Relaxed)},\"z\":1}}",
        kind == "private-key" ? text : Put(text, found, $"\\u{(int)found[0]:x4}{found[1..]}"),
        Put(text, found, $"{found[..2]}\\u{(int)found[2]:X4}{found[3..]}"),
        Put(text, found, $"{found[..2]}&#{(int)found[2]};{found[3..]}"),
        Put(text, found, $"{found[..2]}&#x{(int)found[2]:x};{found[3..]}"),
        found[2] < 0x80 ? Put(text, found, $"{found[..2]}%{(int)found[2]:X2}{found[3..]}") : text,
    ]);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Is_found_with_unseen_characters_in_it_and_in_full_width(string kind) => Check(kind, (text, found) =>
    [
        Put(text, found, string.Join('\u200b', found.EnumerateRunes())),
        NotInFullWidth.Contains(kind) ? text : Put(text, found, string.Concat(found.Select(Wide))),
    ]);

    // One character in it, each in its turn, and what stands before: nothing is left of it that nobody was told of.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Is_found_from_its_first_character_to_its_last_whichever_of_them_is_written_otherwise(string kind)
    {
        foreach (var (_, text, found) in Samples.Where(sample => sample.Kind == kind))
        {
            foreach (var at in Enumerable.Range(1, found.Length - 1).Where(at => !char.IsSurrogate(found[at])))
            {
                foreach (var (way, instead) in Ways(found[at], kind).Index())
                {
                    var disguised = found[..at] + instead + found[(at + 1)..];
                    var whole = (at % 2 == 0 ? "" : "\u0001 x ") + Put(text, found, disguised);
                    Assert.True(IsCovered(whole, disguised), $"{kind}, character {at} of {found.Length}, way {way}");
                }
            }
        }
    }

    // Of signs in full width between letters and digits those that an input method leaves: a point, a colon, brackets.
    private static IEnumerable<string> Ways(char character, string kind) =>
    [
        $"\u200b{character}", $"\u00ad{character}", $"\u0001{character}", $"\ufeff\u2060{character}",
        $"&#{(int)character};", $"&#x{(int)character:x};", $"\\u{(int)character:x4}",
        .. character < 0x80 ? [$"%{(int)character:X2}"] : Array.Empty<string>(),
        .. char.IsAsciiLetterOrDigit(character) || (character is '.' or ':' or '(' or ')' && kind is not "jwt")
            ? [$"{Wide(character)}"]
            : Array.Empty<string>(),
    ];

    private static bool IsCovered(string whole, string disguised)
    {
        var first = Encoding.UTF8.GetByteCount(whole[..whole.IndexOf(disguised, StringComparison.Ordinal)]);
        var findings = Find(whole, ScanMode.Value);
        return Enumerable.Range(first, Encoding.UTF8.GetByteCount(disguised))
            .All(at => findings.Any(finding => at >= finding.Offset && at < finding.Offset + finding.Length));
    }

    private static void Check(string kind, Func<string, string, string[]> disguises)
    {
        var samples = Samples.Where(sample => sample.Kind == kind).ToList();
        Assert.NotEmpty(samples);
        foreach (var (_, text, found) in samples)
        {
            foreach (var (index, disguise) in disguises(text, found).Index())
            {
                foreach (var mode in new[] { ScanMode.Value, ScanMode.Document })
                {
                    Assert.True(Find(disguise, mode).Any(finding => finding.Kind.Name == kind), $"{kind}, way {index}, {mode}");
                }
            }
        }
    }

    // Ten of each kind: the first ten of three and more characters, which is what the ways above take apart.
    private static IEnumerable<(string Kind, string Text, string Found)> Labelled() =>
        File.ReadLines(Vectors.PathOf("detectors", "texts.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(sample => sample.GetProperty("kinds").GetArrayLength() == 1)
            .Select(sample => (Kind: sample.GetProperty("kinds")[0].GetString()!, Text: sample.GetProperty("text").GetString()!))
            .Select(sample => (sample.Kind, sample.Text, Found: Found(sample.Kind, sample.Text)))
            .Where(sample => sample.Found.Length > 3)
            .GroupBy(sample => sample.Kind)
            .SelectMany(same => same.Take(10));

    private static string Found(string kind, string text)
    {
        var finding = Find(text, ScanMode.Value).FirstOrDefault(finding => finding.Kind.Name == kind);
        return finding.Length == 0 ? "" : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text), finding.Offset, finding.Length);
    }

    private static List<Finding> Find(string text, ScanMode mode)
    {
        var findings = new List<Finding>();
        Screener.All.Screen(Encoding.UTF8.GetBytes(text), findings, mode, out _);
        return findings;
    }

    private static string Put(string text, string found, string instead) => text.Replace(found, instead, StringComparison.Ordinal);

    private static char Wide(char character) => character is > ' ' and <= '~' ? (char)(character + 0xFEE0) : character;
}
