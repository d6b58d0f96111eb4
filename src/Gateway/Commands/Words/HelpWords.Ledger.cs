using Gateway.Policies;

namespace Gateway.Commands.Words;

/// <summary>The help of the ledger's tools.</summary>
internal static partial class HelpWords
{
    // Made when asked for: the order in which fields of two files come to life is nobody's to rely on.
    private static Titles[] LedgerTexts =>
    [
        new(
            "Verifies a ledger folder, proves entries of it, and reads it.",
            "核验台账文件夹，为其中的条目出具证明，并读取条目。",
            "核實紀錄冊資料夾，為其中的記項提供證明，並讀取記項。"),
        new(
            "Prints the published entries that fit everything asked, one line each, in the order of the log. Each is "
                + "proven under its shard's signed checkpoint. Works beside a running daemon. Exit 0 found, 3 none.",
            "按台账顺序逐行列出符合全部条件的已公布条目，每条均按所属年度的已签名检查点验证。"
                + "网关运行时亦可使用。退出码：0 已找到，3 没有。",
            "按紀錄冊次序逐行列出符合所有條件的已公布記項，每項均按所屬年度的已簽署檢查點驗證。"
                + "閘道運行時亦可使用。結束代碼：0 已找到，3 沒有。"),
        new(
            "Prints published entries as they come, one line each, and follows until it is stopped. With --from it "
                + "goes on exactly where a reader left off, over new year too; an entry that cannot be read or proven "
                + "ends it with exit 1, none is skipped.",
            "逐行列出陆续公布的条目，持续跟随直至被停止。指定 --from 时从上次读到之处接着读，跨年亦然；"
                + "遇到无法读取或验证的条目时以退出码 1 结束，绝不跳过任何条目。",
            "逐行列出陸續公布的記項，持續跟隨直至被停止。指定 --from 時從上次讀到之處接續讀取，跨年亦然；"
                + "遇到無法讀取或驗證的記項時以結束代碼 1 結束，絕不略過任何記項。"),
        new(
            "Writes published entries as JSON Lines: cursor, origin, index, leaf hash, and the entry byte for byte. "
                + "Each is proven under its shard's signed checkpoint first; one that is not ends it with exit 1.",
            "将已公布的条目写成 JSON Lines：游标、台账名称、序号、叶哈希及逐字节的条目。"
                + "每条先按所属年度的已签名检查点验证，未能验证时以退出码 1 结束。",
            "將已公布的記項寫成 JSON Lines：游標、紀錄冊名稱、序號、葉雜湊值及逐位元組的記項。"
                + "每項先按所屬年度的已簽署檢查點驗證，未能驗證時以結束代碼 1 結束。"),
        new(
            "The first entry to print. Default: the last ten of the last year.",
            "列出的第一个条目。默认：最近一年的最后十条。",
            "列出的第一個記項。預設：最近一年的最後十項。"),
        new(
            "The first entry to write. Default: the first there is.",
            "写出的第一个条目。默认：现有的第一条。",
            "寫出的第一個記項。預設：現有的第一項。"),
        new(
            "The entry to end before. Default: all that is published.",
            "写到此条目之前为止。默认：所有已公布的条目。",
            "寫到此記項之前為止。預設：所有已公布的記項。"),
        new("At most so many lines.", "最多列出的行数。", "最多列出的行數。"),
        new("The transfer's id.", "传输编号。", "傳輸編號。"),
        new(
            "Exporter, recipient, caller or the one refused.",
            "数据提供方、接收方、调用方或被拒绝的一方。",
            "資料提供方、接收方、呼叫方或被拒絕的一方。"),
        new("The route's id.", "路由的标识。", "路由的識別碼。"),
        new("The category's id.", "数据类别的标识。", "數據類別的識別碼。"),
        new("The code of a refusal or hold.", "拒绝或待审批的代码。", "拒絕或待審批的代碼。"),
        new(
            "How it was decided: release, request, refusal or hold.",
            "如何决定：release、request、refusal 或 hold。",
            "如何決定：release、request、refusal 或 hold。"),
        new(
            "Any kind of entry, for example policy or recover.",
            "任何种类的条目，例如 policy 或 recover。",
            "任何種類的記項，例如 policy 或 recover。"),
        new("Entries of this time and later.", "此时及以后的条目。", "此時及以後的記項。"),
        new("Entries before this time.", "此时以前的条目。", "此時以前的記項。"),
    ];
}
