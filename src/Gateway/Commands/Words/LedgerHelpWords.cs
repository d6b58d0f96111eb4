using Gateway.Policies;

namespace Gateway.Commands.Words;

/// <summary>The help of the ledger's tools.</summary>
internal static class LedgerHelpWords
{
    internal static readonly Titles[] Texts =
    [
        new("Verifies, proves, reads and recovers a ledger.", "核验、证明、读取和恢复台账。", "核實、證明、讀取及恢復紀錄冊。"),
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
            "Throws the ledger's index away and makes it again from the published entries, each proven under its "
                + "shard's signed checkpoint. The ledger itself is only read. The daemon must be stopped: it keeps "
                + "its index by itself, and makes it again where it does not fit. Exit 0 made, 1 a fault, 3 the "
                + "ledger is damaged.",
            "丢弃台账索引，并由已公布的条目重新建立，每条均按所属年度的已签名检查点验证。台账本身只供读取。"
                + "须先停止网关：网关自行维护索引，不符时会自行重建。退出码：0 已建立，1 有错误，3 台账受损。",
            "丟棄紀錄冊索引，並由已公布的記項重新建立，每項均按所屬年度的已簽署檢查點驗證。紀錄冊本身只供讀取。"
                + "須先停止閘道：閘道自行維護索引，不符時會自行重建。結束代碼：0 已建立，1 有錯誤，3 紀錄冊受損。"),
        new(
            "gateway.json: the index is made where its 'Audit:Index' says. Default: index.db in DIR.",
            "gateway.json：索引建立在其 'Audit:Index' 所指之处。默认：DIR 内的 index.db。",
            "gateway.json：索引建立在其 'Audit:Index' 所指之處。預設：DIR 內的 index.db。"),
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
        new(
            "Begins a new ledger in the place of one that cannot go on. The configuration names the new one: another "
                + "origin, an empty folder, another anchor, keys endorsed for that origin. Two officers approve; the "
                + "new ledger's first entries name the old head, their request, and the bundle and trust lists in "
                + "force, which may not be older than those of the old ledger. Nothing in DIR is changed. Exit 0 "
                + "begun, 3 not approved.",
            "启用新台账，接替无法继续的旧台账。配置须指定新台账：另一名称、空文件夹、另一锚点，以及为该名称背书的密钥。"
                + "须由两名授权人员批准；新台账的首批条目载明旧检查点、批准的请求，以及生效的策略包和信任列表，"
                + "两者不得旧于旧台账所载。DIR 中的内容不作任何改动。退出码：0 已启用，3 未获批准。",
            "啟用新紀錄冊，接替無法繼續的舊紀錄冊。設定須指定新紀錄冊：另一名稱、空資料夾、另一錨點，以及為該名稱背書的密碼匙。"
                + "須由兩名獲授權人員批准；新紀錄冊的首批記項載明舊檢查點、批准的請求，以及生效的政策檔案及信任列表，"
                + "兩者不得舊於舊紀錄冊所載。DIR 中的內容不作任何更改。結束代碼：0 已啟用，3 未獲批准。"),
        new(
            "Writes to stdout what two officers sign: the new origin, the old head, why and when. Good for 24 hours.",
            "向标准输出写出两名授权人员所签署的内容：新台账名称、旧检查点、原因和时间。24 小时内有效。",
            "向標準輸出寫出兩名獲授權人員所簽署的內容：新紀錄冊名稱、舊檢查點、原因及時間。24 小時內有效。"),
        new(
            "Signs a request of 'ledger recover', 'ledger erase' or 'ledger prune' as an officer: CMS, detached, over "
                + "its exact bytes. Read it first.",
            "以授权人员身份签署 ledger recover、ledger erase 或 ledger prune 的请求：对其逐字节内容作分离式 CMS 签名。请先阅读。",
            "以獲授權人員身分簽署 ledger recover、ledger erase 或 ledger prune 的請求：對其逐位元組內容作分離式 CMS 簽署。請先閱讀。"),
        new(
            "Overwrites the annexes that a request names with zeros, after an 'erase' entry for each is durable. The "
                + "entries, the tree and every proof stay. Two officers approve. The daemon must be stopped: it holds "
                + "its ledger. Stopped on the way, it is run again with the same request. Exit 0 erased, 3 not "
                + "approved.",
            "先为请求所列的每份附件写入 erase 条目并落盘，再以零覆盖该附件。条目、树和一切证明保持不变。须由两名授权人员批准。"
                + "网关占用台账，须先停止。中途中断时，以同一请求重新运行。退出码：0 已清除，3 未获批准。",
            "先為請求所列的每份附件寫入 erase 記項並寫入磁碟，再以零覆寫該附件。記項、樹及所有證明保持不變。須由兩名獲授權人員批准。"
                + "閘道佔用紀錄冊，須先停止。中途中斷時，以同一請求重新執行。結束代碼：0 已清除，3 未獲批准。"),
        new(
            "Writes to stdout what two officers sign: the annexes of a transfer's releases, why and when. Good for 24 "
                + "hours.",
            "向标准输出写出两名授权人员所签署的内容：一次传输各放行条目的附件、原因和时间。24 小时内有效。",
            "向標準輸出寫出兩名獲授權人員所簽署的內容：一項傳輸各放行記項的附件、原因及時間。24 小時內有效。"),
        new("Folder of the ledger that cannot go on.", "无法继续的台账所在的文件夹。", "無法繼續的紀錄冊所在的資料夾。"),
        new(
            "A later checkpoint than the one in DIR, as the anchor, a witness or a mirror kept it.",
            "晚于 DIR 中的检查点，由锚点、见证方或镜像保存。",
            "遲於 DIR 中的檢查點，由錨點、見證方或鏡像保存。"),
        new("The request file that the officers signed.", "两名授权人员所签署的请求文件。", "兩名獲授權人員所簽署的請求檔案。"),
        new(
            "CMS by an officer over the request file, detached, DER. Wanted twice.",
            "授权人员对请求文件的分离式 CMS 签名，DER 格式。须给出两次。",
            "獲授權人員對請求檔案的分離式 CMS 簽署，DER 格式。須提供兩次。"),
        new(
            "Why: the officers read it. It is not recorded, only its digest within the request.",
            "原因：供授权人员阅读。不予记录，只记录请求的摘要。",
            "原因：供獲授權人員閱讀。不予記錄，只記錄請求的摘要。"),
        new("The request file to sign.", "所签署的请求文件。", "所簽署的請求檔案。"),
        new("Where the approval is written.", "批准文件的写出位置。", "批准檔案的寫出位置。"),
    ];
}
