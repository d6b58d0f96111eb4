using System.Diagnostics.CodeAnalysis;

namespace Gateway.Policies.Routes;

/// <summary>Names one HTTP door.</summary>
public readonly record struct RouteId
{
    private readonly string? _value;

    private RouteId(string value) => _value = value;

    /// <summary>Letters, digits, '.', '_', '-'; 1 to 64 of them; false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out RouteId id)
    {
        id = DeclaredName.IsValid(text) ? new RouteId(text) : default;
        return id._value is not null;
    }

    public override string ToString() => _value ?? "";
}
