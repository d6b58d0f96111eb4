using Gateway.Policies;

namespace Gateway.Commands.Init;

/// <summary>What stands in the files of a new configuration, and what the command says of them.</summary>
internal static class InitWords
{
    internal static Titles Bundle { get; } = new(
        "Made by 'gateway init'. Raise the version with every change, and have the bundle signed again.",
        "由 'gateway init' 生成。每次修改均须提高版本号，并重新签署策略包。",
        "由 'gateway init' 產生。每次修改均須提高版本編號，並重新簽署政策檔案。");

    internal static Titles Parties { get; } = new(
        "Decide: who both sides are. Registration and certificates here are made up, for the throw-away keys.",
        "请决定：双方是谁。此处的登记号码和证书均为虚构，仅配合一次性密钥。",
        "請決定：雙方是誰。此處的登記號碼及證書均屬虛構，只配合一次性密碼匙。");

    internal static Titles Purpose { get; } = new(
        "Decide: the purpose, and its lawful basis (PIPL 13).",
        "请决定：处理目的及其合法性基础（个人信息保护法第十三条）。",
        "請決定：使用目的及其合法基礎（《個人信息保護法》第十三條）。");

    internal static Titles Routes { get; } = new(
        "The doors. A leg carries the category it names, or nothing.",
        "各条路由。每一程只携带所列的数据类别，未列明的不携带任何内容。",
        "各條路由。每一程只載有所列的數據類別，未有列明的不載任何內容。");

    internal static Titles Instrument { get; } = new(
        "A placeholder: nothing crosses until it says what is on file. With the filing's number and the impact "
            + "assessment in their places, it holds.",
        "占位内容：填明备案情况之前，任何数据都不得跨境。填入备案编号和个人信息保护影响评估后方可生效。",
        "佔位內容：填明備案情況之前，任何數據均不得跨境。填入備案編號及個人信息保護影響評估後方可生效。");

    internal static Titles InstrumentSouth { get; } = new(
        "A placeholder: nothing crosses before its first day. Put the day in from which you answer for it.",
        "占位内容：生效日之前，任何数据都不得跨境。请填入由贵方负责的首日。",
        "佔位內容：生效日之前，任何數據均不得跨境。請填入由貴方負責的首日。");

    internal static Titles VolumeCap { get; } = new(
        "decide: this build counts no persons, so it takes no other value",
        "请决定：此版本不统计人数，故不接受其他取值",
        "請決定：此版本不統計人數，故不接受其他數值");

    internal static Titles Settings { get; } = new(
        "Made by 'gateway init': the gateway beside one application. dev/ is throw-away: never for real data.",
        "由 'gateway init' 生成：网关与一个应用并置。dev/ 之内均为一次性内容，切勿用于真实数据。",
        "由 'gateway init' 產生：閘道與一個應用程式並置。dev/ 之內均為一次性內容，切勿用於真實數據。");

    internal static Titles Sidecar { get; } = new(
        "The application's door. Whoever gets here is the party, so the kernel says who gets here.",
        "应用的入口。能连上的即视为该参与方，因此由内核决定谁能连接。",
        "應用程式的入口。能連上的即視為該參與方，因此由核心決定誰可連接。");

    internal static Titles Door { get; } = new(
        "The far side's door: mTLS, its certificate says who is calling.",
        "对方的入口：双向 TLS，由证书表明调用方身份。",
        "對方的入口：雙向 TLS，由證書表明呼叫方身分。");

    internal static Titles Next { get; } = new("next:", "下一步：", "下一步：");

    internal static Titles ThrowAway { get; } = new(
        "Keys and certificates in dev/ are throw-away ones: never for real data.",
        "dev/ 中的密钥和证书均为一次性：切勿用于真实数据。",
        "dev/ 中的密碼匙及證書均屬一次性：切勿用於真實數據。");

    internal static Titles NoKeys { get; } = new(
        "Certificates, trust lists and keys are still to be put where gateway.json says; then 'gateway check'.",
        "证书、信任列表和密钥尚待放到 gateway.json 所指的位置，然后运行 'gateway check'。",
        "證書、信任列表及密碼匙尚待放到 gateway.json 所指的位置，然後執行 'gateway check'。");

    internal static Titles Made(string folder, int paths) => new(
        $"made {folder}: paths in the samples {paths}, all dropped; nothing crosses yet",
        $"已生成 {folder}：样本中共 {paths} 条路径，全部剔除；目前一律不放行",
        $"已產生 {folder}：樣本中共 {paths} 條路徑，全部剔除；目前一律不放行");

    internal static Titles Ask(string option) => option switch
    {
        "--dir" => new("Folder to make: ", "要生成的文件夹：", "要產生的資料夾："),
        "--app" => new(
            "URL of the application, where the far side calls it (empty: it does not): ",
            "应用的 URL，供对方调用（留空表示不调用）：",
            "應用程式的 URL，供對方呼叫（留空表示不呼叫）："),
        "--peer" => new(
            "URL of the far side, where the application calls it (empty: it does not): ",
            "对方的 URL，供应用调用（留空表示不调用）：",
            "對方的 URL，供應用程式呼叫（留空表示不呼叫）："),
        _ => new("Sample document: ", "样本文件：", "樣本檔案："),
    };
}
