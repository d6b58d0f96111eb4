using System.Globalization;
using Gateway.Closing;
using Gateway.Policies;

namespace Gateway.Commands.Demo;

/// <summary>What the demo says between its rows; the rows have their words in <see cref="DemoCases"/>.</summary>
internal static class DemoWords
{
    internal static readonly Titles Introduction = new(
        """
        A gateway in Guangzhou stands between a bank and its Hong Kong branch, and between a hospital and a clinic
        in Hong Kong. Nothing crosses unless the signed policy names it; what crosses is masked, stamped and on
        record before the first byte leaves. Everybody here is made up.
        """,
        """
        广州的一台网关，一头连着银行与其香港分行，一头连着医院与香港的一家诊所。凡是已签署的策略没有列明的，
        一律不放行；放行的内容先脱敏、加盖戳记并记入台账，然后才发出第一个字节。人物与机构均为虚构。
        """,
        """
        一台設於廣州的閘道，連接一間銀行與其香港分行，以及一間醫院與香港一間診所。凡未在已簽署的政策中列明的資料，
        一律不予放行；獲放行的資料先經遮蔽、蓋上戳記並記入紀錄冊，才會送出第一個位元組。人物及機構均屬虛構。
        """);

    internal static readonly Titles Ok = new("ok  ", "相符", "相符");
    internal static readonly Titles Failed = new("FAIL", "不符", "不符");
    internal static readonly Titles Entry = new("entry", "条目", "記項");
    internal static readonly Titles NotOnRecord = new("not on record", "未记录", "沒有記錄");
    internal static readonly Titles Expected = new("expected", "预期", "預期");

    internal static readonly Titles Proven = new("Proven afterwards, offline", "事后离线核验", "事後離線核實");

    internal static readonly Titles LedgerWhole = new(
        "ledger verified; every transfer above stands in it where its answer said",
        "台账完整，上列每次传输都记在应答所示的位置",
        "紀錄冊完整，上列每次傳輸均記於回應所示的位置");

    internal static readonly Titles NotNoticed = new("NOT NOTICED in ", "未被发现：", "未被發現：");

    internal static readonly Titles Kept = new(
        "Kept: ledger, keys, trust lists, bundle, and the messages as they were received, in ",
        "已留存台账、密钥、信任列表、策略包以及对方收到的报文：",
        "已留存紀錄冊、密碼匙、信任列表、政策檔案及對方收到的訊息：");

    internal static readonly Titles AllAsTold = new(
        "Everything came out as told.", "全部结果与预期相符。", "全部結果與預期相符。");

    internal static readonly Titles NotAsTold = new(
        "NOT everything came out as told.", "有结果与预期不符。", "有結果與預期不符。");

    internal static readonly Titles CannotGoOn = new("the demo cannot go on:", "演示无法继续：", "示範無法繼續：");

    internal static readonly Titles KeepTakesEmptyFolder = new(
        "--keep must name a folder that is empty or absent",
        "--keep 须指定空的或尚不存在的文件夹",
        "--keep 須指定空的或尚未存在的資料夾");

    internal static readonly Titles MakingKeys = new(
        "making throw-away keys, certificates and a signed bundle ...",
        "正在生成一次性密钥、证书和已签署的策略包……",
        "正在產生一次性密碼匙、證書及已簽署的政策檔案……");

    internal static readonly Titles RefusedOnPurpose = new(
        "three routes in the bundle are meant to have no valid legal instrument: what they carry must be refused",
        "策略包中有三条路由特意没有有效的跨境法律依据，经这些路由的传输应被拒绝",
        "政策檔案中有三條路由刻意沒有有效的跨境法律依據，經這些路由的傳輸應被拒絕");

    internal static readonly Titles Sending = new(
        "the gateway is up; sending ...", "网关已启动，正在发送……", "閘道已啟動，正在傳送……");

    internal static readonly Titles TakingDisk = new(
        "starting a second daemon and taking its disk away ...",
        "正在启动第二台网关，并令其无法写盘……",
        "正在啟動第二台閘道，並令其無法寫入磁碟……");

    internal static readonly Titles Verifying = new(
        "verifying stamps and ledger, then tampering with a copy ...",
        "正在核验戳记和台账，随后在副本上逐一改动……",
        "正在核實戳記及紀錄冊，然後在副本上逐一更改……");

    private static readonly Titles Colon = new(": ", "：", "：");

    // The statement's own names of what was done to values, in its order.
    private static readonly Dictionary<string, Titles> Actions = new()
    {
        ["kept"] = new("kept", "保留", "保留"),
        ["dropped"] = new("dropped", "剔除", "剔除"),
        ["redacted"] = new("redacted", "隐去", "隱去"),
        ["masked"] = new("masked", "掩码", "遮蔽"),
        ["hashed"] = new("hashed", "哈希", "雜湊"),
        ["tokenised"] = new("tokenised", "令牌化", "代碼化"),
        ["generalised"] = new("generalised", "概化", "概括"),
        ["shifted"] = new("shifted", "平移", "平移"),
        ["encrypted"] = new("encrypted", "加密", "加密"),
        ["constant"] = new("constant", "以常量代替", "以常數代替"),
        ["truncated"] = new("truncated", "截短", "截短"),
    };

    private static readonly Dictionary<string, Titles> Endings = new()
    {
        [Receipt.Crossed] = new("crossed", "放行", "放行"),
        [Receipt.Emptied] = new("emptied", "只转达状态码", "只傳達狀態碼"),
        [Receipt.Refused] = new("refused", "拒绝", "拒絕"),
        [Receipt.Held] = new("held", "待人工审批", "待人手審批"),
        [Observation.Leaked] = new("leaked", "泄露", "外洩"),
        [Observation.Nothing] = new("nothing", "没有结果", "沒有結果"),
    };

    /// <summary>How it ended, with the code of a refusal.</summary>
    internal static string Outcome(string ending, string? code, Language language) => code is null
        ? Endings[ending].In(language)
        : Endings[ending].In(language) + Colon.In(language) + code;

    /// <summary>"3 masked, 2 kept" of the statement's counts.</summary>
    internal static Titles Counts(IReadOnlyList<(string Action, long Count)> counts) => new(
        string.Join(", ", counts.Select(count => $"{count.Count} {Actions[count.Action].En}")),
        string.Join("，", counts.Select(count => $"{Actions[count.Action].ZhHans} {count.Count} 项")),
        string.Join("，", counts.Select(count => $"{Actions[count.Action].ZhHant} {count.Count} 項")));

    internal static Titles Emptied(int status, int? bytes) => new(
        $"status {status} passed, {bytes} bytes thrown away",
        $"状态码 {status} 已转达，正文 {bytes} 字节已丢弃",
        $"狀態碼 {status} 已傳達，內文 {bytes} 位元組已捨棄");

    internal static Titles Bytes(long bytesIn, long bytesOut) => new(
        $"{Grouped(bytesIn)} bytes in, {Grouped(bytesOut)} bytes out: ",
        $"收到 {Grouped(bytesIn)} 字节，放行 {Grouped(bytesOut)} 字节：",
        $"接收 {Grouped(bytesIn)} 位元組，放行 {Grouped(bytesOut)} 位元組：");

    internal static Titles Stamps(int verified, int all) => new(
        $"{verified} of {all} stamps verified against the trust lists",
        $"依信任列表核验戳记：共 {all} 枚，{verified} 枚有效",
        $"依信任列表核實戳記：共 {all} 個，{verified} 個有效");

    internal static Titles Tampers(int caught, int all) => new(
        $"{caught} of {all} changed bytes noticed, one at a time, in a copy:",
        $"在副本上逐一改动 {all} 个字节，发现 {caught} 个：",
        $"在副本上逐一更改 {all} 個位元組，發現 {caught} 個：");

    private static string Grouped(long number) => number.ToString("n0", CultureInfo.InvariantCulture);
}
