using System.Diagnostics.CodeAnalysis;

namespace Gateway.Policies.Parties;

/// <summary>Names one officer of the bundle.</summary>
public readonly record struct OfficerId
{
    private readonly string? _value;

    private OfficerId(string value) => _value = value;

    /// <summary>Letters, digits, '.', '_', '-'; 1 to 64 of them; false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out OfficerId id)
    {
        id = DeclaredName.IsValid(text) ? new OfficerId(text) : default;
        return id._value is not null;
    }

    public override string ToString() => _value ?? "";
}
