using System.Diagnostics.CodeAnalysis;

namespace Gateway.Policies.Catalogue;

/// <summary>Names one category of the catalogue, for example "BK.cdd".</summary>
public readonly record struct CategoryId
{
    private readonly string? _value;

    private CategoryId(string value) => _value = value;

    /// <summary>Letters, digits, '.', '_', '-'; 1 to 64 of them; false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CategoryId id)
    {
        id = DeclaredName.IsValid(text) ? new CategoryId(text) : default;
        return id._value is not null;
    }

    public override string ToString() => _value ?? "";
}
