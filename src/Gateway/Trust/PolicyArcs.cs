namespace Gateway.Trust;

//
//  Certificate policy of the mutual-recognition scheme
//
//  References:
//
//      ITU-T X.660 - object identifiers are compared arc by arc, never as text
//      Facts: 2.16.344.8.2.2008.810.2, then year, version, release (2018.1.1 is known)
//

/// <summary>An object identifier as its arcs, so that "…810.2" is no beginning of "…810.20".</summary>
internal static class PolicyArcs
{
    internal const string AnyPolicy = "2.5.29.32.0";

    /// <summary>
    /// The arcs of dotted decimals without leading zeros, at least <paramref name="least"/> of them; else null.
    /// </summary>
    internal static string[]? Split(string text, int least)
    {
        var arcs = text.Split('.');
        return arcs.Length >= least && Array.TrueForAll(arcs, IsArc) ? arcs : null;
    }

    /// <summary>True when the identifier is the base followed by exactly one of the versions.</summary>
    internal static bool HasVersion(string identifier, string baseIdentifier, IReadOnlyList<string> versions)
    {
        var arcs = identifier.Split('.');
        var start = baseIdentifier.Split('.');
        if (arcs.Length <= start.Length || !arcs.AsSpan(0, start.Length).SequenceEqual(start))
        {
            return false;
        }

        foreach (var version in versions)
        {
            if (arcs.AsSpan(start.Length).SequenceEqual(version.Split('.')))
            {
                return true;
            }
        }

        return false;
    }

    // An arc may be longer than any integer type (2.25 holds UUIDs), so arcs stay text in their one canonical form.
    private static bool IsArc(string arc) =>
        arc.Length > 0
        && !arc.AsSpan().ContainsAnyExceptInRange('0', '9')
        && (arc.Length == 1 || arc[0] != '0');
}
