using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using Gateway.Closing;
using Gateway.Commands.Words;
using Gateway.Policies;
using Gateway.Tests.Conventions;

namespace Gateway.Tests.Words;

/// <summary>Every text of the product that is said in three languages: what static members hold, and what methods spell out.</summary>
internal static partial class ProductWords
{
    internal static IReadOnlyList<(string Place, Titles Words)> All { get; } = [.. OfMembers().Concat(OfSource()).Distinct()];

    /// <summary>Everything said in one language, also where its English stands elsewhere.</summary>
    internal static IEnumerable<(string Place, string Text)> In(Language language) =>
        All.Select(words => (words.Place, words.Words.In(language)))
            .Concat(FaultWords.All.Concat(FindingWords.All)
                .Select(pair => (pair.Key, language == Language.SimplifiedChinese ? pair.Value.Hans : pair.Value.Hant)));

    private static IEnumerable<(string Place, Titles Words)> OfMembers() =>
        from type in typeof(RefusalTitles).Assembly.GetTypes()
        where !type.ContainsGenericParameters && type.Namespace?.StartsWith("Gateway", StringComparison.Ordinal) == true
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where field.FieldType == typeof(Titles) || typeof(IEnumerable).IsAssignableFrom(field.FieldType)
        from titles in Within(field.GetValue(null), 0)
        select ($"{type.Name}.{field.Name}", titles);

    private static IEnumerable<Titles> Within(object? value, int depth) => value switch
    {
        Titles titles => [titles],
        null or string or Stream => [],
        IEnumerable many when depth < 3 => many.Cast<object?>().SelectMany(one => Within(one, depth + 1)),
        _ when depth is > 0 and < 3 => value.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(property => property.PropertyType == typeof(Titles) && property.GetIndexParameters().Length == 0)
            .Select(property => property.GetValue(value)).OfType<Titles>()
            .Concat(value is DictionaryEntry or { } && value.GetType().Name.StartsWith("KeyValuePair", StringComparison.Ordinal)
                ? Within(value.GetType().GetProperty("Value")!.GetValue(value), depth + 1)
                : []),
        _ => [],
    };

    private static IEnumerable<(string Place, Titles Words)> OfSource() =>
        from file in SourceTree.Files
        from Match match in Triple().Matches(string.Join('\n', file.Lines))
        select (file.Path, new Titles(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value));

    // Three texts in a row, the second and the third of them in Chinese.
    [GeneratedRegex("\"((?:[^\"\\\\\\n]|\\\\.)*)\",\\s*\\$?\"((?:[^\"\\\\\\n]|\\\\.)*\\p{IsCJKUnifiedIdeographs}(?:[^\"\\\\\\n]|\\\\.)*)\",\\s*\\$?\"((?:[^\"\\\\\\n]|\\\\.)*\\p{IsCJKUnifiedIdeographs}(?:[^\"\\\\\\n]|\\\\.)*)\"")]
    private static partial Regex Triple();
}
