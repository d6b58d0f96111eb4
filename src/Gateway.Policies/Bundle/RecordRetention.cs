using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Policies.Bundle;

/// <summary>
/// How long entries of the ledger are kept at least (docs/decisions/0061): three years, or longer where the bundle says
/// so. Never shorter: the rules of cross-border transfer ask for three years of records.
/// </summary>
/// <param name="Months">At least <see cref="LeastMonths"/>.</param>
public sealed partial record RecordRetention(int Months)
{
    /// <summary>Three years.</summary>
    public const int LeastMonths = 36;

    /// <summary>What holds where a bundle says nothing.</summary>
    public static RecordRetention Least { get; } = new(LeastMonths);

    /// <summary>Entries before this moment may go.</summary>
    public DateTimeOffset CutOff(DateTimeOffset now) => now.AddMonths(-Months);

    /// <summary>Years and months of ISO 8601, for example P5Y or P3Y6M; null for anything else or less.</summary>
    internal static RecordRetention? Parse(string text)
    {
        var match = Form().Match(text);
        var months = (12 * Number(match.Groups[1])) + Number(match.Groups[2]);
        return match.Success && months >= LeastMonths ? new RecordRetention(months) : null;
    }

    private static int Number(Group group) =>
        group.Success ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^P(?=[0-9])(?:([0-9]{1,2})Y)?(?:([0-9]{1,3})M)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
