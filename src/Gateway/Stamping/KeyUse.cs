using System.Diagnostics.CodeAnalysis;

namespace Gateway.Stamping;

/// <summary>What an endorsed key may sign. Three keys, never the same (FORMATS.md 2).</summary>
internal sealed record KeyUse
{
    private KeyUse(string name) => Name = name;

    internal static KeyUse Stamping { get; } = new("stamping");
    internal static KeyUse Ledger { get; } = new("ledger");
    internal static KeyUse Witness { get; } = new("witness");

    /// <summary>Wire name.</summary>
    internal string Name { get; }

    /// <summary>For example "stamping-key.json"; its signature stands beside it, ".p7s" appended.</summary>
    internal string FileName => $"{Name}-key.json";

    internal string SignatureFileName => $"{Name}-key.json.p7s";

    internal static bool TryParse(string? text, [NotNullWhen(true)] out KeyUse? use)
    {
        use = text switch
        {
            "stamping" => Stamping,
            "ledger" => Ledger,
            "witness" => Witness,
            _ => null,
        };
        return use is not null;
    }

    public override string ToString() => Name;
}
