using Gateway.Policies;
using Gateway.Policies.Parties;

namespace Gateway.Commands.Dev;

/// <summary>A made-up legal entity. Its registration is also the organizationIdentifier of its certificates.</summary>
/// <param name="Organisation">organizationName of its certificates.</param>
internal sealed record DevParty(
    string Id, Zone Zone, string Registration, string? City, string Organisation, Titles Name);

/// <summary>A made-up person who signs bundles and decides.</summary>
/// <param name="Number">serialNumber of the certificate.</param>
internal sealed record DevOfficer(string Id, Zone Zone, string Number, string CommonName, DevParty Employer);

/// <summary>
/// Who appears in the throw-away PKI, in one place, so that an example bundle can name the same. The mainland
/// registrations have right check characters (GB 32100-2015, GB 11714-1997) and are nobody's.
/// </summary>
internal static class DevParties
{
    /// <summary>Ledger:Origin of the example gateway; its endorsements name it.</summary>
    internal const string Origin = "gateway.gz.example";

    /// <summary>The policy of the mutual-recognition scheme, and the version of it that is known.</summary>
    internal const string PolicyOid = "2.16.344.8.2.2008.810.2";
    internal const string PolicyVersion = "2018.1.1";

    /// <summary>organizationalUnitName by which the trust lists tell certificate types.</summary>
    internal const string OrganisationalUnit = "e-Cert (Organisational)";
    internal const string PersonalUnit = "e-Cert (Personal)";

    internal static DevParty BankGz { get; } = new(
        "bank-gz",
        Zone.CN,
        "91440101MA0GATE12Y",
        "440100",
        "Pearl River Example Bank",
        new Titles("Pearl River Example Bank", "珠江示例银行", "珠江示例銀行"));

    internal static DevParty BankHk { get; } = new(
        "bank-hk",
        Zone.HK,
        "99000011",
        "810000",
        "Pearl River Example Bank, Hong Kong Branch",
        new Titles("Pearl River Example Bank, Hong Kong Branch", "珠江示例银行香港分行", "珠江示例銀行香港分行"));

    internal static DevParty HospitalGz { get; } = new(
        "hospital-gz",
        Zone.CN,
        "12440101MB0GATE24D",
        "440100",
        "Example People's Hospital of Guangzhou",
        new Titles("Example People's Hospital of Guangzhou", "广州示例人民医院", "廣州示例人民醫院"));

    internal static DevParty ClinicHk { get; } = new(
        "clinic-hk",
        Zone.HK,
        "99000022",
        "810000",
        "Harbour Example Clinic",
        new Titles("Harbour Example Clinic", "海港示例诊所", "海港示例診所"));

    /// <summary>Runs the gateway: its certificates are the listeners', and those the gateway calls out with.</summary>
    internal static DevParty GatewayGz { get; } = new(
        "gateway-gz",
        Zone.CN,
        "91440101MA0GATE39N",
        "440100",
        "Example Data Customs Services",
        new Titles("Example Data Customs Services", "示例数据通关服务", "示例數據通關服務"));

    /// <summary>Whose certificate is in order and whom no example bundle names.</summary>
    internal static DevParty Stranger { get; } = new(
        "stranger-gz",
        Zone.CN,
        "91440101MA0GATE47H",
        "440100",
        "Example Trading",
        new Titles("Example Trading", "示例贸易", "示例貿易"));

    /// <summary>What crosses is exported by these; each endorses the stamping key.</summary>
    internal static IReadOnlyList<DevParty> Exporters { get; } = [BankGz, BankHk, HospitalGz, ClinicHk];

    /// <summary>Everybody with a client, a server and a signing certificate.</summary>
    internal static IReadOnlyList<DevParty> All { get; } = [.. Exporters, GatewayGz];

    internal static IReadOnlyList<DevOfficer> Officers { get; } =
    [
        new("li-wei", Zone.CN, "OFFICER-0001", "Li Wei", GatewayGz),
        new("wang-fang", Zone.CN, "OFFICER-0002", "Wang Fang", BankGz),
        new("chan-siu-ming", Zone.HK, "OFFICER-0003", "Chan Siu Ming", BankHk),

        // Runs the gateway and signs nothing: whoever watches it does not also say what may cross.
        new("zhou-min", Zone.CN, "OFFICER-0004", "Zhou Min", GatewayGz),
    ];

    /// <summary>
    /// Id of the entry of a zone for a use, for example "gd-org-1": what a bundle's parties refer to.
    /// </summary>
    internal static string Entry(Zone zone, string kind) => $"{(zone == Zone.CN ? "gd" : "hk")}-{kind}-1";
}

/// <summary>Kinds in entry ids: TLS of organisations, their signatures, persons.</summary>
internal static class DevEntryKind
{
    internal const string Organisation = "org";
    internal const string Signing = "sign";
    internal const string Person = "person";
}
