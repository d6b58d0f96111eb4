namespace Gateway.Policies;

/// <summary>The declared name a misspelt one was probably meant to be.</summary>
public static class NearestName
{
    private const int MaxLength = 64;

    /// <summary>"; did you mean 'x'", or nothing when no name is near.</summary>
    public static string Hint(string text, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(names);
        // Of a short name nearly any other is near: nothing is better than a wrong guess.
        var limit = text.Length switch
        {
            < 3 or > MaxLength => 0,
            < 5 => 1,
            < 8 => 2,
            _ => 3,
        };
        if (limit == 0)
        {
            return "";
        }

        var best = names
            .Where(name => name.Length <= MaxLength && Math.Abs(name.Length - text.Length) <= limit)
            .Select(name => (Name: name, Distance: Distance(text, name)))
            .Where(candidate => candidate.Distance <= limit)
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Name is null ? "" : $"; did you mean '{best.Name}'";
    }

    // Levenshtein, two rows; case does not count, so 'Cn' is near 'CN'.
    private static int Distance(string x, string y)
    {
        var previous = new int[y.Length + 1];
        var current = new int[y.Length + 1];
        for (var j = 0; j <= y.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= x.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= y.Length; j++)
            {
                var change = char.ToLowerInvariant(x[i - 1]) == char.ToLowerInvariant(y[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + change);
            }

            (previous, current) = (current, previous);
        }

        return previous[y.Length];
    }
}
