namespace Gateway.Stamping;

/// <summary>
/// Field names that would let a stranger speak in the gateway's voice (DESIGN.md 6). Stripped in both directions, in
/// headers and trailers, unless the party is a configured peer gateway.
/// </summary>
internal static class StampLikeFields
{
    private static readonly string[] Prefixes = ["transfer-", "signature", "x-forwarded-", "x-client-cert"];
    private static readonly string[] Whole = ["accept-signature", "forwarded"];
    private const string Suffix = "-digest";
    private const int MaxCompared = 64;

    // Framing, not a claim: Listening judges it before anything else, and YARP never copies it.
    private const string Framing = "Transfer-Encoding";

    /// <summary>Case-insensitive; '_' counts as '-', since servers behind us may read one as the other.</summary>
    internal static bool IsStampLike(string fieldName)
    {
        if (fieldName.Equals(Framing, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // Only the ends decide, so a long name is compared by its ends.
        Span<char> folded = stackalloc char[MaxCompared];
        var head = Fold(fieldName.AsSpan(0, Math.Min(fieldName.Length, MaxCompared)), folded);
        foreach (var prefix in Prefixes)
        {
            if (head.StartsWith(prefix))
            {
                return true;
            }
        }

        foreach (var whole in Whole)
        {
            if (fieldName.Length == whole.Length && head.SequenceEqual(whole))
            {
                return true;
            }
        }

        return fieldName.Length > Suffix.Length
            && Fold(fieldName.AsSpan(fieldName.Length - Suffix.Length), folded).SequenceEqual(Suffix);
    }

    private static ReadOnlySpan<char> Fold(ReadOnlySpan<char> name, Span<char> folded)
    {
        for (var i = 0; i < name.Length; i++)
        {
            folded[i] = name[i] == '_' ? '-' : char.ToLowerInvariant(name[i]);
        }

        return folded[..name.Length];
    }
}
