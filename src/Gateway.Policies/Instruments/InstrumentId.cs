using System.Diagnostics.CodeAnalysis;

namespace Gateway.Policies.Instruments;

/// <summary>Names one legal instrument on file.</summary>
public readonly record struct InstrumentId
{
    private readonly string? _value;

    private InstrumentId(string value) => _value = value;

    /// <summary>Letters, digits, '.', '_', '-'; 1 to 64 of them; false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out InstrumentId id)
    {
        id = DeclaredName.IsValid(text) ? new InstrumentId(text) : default;
        return id._value is not null;
    }

    public override string ToString() => _value ?? "";
}
