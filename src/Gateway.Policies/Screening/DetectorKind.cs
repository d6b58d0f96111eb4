using System.Diagnostics.CodeAnalysis;

namespace Gateway.Policies.Screening;

/// <summary>
/// A detector, under the name that <c>screen</c> lists and findings report (FORMATS.md 1). Two of one name are the
/// same detector, whatever their thresholds: a bundle may set one.
/// </summary>
public sealed record DetectorKind
{
    /// <summary>At or above this a finding is reported, unless the bundle says otherwise.</summary>
    public const double DefaultThreshold = 0.5;

    private static readonly List<DetectorKind> Made = [];

    private DetectorKind(string name, int index) => (Name, Index) = (name, index);

    public static DetectorKind PrcId { get; } = Make("prc-id");
    public static DetectorKind PrcId15 { get; } = Make("prc-id-15");
    public static DetectorKind Hkid { get; } = Make("hkid");
    public static DetectorKind MacaoId { get; } = Make("macao-id");
    public static DetectorKind TaiwanId { get; } = Make("taiwan-id");
    public static DetectorKind HomeReturnPermit { get; } = Make("home-return-permit");
    public static DetectorKind ExitEntryPermit { get; } = Make("exit-entry-permit");
    public static DetectorKind Passport { get; } = Make("passport");
    public static DetectorKind Mrz { get; } = Make("mrz");
    public static DetectorKind CnMobile { get; } = Make("cn-mobile");
    public static DetectorKind CnPhone { get; } = Make("cn-phone");
    public static DetectorKind HkPhone { get; } = Make("hk-phone");
    public static DetectorKind MacaoPhone { get; } = Make("macao-phone");
    public static DetectorKind BankCard { get; } = Make("bank-card");
    public static DetectorKind Iban { get; } = Make("iban");
    public static DetectorKind Bic { get; } = Make("bic");
    public static DetectorKind Lei { get; } = Make("lei");
    public static DetectorKind Uscc { get; } = Make("uscc");
    public static DetectorKind Vin { get; } = Make("vin");
    public static DetectorKind Plate { get; } = Make("plate");
    public static DetectorKind Email { get; } = Make("email");
    public static DetectorKind Ip { get; } = Make("ip");
    public static DetectorKind Mac { get; } = Make("mac");
    public static DetectorKind Imei { get; } = Make("imei");
    public static DetectorKind Coordinates { get; } = Make("coordinates");
    public static DetectorKind CnName { get; } = Make("cn-name");
    public static DetectorKind CnAddress { get; } = Make("cn-address");
    public static DetectorKind MedicalRecord { get; } = Make("medical-record");
    public static DetectorKind HealthCard { get; } = Make("health-card");
    public static DetectorKind Jwt { get; } = Make("jwt");
    public static DetectorKind PrivateKey { get; } = Make("private-key");

    /// <summary>Not a detector of the contract: something is encoded deeper than anyone looks (screen.depth).</summary>
    public static DetectorKind Depth { get; } = new("depth", -1);

    /// <summary>The detectors this build has: what an absent <c>screen</c> means.</summary>
    public static IReadOnlyList<DetectorKind> Built { get; } = [.. Made];

    private static readonly Dictionary<string, DetectorKind> ByName =
        Built.ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    /// <summary>Wire name, for example "prc-id".</summary>
    public string Name { get; }

    /// <summary>At or above this score a finding is reported. Default 0.5.</summary>
    public double Threshold { get; init; } = DefaultThreshold;

    /// <summary>What a detector of the bundle looks for; null for those of this build.</summary>
    public OwnDetector? Own { get; private init; }

    // Place in the tables of this build's detectors; -1 for others.
    internal int Index { get; }

    internal ulong Bit => Index < 0 ? 0 : 1UL << Index;

    /// <summary>A detector of a bundle.</summary>
    public static DetectorKind Of(string name, OwnDetector own, double threshold) =>
        new(name, -1) { Own = own, Threshold = threshold };

    public static bool TryParse(string name, [NotNullWhen(true)] out DetectorKind? kind) =>
        ByName.TryGetValue(name, out kind);

    public bool Equals(DetectorKind? other) => other is not null && Name == other.Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Name;

    private static DetectorKind Make(string name)
    {
        var kind = new DetectorKind(name, Made.Count);
        Made.Add(kind);
        return kind;
    }
}
