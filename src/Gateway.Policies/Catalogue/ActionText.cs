using System.Globalization;

namespace Gateway.Policies.Catalogue;

/// <summary>A rule as a person writes it into a bundle, with every parameter that differs from its default.</summary>
public static class ActionText
{
    private const int DefaultHashLength = 32;

    /// <summary>For example "mask, keepFirst: 1"; then 'where', 'mismatch' and 'sensitive', if any.</summary>
    public static string Of(FieldRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        string?[] parts =
        [
            Of(rule.Action),
            rule.Where.Count == 0 ? null : $"where: {{ {Of(rule.Where)} }}",
            rule.Mismatch == MismatchRule.Redact ? "mismatch: redact" : null,
            rule.Sensitive.Count == 0 ? null : $"sensitive: [{string.Join(", ", rule.Sensitive)}]",
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    /// <summary>For example "hash, key: hash-1".</summary>
    public static string Of(FieldAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return string.Join(", ", Parameters(action).OfType<string>().Prepend(action.Name));
    }

    private static string Of(IReadOnlyDictionary<string, string> where) =>
        string.Join(", ", where.Select(pair => $"{pair.Key}: {pair.Value}"));

    private static IEnumerable<string?> Parameters(FieldAction action) => action switch
    {
        FieldAction.Keep keep =>
        [
            keep.Deep ? "deep: true" : null,
            keep.Screen is { } screen ? $"screen: [{string.Join(", ", screen.Select(kind => kind.Name))}]" : null,
        ],
        FieldAction.Redact redact => [redact.With == "***" ? null : $"with: {redact.With}"],
        FieldAction.Mask mask =>
        [
            mask.KeepFirst == 0 ? null : $"keepFirst: {Number(mask.KeepFirst)}",
            mask.KeepLast == 0 ? null : $"keepLast: {Number(mask.KeepLast)}",
            mask.Filler == "*" ? null : $"char: {mask.Filler}",
            mask.MinHidden is { } hidden ? $"minHidden: {Number(hidden)}" : null,
        ],
        FieldAction.Hash hash =>
            [$"key: {hash.Key}", hash.Length == DefaultHashLength ? null : $"length: {Number(hash.Length)}"],
        FieldAction.Tokenise tokenise =>
        [
            $"key: {tokenise.Key}",
            tokenise.Shape is { } shape ? $"shape: {shape}" : $"alphabet: {tokenise.Alphabet}",
        ],
        FieldAction.Generalise { To: { } to } => [$"to: {to}"],
        FieldAction.Generalise bands => [$"bands: [{string.Join(", ", bands.Bands.Select(Number))}]"],
        FieldAction.Shift shift => [$"key: {shift.Key}", $"days: {Number(shift.Days)}"],
        FieldAction.Encrypt encrypt => [$"to: {encrypt.To}"],
        FieldAction.Constant constant => [$"value: {constant.Value}"],
        FieldAction.Truncate truncate => [$"to: {Number(truncate.To)}"],
        _ => [],
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Number(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
