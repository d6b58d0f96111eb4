using System.Buffers.Text;
using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Formats;
using Gateway.Policies.Tokens;

namespace Gateway.Policies.Cases;

/// <summary>
/// Stands for a keyed value in an expected document: nobody can write down in advance what a key makes of a value, and
/// no key is ever part of a bundle. An action's name in angle brackets, "&lt;hash&gt;" for one, is any value of the
/// shape that one of the category's rules with that action makes.
/// </summary>
internal sealed class KeyedText(Category category)
{
    internal const string Hash = "<hash>";
    internal const string Token = "<tokenise>";
    internal const string Date = "<shift>";
    internal const string Message = "<encrypt>";

    private readonly List<FieldAction> _actions = [.. category.AllFields.Select(rule => rule.Action)];

    /// <summary>Whether the text that left is what the expected text says, or stands for.</summary>
    internal bool Fits(string expected, string actual) => expected switch
    {
        Hash => Any<FieldAction.Hash>(hash => IsHash(actual, hash)),
        Token => Any<FieldAction.Tokenise>(rule => TokenCodec.HasForm(rule, actual)),
        Date => Any<FieldAction.Shift>(_ => DateText.TryParse(Encoding.UTF8.GetBytes(actual), out var _, out var _)),
        Message => Any<FieldAction.Encrypt>(_ => actual.Length > 0 && Base64.IsValid(actual)),
        _ when expected.EndsWith(Hash, StringComparison.Ordinal) => FitsReference(expected[..^Hash.Length], actual),
        _ => string.Equals(expected, actual, StringComparison.Ordinal),
    };

    // A reference of FHIR, in which only the id is hashed.
    private bool FitsReference(string expected, string actual) =>
        actual.StartsWith(expected, StringComparison.Ordinal)
        && Any<FieldAction.Hash>(hash => IsHash(actual[expected.Length..], hash));

    private bool Any<T>(Predicate<T> fits)
        where T : FieldAction =>
        _actions.OfType<T>().Any(action => fits(action));

    private static bool IsHash(string text, FieldAction.Hash hash) =>
        text.Length == hash.Key.Length + 1 + hash.Length
        && text.StartsWith($"{hash.Key}.", StringComparison.Ordinal)
        && text.Skip(hash.Key.Length + 1).All(char.IsAsciiHexDigitLower);
}
