using Gateway.Policies;

namespace Gateway.Commands.Status;

/// <summary>The command or action that mends a finding.</summary>
internal static class StatusRemedies
{
    private static readonly Titles Certificate = new(
        "renew the certificate and put it in its place with its key",
        "更新证书，连同其私钥替换原有文件",
        "更新證書，連同其私人密碼匙取代原有檔案");

    private static readonly Titles Endorsement = new(
        "have every exporter's e-certificate endorse the key anew, and put the endorsement in its place",
        "由各数据提供方以电子证书为该密钥重新背书，并替换原有背书",
        "由各資料提供方以電子證書為該密碼匙重新背書，並取代原有背書");

    private static readonly Dictionary<string, Titles> ByKind = new(StringComparer.Ordinal)
    {
        ["bundle"] = new(
            "issue the bundle in a new version, and have it signed: 'gateway policy sign DIR'",
            "发布新版本的策略包并由授权人员签署：'gateway policy sign DIR'",
            "發出新版本的政策檔案並由獲授權人員簽署：'gateway policy sign DIR'"),
        ["trust-list"] = new(
            "fetch the next list and its signature from its operator",
            "向信任列表的运营机构取得下一份列表及其签名",
            "向信任列表的營運機構取得下一份列表及其簽署"),
        ["crl"] = new(
            "put the authority's current full CRL into Trust:Crls",
            "将该机构现行的完整证书撤销列表放入 Trust:Crls",
            "將該核證機關現行的完整證書撤銷清單放入 Trust:Crls"),
        ["server-certificate"] = Certificate,
        ["client-certificate"] = Certificate,
        ["stamping-key"] = Endorsement,
        ["ledger-key"] = Endorsement,
        ["instrument"] = new(
            "renew or file the instrument, put it into the bundle, and have a new version signed",
            "办理续期或备案，填入策略包，并签署新版本",
            "辦理續期或備案，填入政策檔案，並簽署新版本"),
        ["trust-entry"] = new(
            "ask the operator of the list for a new entry",
            "向信任列表的运营机构申请新的条目",
            "向信任列表的營運機構申請新的記項"),
        ["key"] = new(
            "add a key of the same use to the keys file, and let the rules name it",
            "在密钥文件中增加同一用途的密钥，并在规则中引用",
            "在密碼匙檔案中增加同一用途的密碼匙，並在規則中引用"),
    };

    internal static Titles Restart { get; } = new(
        "look at the log on stderr, then restart the daemon",
        "查看标准错误输出中的日志，然后重启网关",
        "查看標準錯誤輸出中的日誌，然後重新啟動閘道");

    internal static Titles Ready { get; } = new(
        "look at the log on stderr; nothing is released until this is mended",
        "查看标准错误输出中的日志；故障排除之前，不会放行任何数据",
        "查看標準錯誤輸出中的日誌；問題解決之前，不會放行任何數據");

    internal static Titles Anchor { get; } = new(
        "put it back from its backup: without it the next start is refused",
        "从备份恢复：没有该文件，下次启动将被拒绝",
        "從備份還原：沒有該檔案，下次啟動將被拒絕");

    internal static Titles Disk { get; } = new(
        "make room, or move the ledger to a larger volume: when it is full nothing leaves",
        "清理空间，或将台账移至更大的卷：写满后不会放行任何数据",
        "清理空間，或將紀錄冊移至較大的磁碟區：寫滿後不會放行任何數據");

    internal static Titles Of(string kind) => ByKind[kind];

    internal static Titles Start(StatusView view)
    {
        var command = $"'gateway run --config {view.ConfigFile}'";
        return new($"start it: {command}", $"启动：{command}", $"啟動：{command}");
    }

    internal static Titles Witnesses { get; } = new(
        "event 8040 of the log says which and why; ask whoever runs them",
        "日志事件 8040 列明是哪些及其原因；请联系其运营者",
        "日誌事件 8040 列明是哪些及其原因；請聯絡其營運者");

    internal static Titles Check(StatusView view)
    {
        var command = $"'gateway check --config {view.ConfigFile}'";
        return new($"mend it until {command} says valid", $"改正后，以 {command} 确认通过", $"更正後，以 {command} 確認通過");
    }

    internal static Titles NewestCopy { get; } = new(
        "bring back the newest copy: the next start is refused, and nothing may be appended to this one",
        "恢复最新副本：下次启动将被拒绝，且不得在此副本上追加",
        "還原最新副本：下次啟動將被拒絕，且不得在此副本上追加");

    internal static Titles Tap { get; } = new(
        "look at its receiver, and at the log for 'TapLost' and its reason; no transfer waits for it",
        "检查接收端，并在日志中查看 'TapLost' 及其原因；传输不受影响",
        "檢查接收端，並在日誌中查看 'TapLost' 及其原因；傳輸不受影響");

    internal static Titles Remove(string file) => new(
        $"find out who stopped it; when it may go on, 'rm {file}'",
        $"查明由谁停止；可以恢复时执行 'rm {file}'",
        $"查明由誰停止；可以恢復時執行 'rm {file}'");

    internal static Titles Access(string folder) => new(
        $"run this as the daemon's user, or let this user read {folder}",
        $"以运行网关的用户执行本命令，或准许当前用户读取 {folder}",
        $"以執行閘道的使用者身分執行本指令，或准許目前使用者讀取 {folder}");
}
