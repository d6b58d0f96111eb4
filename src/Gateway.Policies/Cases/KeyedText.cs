using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Cases;

/// <summary>
/// Stands for a keyed value in an expected document: nobody can write down in advance what a key makes of a value, and
/// no key is ever part of a bundle. "&lt;hash&gt;" is any value of the shape that one of the category's hash rules
/// makes.
/// </summary>
internal sealed class KeyedText(Category category)
{
    internal const string Hash = "<hash>";

    private readonly List<FieldAction.Hash> _hashes =
        [.. category.Fields.Select(rule => rule.Action).OfType<FieldAction.Hash>()];

    /// <summary>Whether the text that left is what the expected text says, or stands for.</summary>
    internal bool Fits(string expected, string actual) => expected == Hash
        ? _hashes.Exists(hash => IsHash(actual, hash))
        : string.Equals(expected, actual, StringComparison.Ordinal);

    private static bool IsHash(string text, FieldAction.Hash hash) =>
        text.Length == hash.Key.Length + 1 + hash.Length
        && text.StartsWith($"{hash.Key}.", StringComparison.Ordinal)
        && text.Skip(hash.Key.Length + 1).All(char.IsAsciiHexDigitLower);
}
