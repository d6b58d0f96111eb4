using Gateway.Policies.Parties;

namespace Gateway.Trust;

/// <summary>The closed vocabularies of a trust list, by wire name.</summary>
internal static class TrustListNames
{
    internal const string Granted = "granted";
    internal const string Withdrawn = "withdrawn";

    internal static IReadOnlyDictionary<string, Zone> Zones { get; } =
        new Dictionary<string, Zone>(StringComparer.Ordinal)
        {
            ["CN"] = Zone.CN,
            ["HK"] = Zone.HK,
            ["MO"] = Zone.MO,
        };

    internal static IReadOnlyDictionary<string, CertificateType> Types { get; } =
        new Dictionary<string, CertificateType>(StringComparer.Ordinal)
        {
            ["personal"] = CertificateType.Personal,
            ["organisational"] = CertificateType.Organisational,
            ["server"] = CertificateType.Server,
        };

    internal static IReadOnlyDictionary<string, TrustUse> Uses { get; } =
        new Dictionary<string, TrustUse>(StringComparer.Ordinal)
        {
            ["tls-peer"] = TrustUse.TlsPeer,
            ["signing"] = TrustUse.Signing,
            ["operator"] = TrustUse.Operator,
            ["timestamp"] = TrustUse.Timestamp,
        };

    /// <summary>True where the status grants.</summary>
    internal static IReadOnlyDictionary<string, bool> Statuses { get; } =
        new Dictionary<string, bool>(StringComparer.Ordinal) { [Granted] = true, [Withdrawn] = false };

    internal static string Of(CertificateType type) => Types.First(pair => pair.Value == type).Key;

    internal static string Of(TrustUse use) => Uses.First(pair => pair.Value == use).Key;
}
