using System.Diagnostics.CodeAnalysis;

namespace Gateway.Policies.Purposes;

/// <summary>Names one entry of the closed list of purposes.</summary>
public readonly record struct PurposeId
{
    private readonly string? _value;

    private PurposeId(string value) => _value = value;

    /// <summary>Letters, digits, '.', '_', '-'; 1 to 64 of them; false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PurposeId id)
    {
        id = DeclaredName.IsValid(text) ? new PurposeId(text) : default;
        return id._value is not null;
    }

    public override string ToString() => _value ?? "";
}
