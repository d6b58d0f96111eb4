namespace Gateway.Policies.Screening.Context;

/// <summary>
/// What the path of a rule calls its values: the last name, with the one before it where the last says nothing
/// ("name.text", "phone.value"). Names further up are about other things too: a patient's ward is no patient.
/// </summary>
internal static class FieldName
{
    private static readonly HashSet<string> Vague =
        new(StringComparer.OrdinalIgnoreCase) { "text", "value", "number", "no", "id", "code", "full", "content" };

    internal static string Of(string path)
    {
        var names = path.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part is not ("$" or "*") && !int.TryParse(part, out _))
            .Select(part => part.Trim('\'', '"', '@'))
            .Select(part => part[(part.IndexOf(':', StringComparison.Ordinal) + 1)..])
            .ToList();
        return names.Count == 0 ? ""
            : names.Count > 1 && Vague.Contains(names[^1]) ? names[^2] + "." + names[^1]
            : names[^1];
    }
}
