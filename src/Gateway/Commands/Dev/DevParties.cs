using Gateway.Policies;
using Gateway.Policies.Parties;

namespace Gateway.Commands.Dev;

/// <summary>A made-up legal entity. Its registration is also the organizationIdentifier of its certificates.</summary>
internal sealed record DevParty(string Id, Zone Zone, string Registration, string City, Titles Name)
{
    /// <summary>organizationName of its certificates.</summary>
    internal string Organisation => Name.En;
}

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
        "bank-gz", Zone.CN, "91440101MA0GATE12Y", "440100",
        new Titles("Pearl River Example Bank", "珠江示例银行", "珠江示例銀行"));

    internal static DevParty BankHk { get; } = new(
        "bank-hk", Zone.HK, "99000011", "810000",
        new Titles("Pearl River Example Bank, Hong Kong Branch", "珠江示例银行香港分行", "珠江示例銀行香港分行"));

    internal static DevParty HospitalGz { get; } = new(
        "hospital-gz", Zone.CN, "12440101MB0GATE24D", "440100",
        new Titles("Example People's Hospital of Guangzhou", "广州示例人民医院", "廣州示例人民醫院"));

    internal static DevParty ClinicHk { get; } = new(
        "clinic-hk", Zone.HK, "99000022", "810000",
        new Titles("Harbour Example Clinic", "海港示例诊所", "海港示例診所"));

    /// <summary>Runs the gateway: its certificates are the listeners', and those the gateway calls out with.</summary>
    internal static DevParty GatewayGz { get; } = new(
        "gateway-gz", Zone.CN, "91440101MA0GATE39N", "440100",
        new Titles("Example Data Customs Services", "示例数据通关服务", "示例數據通關服務"));

    /// <summary>Whose certificate is in order and whom no example bundle names.</summary>
    internal static DevParty Stranger { get; } = new(
        "stranger-gz", Zone.CN, "91440101MA0GATE47H", "440100",
        new Titles("Example Trading", "示例贸易", "示例貿易"));

    /// <summary>
    /// What crosses on a route of the example bundle is exported by these; each endorses the stamping key.
    /// </summary>
    internal static IReadOnlyList<DevParty> Exporters { get; } =
    [
        BankGz,
        BankHk,
        HospitalGz,
        ClinicHk,
        new(
            "bank-dg", Zone.CN, "91441900MA0GA105XR", "441900",
            new Titles("Pearl River Example Bank, Dongguan Branch", "珠江示例银行东莞分行", "珠江示例銀行東莞分行")),
        new(
            "social-sz", Zone.CN, "11440300MB0GA2013B", "440300",
            new Titles("Shenzhen Example Social Insurance Bureau", "深圳示例社会保险局", "深圳示例社會保險局")),
        new(
            "market-dg", Zone.CN, "11441900MB0GA60574", "441900",
            new Titles("Dongguan Example Market Regulation Bureau", "东莞示例市场监督管理局", "東莞示例市場監督管理局")),
        new(
            "care-fs", Zone.CN, "52440600MJ0GA7067P", "440600",
            new Titles("Foshan Example Home for the Aged", "佛山示例养老院", "佛山示例安老院")),
        new(
            "credit-zq", Zone.CN, "91441200MA0GA9086B", "441200",
            new Titles("Zhaoqing Example Credit Referencing", "肇庆示例征信公司", "肇慶示例徵信公司")),
        new(
            "welfare-hk", Zone.HK, "99000044", "810000",
            new Titles("Harbour Example Welfare Association", "海港示例福利会", "海港示例福利會")),
        new(
            "eldercare-hk", Zone.HK, "99000077", "810000",
            new Titles("Harbour Example Elder Care Scheme", "海港示例长者照顾计划", "海港示例長者照顧計劃")),
        new(
            "transport-hk", Zone.HK, "99000088", "810000",
            new Titles("Harbour Example Transport Office", "海港示例运输署", "海港示例運輸署")),
    ];

    /// <summary>Everybody with a client, a server and a signing certificate.</summary>
    internal static IReadOnlyList<DevParty> All { get; } =
    [
        .. Exporters,
        GatewayGz,
        new(
            "police-jm", Zone.CN, "11440700MB0GA3024B", "440700",
            new Titles("Jiangmen Example Public Security Bureau", "江门示例公安局", "江門示例公安局")),
        new(
            "civil-zs", Zone.CN, "11442000MB0GA4035B", "442000",
            new Titles("Zhongshan Example Civil Affairs Bureau", "中山示例民政局", "中山示例民政局")),
        new(
            "university-zh", Zone.CN, "12440400MB0GA5046F", "440400",
            new Titles("Zhuhai Example University", "珠海示例大学", "珠海示例大學")),
        new(
            "transport-hz", Zone.CN, "11441300MB0GA8079U", "441300",
            new Titles("Huizhou Example Transport Bureau", "惠州示例交通运输局", "惠州示例交通運輸局")),
        new(
            "records-hk", Zone.HK, "99000055", "810000",
            new Titles("Harbour Example Registration Office", "海港示例登记处", "海港示例登記處")),
        new(
            "assessor-hk", Zone.HK, "99000066", "810000",
            new Titles("Harbour Example Academic Assessment Council", "海港示例学历评审局", "海港示例學歷評審局")),
        new(
            "credit-hk", Zone.HK, "99000099", "810000",
            new Titles("Harbour Example Credit Reference Agency", "海港示例信贷资料服务机构", "海港示例信貸資料服務機構")),
        new(
            "regulator-gd", Zone.CN, "11440000MB0GA0093M", "440000",
            new Titles("Guangdong Example Cyberspace Administration", "广东示例网信办", "廣東示例網信辦")),
        new(
            "regulator-hk", Zone.HK, "99000110", "810000",
            new Titles("Harbour Example Data Commissioner's Office", "海港示例资料专员公署", "海港示例資料專員公署")),
    ];

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

/// <summary>Kinds in entry ids: TLS of organisations, their signatures, persons, timestamp authorities.</summary>
internal static class DevEntryKind
{
    internal const string Organisation = "org";
    internal const string Signing = "sign";
    internal const string Person = "person";
    internal const string Timestamp = "tsa";
}
