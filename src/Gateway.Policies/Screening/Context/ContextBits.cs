namespace Gateway.Policies.Screening.Context;

/// <summary>
/// What the words near a value say it may be: one bit per detector, and a few that several detectors ask for.
/// </summary>
internal static class ContextBits
{
    /// <summary>"document number", "certificate no": some paper of a person's.</summary>
    internal const ulong Identity = 1UL << 40;

    /// <summary>"tel", "phone": without saying where.</summary>
    internal const ulong Phone = 1UL << 41;

    /// <summary>Four numbers with dots are a version, not an address.</summary>
    internal const ulong Version = 1UL << 42;

    /// <summary>Words of an address in English.</summary>
    internal const ulong Street = 1UL << 43;

    /// <summary>The name of a product, a company, a file: of no person.</summary>
    internal const ulong NoPerson = 1UL << 44;

    internal const ulong Macao = 1UL << 45;
}
