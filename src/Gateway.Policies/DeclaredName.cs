using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Policies;

/// <summary>
/// What the bundle may use as an id: it goes into headers, file names and the ledger, so it is plain.
/// </summary>
internal static class DeclaredName
{
    private const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    internal static bool IsValid([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(Allowed);
}
