using System.Globalization;
using Gateway.Ledger.Notes;

namespace Gateway.Witnessing;

/// <summary>A log that a witness or a mirror was told of: its verifier key, and whether later years count.</summary>
/// <param name="Origin">First line of its checkpoints; for a ledger of this product with the year at its end.</param>
/// <param name="Key">Of the log; its name is the origin, as is advised, or another.</param>
/// <param name="IsYearly">
/// A ledger begins a new log each year: with the same key, under the same name, the logs of later years count too.
/// </param>
internal sealed record TrustedLog(string Origin, NoteKey Key, bool IsYearly)
{
    private const int YearLength = 4;

    /// <summary>The name without its year; null where it does not end in one.</summary>
    internal string? Ledger => Year is null ? null : Origin[..^(YearLength + 1)];

    /// <summary>The year at the end of the name; null where there is none.</summary>
    internal int? Year => YearOf(Origin);

    /// <summary>The key that vouches for a log of this origin; null where this is another log.</summary>
    internal NoteKey? KeyOf(string origin)
    {
        if (origin == Origin)
        {
            return Key;
        }

        return IsYearly && Origin == Key.Name && Ledger is { } ledger
            && YearOf(origin) > Year && origin[..^(YearLength + 1)] == ledger
            ? NoteKey.Of(origin, Key.PublicKey)
            : null;
    }

    private static int? YearOf(string origin) =>
        origin.Length > YearLength + 1 && origin[^(YearLength + 1)] == '/'
        && origin.AsSpan(origin.Length - YearLength).IndexOfAnyExceptInRange('0', '9') < 0
            ? int.Parse(origin.AsSpan(origin.Length - YearLength), NumberStyles.None, CultureInfo.InvariantCulture)
            : null;
}
