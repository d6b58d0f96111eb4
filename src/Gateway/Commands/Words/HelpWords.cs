using System.Collections.Frozen;
using Gateway.Policies;

namespace Gateway.Commands.Words;

/// <summary>
/// What --help says, in three languages. The English stands at the command too: it is the key, so that words which
/// change there and not here fail a test instead of going stale.
/// </summary>
internal static class HelpWords
{
    private static readonly Titles[] Texts =
    [
        new(
            "A data-customs gateway for the mainland / Hong Kong boundary: nothing crosses unless a"
                + " signed policy names it, and what leaves is on disk in a tamper-evident ledger before "
                + "the first byte does. Exit codes: 0 yes, 1 fault or usage, 3 refused or not valid.",
            "设于内地与香港之间的数据海关网关：凡是已签署的策略没有列明的，一律不放行；"
                + "放行的内容先写入防篡改的台账，然后才发出第一个字节。"
                + "退出码：0 是，1 有错误或用法不当，3 拒绝或无效。",
            "設於內地與香港之間的數據海關閘道：凡未在已簽署的政策中列明的，一律不予放行；"
                + "獲放行的資料先記入防篡改的紀錄冊，才會送出第一個位元組。"
                + "結束代碼：0 是，1 有錯誤或用法不當，3 拒絕或無效。"),
        new(
            "Starts the daemon with throw-away keys on loopback, lets a bank push customer files "
                + "and a clinic pull a patient record, tries what must not cross, then verifies every "
                + "stamp and the ledger and tampers with each. Exit 0 when everything came out as told, "
                + "else 1.",
            "以一次性密钥在本机回环地址启动网关，让银行推送客户资料、诊所调取患者病历，再尝试不得放行的各种传输；"
                + "随后核验全部戳记和台账，并逐一改动以验证能否发现。全部与预期相符时退出码为 0，否则为 1。",
            "以一次性密碼匙在本機迴環地址啟動閘道，讓銀行推送客戶資料、診所索取病人紀錄，再嘗試不得放行的各種傳輸；"
                + "其後核實所有戳記及紀錄冊，並逐一更改以驗證能否察覺。全部與預期相符時結束代碼為 0，否則為 1。"),
        new(
            "Runs the daemon. SIGHUP, or a change of the files, takes a new bundle and new trust "
                + "lists into force; SIGTERM finishes what was taken in and stops.",
            "运行网关。收到 SIGHUP 或文件有变更时，启用新的策略包和信任列表；"
                + "收到 SIGTERM 时，办完已受理的传输后停止。",
            "運行閘道。收到 SIGHUP 或檔案有更改時，啟用新的政策檔案及信任列表；"
                + "收到 SIGTERM 時，完成已受理的傳輸後停止。"),
        new(
            "Reads and verifies settings, keys, trust lists, endorsements and the bundle, as 'run' "
                + "does, and prints every fault with file, line, column and path. Changes nothing. Exit 0"
                + " valid, 3 not.",
            "像 run 一样读取并核验设置、密钥、信任列表、密钥背书和策略包，"
                + "逐一列出全部错误及其文件、行、列和路径。不作任何改动。有效时退出码为 0，无效为 3。",
            "如同 run 一樣讀取並核實設定、密碼匙、信任列表、密碼匙背書及政策檔案，"
                + "逐一列出所有錯誤及其檔案、行、欄和路徑。不作任何更改。有效時結束代碼為 0，無效為 3。"),
        new(
            "Applies a category's rules to stdin and writes what may leave to stdout. Exit 0; 3 "
                + "refused, with one problem document on stderr and nothing on stdout; 1 fault or usage.",
            "对标准输入套用某一数据类别的规则，把可以放行的内容写到标准输出。"
                + "退出码：0 完成；3 拒绝，此时标准错误输出有一份问题说明，标准输出为空；1 有错误或用法不当。",
            "對標準輸入套用某一數據類別的規則，將可放行的內容寫到標準輸出。"
                + "結束代碼：0 完成；3 拒絕，此時標準錯誤輸出有一份問題說明，標準輸出為空；1 有錯誤或用法不當。"),
        new(
            "Screens stdin, of any form, with every detector of this build. Prints kind, offset and"
                + " length in bytes, and score of each finding; never the value. Exit 0, also with "
                + "findings.",
            "用此版本的全部检测器筛查标准输入，格式不限。逐项列出种类、字节位置和长度以及置信度，绝不列出值本身。"
                + "有发现时退出码仍为 0。",
            "以此版本的所有偵測器篩查標準輸入，格式不限。逐項列出種類、位元組位置及長度以及可信度，絕不列出數值本身。"
                + "有發現時結束代碼仍為 0。"),
        new("Checks and signs bundles.", "检查和签署策略包。", "檢查及簽署政策檔案。"),
        new(
            "Checks a bundle alone: every fault with file, line, column and path. Unsigned is a "
                + "warning. Exit 0 valid, 3 not.",
            "单独检查一份策略包，列出全部错误及其文件、行、列和路径。未签署只作警告。有效时退出码为 0，无效为 3。",
            "單獨檢查一份政策檔案，列出所有錯誤及其檔案、行、欄和路徑。未簽署只作警告。"
                + "有效時結束代碼為 0，無效為 3。"),
        new(
            "Signs a bundle as an officer, or adds a signature beside those that are there: "
                + "bundle.p7s, CMS over the digest lines. A bundle with faults is not signed (exit 3). "
                + "Signatures over other files are taken out.",
            "以授权人员身份签署策略包，或在已有签名之外再加一份：bundle.p7s，即对摘要行的 CMS 签名。"
                + "有错误的策略包不予签署（退出码 3）。针对其他文件内容的旧签名会被移除。",
            "以獲授權人員身分簽署政策檔案，或在現有簽署以外再加一份："
                + "bundle.p7s，即對摘要行的 CMS 簽署。有錯誤的政策檔案不予簽署（結束代碼 3）。"
                + "針對其他檔案內容的舊簽署會被移除。"),
        new("Makes certificates for development.", "生成开发用的证书。", "產生開發用的證書。"),
        new(
            "Makes a throw-away PKI of both sides, signed trust lists, CRLs, endorsed keys and a "
                + "keys file, for development and the demo. Never for production: every private key lies "
                + "beside its certificate. INDEX.md says what is what.",
            "生成两地的一次性公钥基础设施、已签名的信任列表、证书撤销列表、经背书的密钥和密钥文件，供开发和演示使用。"
                + "切勿用于生产：每张证书旁边都放着私钥。各文件说明见 INDEX.md。",
            "產生兩地的一次性公開密碼匙基礎建設、已簽署的信任列表、證書撤銷清單、經背書的密碼匙及密碼匙檔案，"
                + "供開發及示範之用。切勿用於正式環境：每張證書旁邊均放有私人密碼匙。各檔案說明見 INDEX.md。"),
        new(
            "Verifies a ledger folder, and proves entries of it.",
            "核验台账文件夹，并为其中的条目出具证明。",
            "核實紀錄冊資料夾，並為其中的記項提供證明。"),
        new(
            "Recomputes everything: entries, tiles, checkpoints, WAL heads, annexes, every shard. "
                + "Exit 0 whole, 3 damaged.",
            "全部重新计算：条目、哈希块、检查点、预写日志头部、附件，以及每一年度的台账。"
                + "完整时退出码为 0，受损为 3。",
            "全部重新計算：記項、雜湊數據塊、檢查點、預寫日誌標頭、附件，以及每一年度的紀錄冊。"
                + "完整時結束代碼為 0，受損為 3。"),
        new(
            "Writes the tlog-proof of one entry to stdout: its inclusion under the last published "
                + "checkpoint.",
            "把一个条目的 tlog-proof 写到标准输出：证明它已列入最近公布的检查点。",
            "將一個記項的 tlog-proof 寫到標準輸出：證明它已列入最近公布的檢查點。"),
        new(
            "Checks stamp, body, statement and endorsement of one message as the far side received "
                + "it. Anchors come from the trust lists alone: without them the answer is no "
                + "(evidence.unanchored). Exit 0 valid, 3 not.",
            "核验对方收到的一份报文的戳记、正文、传输声明和密钥背书。"
                + "信任锚只取自信任列表，没有信任列表则一律判为无效（evidence.unanchored）。"
                + "有效时退出码为 0，无效为 3。",
            "核實對方收到的一份訊息的戳記、內文、傳輸聲明及密碼匙背書。"
                + "信任錨只取自信任列表，沒有信任列表則一律判為無效（evidence.unanchored）。"
                + "有效時結束代碼為 0，無效為 3。"),
        new(
            "The same, for load tests: one CA, and a gateway.json that is ready to run.",
            "与上相同，供压力测试用：只有一个签发机构，并附可直接运行的 gateway.json。",
            "與上相同，供壓力測試用：只有一個核證機關，並附可直接運行的 gateway.json。"),
        new(
            "Language of what people read: en, zh-Hans or zh-Hant. Default: en.",
            "供人阅读的文字所用的语言：en、zh-Hans 或 zh-Hant。默认：en。",
            "供人閱讀的文字所用的語言：en、zh-Hans 或 zh-Hant。預設：en。"),
        new(
            "Machine-readable: one JSON document on stdout.",
            "供程序读取：在标准输出给出一份 JSON 文档。",
            "供程式讀取：在標準輸出提供一份 JSON 文件。"),
        new("Path of gateway.json.", "gateway.json 的路径。", "gateway.json 的路徑。"),
        new(
            "Keep ledger, keys, trust lists, bundle and messages in this empty or absent folder.",
            "把台账、密钥、信任列表、策略包和报文留存在这个空的或尚不存在的文件夹。",
            "將紀錄冊、密碼匙、信任列表、政策檔案及訊息留存於此空的或尚未存在的資料夾。"),
        new("Folder of the bundle.", "策略包所在的文件夹。", "政策檔案所在的資料夾。"),
        new("Category, for example BK.cdd.", "数据类别，例如 BK.cdd。", "數據類別，例如 BK.cdd。"),
        new("Keys file, where a rule needs one.", "规则需要密钥时所用的密钥文件。", "規則需要密碼匙時所用的密碼匙檔案。"),
        new("Writes the counts here, as JSON.", "把各项计数以 JSON 写入此文件。", "將各項數目以 JSON 寫入此檔案。"),
        new(
            "Folder of a bundle: also checks that it can be read; its own detectors come with a "
                + "later build.",
            "策略包所在的文件夹：一并检查其能否读取；策略包自带的检测器由以后的版本支持。",
            "政策檔案所在的資料夾：一併檢查其能否讀取；政策檔案自訂的偵測器由其後的版本支援。"),
        new("The officer's certificate, PEM.", "授权人员的证书，PEM 格式。", "獲授權人員的證書，PEM 格式。"),
        new("Its private key, PEM, mode 0600.", "证书的私钥，PEM 格式，文件权限 0600。", "證書的私人密碼匙，PEM 格式，檔案權限 0600。"),
        new("A folder that is empty or absent.", "空的或尚不存在的文件夹。", "空的或尚未存在的資料夾。"),
        new("The ledger folder.", "台账文件夹。", "紀錄冊資料夾。"),
        new(
            "PEM public key of the ledger: without it the ledger vouches for its own key. Repeatable.",
            "台账的 PEM 公钥；不给出时只能以台账自带的公钥为准。可重复。",
            "紀錄冊的 PEM 公開密碼匙；不提供時只能以紀錄冊所附的公開密碼匙為準。可重複。"),
        new("N in the last shard, or YYYY:N.", "最近年度台账中的序号 N，或 YYYY:N。", "最近年度紀錄冊中的序號 N，或 YYYY:N。"),
        new(
            "Folder with head.txt, body, signature-base.txt, signature.bin.",
            "内有 head.txt、body、signature-base.txt、"
                + "signature.bin 的文件夹。",
            "內有 head.txt、body、signature-base.txt、"
                + "signature.bin 的資料夾。"),
        new(
            "A trust list with its .p7s beside it. Repeatable.",
            "信任列表，旁边须有其 .p7s。可重复。",
            "信任列表，旁邊須有其 .p7s。可重複。"),
        new(
            "Folder with stamping-key.json and its .p7s.",
            "内有 stamping-key.json 及其 .p7s 的文件夹。",
            "內有 stamping-key.json 及其 .p7s 的資料夾。"),
        new(
            "Folder of CRLs. Default: 'crls' beside the first list.",
            "证书撤销列表所在的文件夹。默认：第一份信任列表旁边的 crls。",
            "證書撤銷清單所在的資料夾。預設：第一份信任列表旁邊的 crls。"),
        new("Show help and usage information", "显示用法说明", "顯示用法說明"),
        new("Show version information", "显示版本", "顯示版本"),
    ];

    private static readonly FrozenDictionary<string, Titles> ByEnglish =
        Texts.ToFrozenDictionary(titles => titles.En, StringComparer.Ordinal);

    /// <summary>The words for an English text, however its lines are broken; null where there are none.</summary>
    internal static Titles? Of(string english) =>
        ByEnglish.GetValueOrDefault(string.Join(' ', english.Split((char[]?)null, Blanks)));

    private const StringSplitOptions Blanks = StringSplitOptions.RemoveEmptyEntries;
}
