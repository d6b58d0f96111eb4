using Gateway.Closing;
using Gateway.Policies;

namespace Gateway.Commands.Demo;

/// <summary>Which door a caller knocks at.</summary>
internal enum DemoDoor
{
    North,
    South,
}

/// <summary>One transfer to try, and how it must end.</summary>
/// <param name="Certificate">Name of the caller's certificate in the throw-away PKI; null: it shows none.</param>
/// <param name="Body">Null: a GET.</param>
/// <param name="Expected">An ending of <see cref="Receipt"/>.</param>
/// <param name="Code">Of the refusal; null where none is expected.</param>
internal sealed record DemoCase(
    Titles Group,
    Titles Name,
    DemoDoor Door,
    string? Certificate,
    string Target,
    byte[]? Body,
    string Expected,
    string? Code)
{
    /// <summary>True where the PKI lists the certificate among those that must be refused.</summary>
    internal bool IsBadCertificate { get; init; }

    /// <summary>What must not be found in anything that came out.</summary>
    internal IReadOnlyList<string> Secrets { get; init; } = [];

    internal bool ExpectsStampedAnswer { get; init; }
}
