using System.Diagnostics.CodeAnalysis;

namespace Gateway.Policies.Parties;

/// <summary>Names one legal entity, or one registered branch, of the bundle.</summary>
public readonly record struct PartyId
{
    private readonly string? _value;

    private PartyId(string value) => _value = value;

    /// <summary>Letters, digits, '.', '_', '-'; 1 to 64 of them; false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PartyId id)
    {
        id = DeclaredName.IsValid(text) ? new PartyId(text) : default;
        return id._value is not null;
    }

    public override string ToString() => _value ?? "";
}
