using Gateway.Closing;
using Gateway.Commands.Dev;
using Gateway.Policies;

namespace Gateway.Commands.Demo;

/// <summary>The table of transfers, in the order in which they are tried and printed.</summary>
internal static class DemoCases
{
    /// <summary>"Reading:MaxBodyBytes" of the demo: a little above the patient record.</summary>
    internal const int MaxBodyBytes = 512 * 1024;

    /// <summary>The instrument of the demo's bundle that ended before the demo was written.</summary>
    internal const string ExpiredInstrument = "gba-bank-loans";

    /// <summary>Where the routes stand that no instrument covers: other data, expired, none at all.</summary>
    internal static readonly string[] RefusedRoutes =
        ["routes[2].request", "routes[3].request", "routes[4].request"];

    internal static readonly Titles Outage =
        new("the ledger cannot write (disk full)", "台账无法写入（磁盘已满）", "紀錄冊無法寫入（磁碟已滿）");

    internal static readonly Titles OutageGroup = new(
        "Refused because nothing leaves unrecorded", "拒绝：未经记录，一律不放行", "拒絕：未經記錄，一律不予放行");

    private static readonly Titles Crossing = new(
        "Crosses, masked and stamped", "放行：已脱敏并加盖戳记", "放行：資料已遮蔽並蓋上戳記");

    private static readonly Titles Who = new(
        "Refused for who is asking", "拒绝：调用方身份不符", "拒絕：呼叫方身分不符");

    private static readonly Titles Law = new(
        "Refused for want of a route or a legal basis", "拒绝：没有路由或跨境法律依据", "拒絕：沒有路由或跨境法律依據");

    private static readonly Titles Content = new(
        "Refused for what is in it", "拒绝：内容不得放行", "拒絕：內容不得放行");

    private static readonly Titles Errors = new(
        "An error body never crosses", "错误页面的正文一律不放行", "錯誤頁面的內文一律不予放行");

    private const string Bank = "bank-gz.client";
    private const string Clinic = "clinic-hk.client";
    private const string Customers = "/hk/customers/HKG001";

    /// <summary>The push that the ledger's outage is tried with.</summary>
    internal static DemoCase Push { get; } = new(
        Crossing,
        new("bank pushes customer files to its branch", "银行向香港分行推送客户资料", "銀行向香港分行推送客戶資料"),
        DemoDoor.North, Bank, $"{Customers}?lang=zh",
        DemoDocuments.Customers, Receipt.Crossed, null)
    {
        Secrets = DemoDocuments.CustomerSecrets,
        ExpectsStampedAnswer = true,
    };

    internal static IReadOnlyList<DemoCase> All { get; } =
    [
        Push,
        new(
            Crossing,
            new("clinic pulls a patient record (FHIR, 470 KB)", "诊所调取患者病历（FHIR，470 KB）", "診所索取病人紀錄（FHIR，470 KB）"),
            DemoDoor.South, Clinic,
            Summary(HospitalStub.Patient), null, Receipt.Crossed, null)
        {
            Secrets = DemoDocuments.PatientSecrets,
            ExpectsStampedAnswer = true,
        },
        .. Strangers(),
        Refused(
            Law,
            new("route that nobody declared", "未经声明的路由", "未經訂明的路由"),
            "/hk/payroll", DemoDocuments.Customers, RefusalCode.RouteUnknown),
        Refused(
            Law,
            new("query value that nobody declared", "未经声明的查询参数", "未經訂明的查詢參數"),
            $"{Customers}?lang=zh&customer=C-0001", DemoDocuments.Customers,
            RefusalCode.RouteParameter),
        Refused(
            Law,
            new("no legal instrument", "没有跨境法律依据", "沒有跨境法律依據"),
            "/hk/clinic/credit", DemoDocuments.Credit, RefusalCode.InstrumentMissing),
        Refused(
            Law,
            new("legal instrument for other data", "跨境法律依据只涵盖其他数据", "跨境法律依據只涵蓋其他數據"),
            "/hk/credit", DemoDocuments.Credit,
            RefusalCode.CategoryNotCovered),
        Refused(
            Law,
            new("legal instrument expired", "跨境法律依据已到期", "跨境法律依據已屆滿"),
            "/hk/loans", DemoDocuments.Loan, RefusalCode.InstrumentExpired),
        Refused(
            Law,
            new("core data", "核心数据", "核心數據"),
            "/hk/settlement", DemoDocuments.Settlement, RefusalCode.GradeCore),
        .. Contents(),
        new(
            Errors,
            new("hospital answers 404 with personal data", "医院返回含个人信息的 404 页面", "醫院傳回載有個人資料的 404 頁面"),
            DemoDoor.South, Clinic,
            Summary(HospitalStub.NoPatient), null, Receipt.Emptied, null)
        {
            Secrets = [MadeUpIdentity.Specimen, "小芳", "13800138000"],
        },
    ];

    private static IEnumerable<DemoCase> Strangers() =>
    [
        Refused(
            Who,
            new("no certificate", "未出示证书", "沒有出示證書"),
            Customers, DemoDocuments.Customers, RefusalCode.CertificateAbsent)
            with { Certificate = null },
        Bad(
            new("certificate of an unlisted authority", "证书由信任列表以外的机构签发", "證書由信任列表以外的核證機關發出"),
            DevBad.Untrusted, RefusalCode.CertificateUntrusted),
        Bad(
            new("certificate revoked", "证书已被撤销", "證書已被撤銷"),
            DevBad.Revoked, RefusalCode.CertificateRevoked),
        Refused(
            Who,
            new("Hong Kong party at the mainland door", "香港参与方从内地一侧接入", "香港參與方由內地一方接入"),
            Customers, DemoDocuments.Customers, RefusalCode.PartyZone)
            with { Certificate = "bank-hk.client" },
    ];

    private static IEnumerable<DemoCase> Contents() =>
    [
        Remark(
            new("resident ID in a remark", "备注中夹带居民身份证号码", "備註中夾帶內地居民身份證號碼"),
            MadeUpIdentity.Specimen),
        Remark(
            new("the same in full-width digits", "同一号码，改用全角数字", "同一號碼，改用全形數字"),
            MadeUpIdentity.FullWidth(MadeUpIdentity.Specimen)),
        Remark(
            new("the same as \\u escapes", "同一号码，改用 \\u 转义", "同一號碼，改用 \\u 轉義"),
            MadeUpIdentity.Escaped(MadeUpIdentity.Specimen)),
        new(
            Content,
            new("resident ID in the hospital's answer", "医院应答中夹带居民身份证号码", "醫院的回應中夾帶內地居民身份證號碼"),
            DemoDoor.South, Clinic,
            Summary(HospitalStub.LeakyPatient), null, Receipt.Refused, RefusalCode.ScreenFinding.Wire)
        {
            Secrets = [MadeUpIdentity.Specimen],
        },
        Refused(
            Content,
            new("unlisted member in a closed form", "封闭式表单中多出一个字段", "封閉式表格中多出一個欄位"),
            "/hk/notices", DemoDocuments.NoticeWithMore,
            RefusalCode.FieldUnlisted),
        Refused(
            Content,
            new("JSON cut off in the middle", "中途截断的 JSON", "中途截斷的 JSON"),
            Customers, DemoDocuments.Malformed, RefusalCode.BodyMalformed),
        Refused(
            Content,
            new("body over the limit", "正文超过上限", "內文超出上限"),
            Customers, DemoDocuments.LargerThan(MaxBodyBytes),
            RefusalCode.BodyTooLarge),
    ];

    private static DemoCase Bad(Titles name, string certificate, RefusalCode code) =>
        Refused(Who, name, Customers, DemoDocuments.Customers, code) with
        {
            Certificate = certificate,
            IsBadCertificate = true,
        };

    private static DemoCase Remark(Titles name, string text) =>
        Refused(Content, name, Customers, DemoDocuments.Remark(text), RefusalCode.ScreenFinding);

    private static DemoCase Refused(Titles group, Titles name, string target, byte[] body, RefusalCode code) =>
        new(group, name, DemoDoor.North, Bank, target, body, Receipt.Refused, code.Wire);

    private static string Summary(string patient) => $"/gz/patients/{patient}/summary";
}
