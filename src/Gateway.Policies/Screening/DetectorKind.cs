using System.Diagnostics.CodeAnalysis;

namespace Gateway.Policies.Screening;

/// <summary>A detector, under the name that <c>screen</c> lists and findings report (FORMATS.md 1).</summary>
public sealed record DetectorKind
{
    private DetectorKind(string name, bool isBuilt)
    {
        Name = name;
        IsBuilt = isBuilt;
    }

    public static DetectorKind PrcId { get; } = new("prc-id", true);
    public static DetectorKind Hkid { get; } = new("hkid", true);
    public static DetectorKind BankCard { get; } = new("bank-card", true);
    public static DetectorKind CnMobile { get; } = new("cn-mobile", true);
    public static DetectorKind Email { get; } = new("email", true);

    // Named by the contract; this build does not detect them yet, so a routed category may not rely on them.
    private static readonly string[] Later =
    [
        "prc-id-15", "macao-id", "taiwan-id", "home-return-permit", "exit-entry-permit", "passport", "mrz", "cn-phone",
        "hk-phone", "macao-phone", "iban", "bic", "lei", "uscc", "vin", "plate", "ip", "mac", "imei", "coordinates",
        "cn-name", "cn-address", "medical-record", "health-card", "jwt", "private-key",
    ];

    /// <summary>The detectors this build has: what an absent <c>screen</c> means.</summary>
    public static IReadOnlyList<DetectorKind> Built { get; } = [PrcId, Hkid, BankCard, CnMobile, Email];

    private static readonly Dictionary<string, DetectorKind> ByName = Built
        .Concat(Later.Select(name => new DetectorKind(name, false)))
        .ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    /// <summary>Wire name, for example "prc-id".</summary>
    public string Name { get; }

    /// <summary>False for a kind the contract names and this build does not detect.</summary>
    public bool IsBuilt { get; }

    public static bool TryParse(string name, [NotNullWhen(true)] out DetectorKind? kind) =>
        ByName.TryGetValue(name, out kind);

    public override string ToString() => Name;
}
