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
            "Asks the probe listener whether the daemon answers: exit 0 if it says 200, else 1. "
                + "/readyz instead of /healthz asks whether a transfer could cross now.",
            "向探测端口查询网关是否应答：得到 200 时退出码为 0，否则为 1。"
                + "以 /readyz 代替 /healthz，则查询此刻能否放行传输。",
            "向探測端口查詢閘道有否回應：得到 200 時結束代碼為 0，否則為 1。"
                + "以 /readyz 代替 /healthz，則查詢此刻能否放行傳輸。"),
        new(
            "What to ask, on the probe listener. Default: http://127.0.0.1:8081/healthz.",
            "探测端口上的查询地址。默认：http://127.0.0.1:8081/healthz。",
            "探測端口上的查詢地址。預設：http://127.0.0.1:8081/healthz。"),
        new(
            "Stands in for the system on the other side of the boundary, with throw-away keys on "
                + "loopback: takes nobody but the gateway, and prints every request exactly as it "
                + "crossed. Runs until SIGTERM.",
            "以一次性密钥在本机回环地址模拟边界另一方的系统：只接受网关的连接，"
                + "并将收到的每个请求原样列出。收到 SIGTERM 时停止。",
            "以一次性密碼匙在本機迴環地址模擬邊界另一方的系統：只接受閘道的連線，"
                + "並將收到的每個請求原樣列出。收到 SIGTERM 時停止。"),
        new("Folder that 'certs dev' made.", "certs dev 生成的文件夹。", "certs dev 產生的資料夾。"),
        new("Whose server it is, for example bank-hk.", "服务器所属的参与方，例如 bank-hk。", "伺服器所屬的參與方，例如 bank-hk。"),
        new("Port on 127.0.0.1; 0 takes a free one.", "127.0.0.1 上的端口；0 表示任选空闲端口。", "127.0.0.1 上的端口；0 表示任選閒置的端口。"),
        new(
            "JSON file that it answers with, whatever it is asked.",
            "不论收到什么请求，一律以此 JSON 文件应答。",
            "不論收到甚麼請求，一律以此 JSON 檔案回應。"),
        new(
            "Applies a category's rules to stdin and writes what may leave to stdout. Exit 0; 3 "
                + "refused, with one problem document on stderr and nothing on stdout; 1 fault or usage.",
            "对标准输入套用某一数据类别的规则，把可以放行的内容写到标准输出。"
                + "退出码：0 完成；3 拒绝，此时标准错误输出有一份问题说明，标准输出为空；1 有错误或用法不当。",
            "對標準輸入套用某一數據類別的規則，將可放行的內容寫到標準輸出。"
                + "結束代碼：0 完成；3 拒絕，此時標準錯誤輸出有一份問題說明，標準輸出為空；1 有錯誤或用法不當。"),
        new(
            "Screens stdin, of any form, with every detector of this build and of the bundle. Prints "
                + "kind, offset and length in bytes, and score of each finding; never the value. Of lines there may be "
                + "any number; an input without line breaks may have 256 MiB. Exit 0, also with findings.",
            "用此版本及策略包的全部检测器筛查标准输入，格式不限。逐项列出种类、字节位置和长度以及置信度，绝不列出值本身。"
                + "行数不限；没有换行的输入以 256 MiB 为限。有发现时退出码仍为 0。",
            "以此版本及政策檔案的所有偵測器篩查標準輸入，格式不限。逐項列出種類、位元組位置及長度以及可信度，絕不列出數值本身。"
                + "行數不限；沒有換行的輸入以 256 MiB 為限。有發現時結束代碼仍為 0。"),
        new(
            "Runs the bundle's own cases: each input through its category's rules, and what leaves, "
                + "or the refusal, beside what the case tells. Prints a line for each case and where the "
                + "first difference is; never a value. Exit 0 when all came out as told, 3 when not, 1 "
                + "usage. A case whose category asks for what this build lacks is not run, and counted "
                + "as such.",
            "运行策略包自带的测试用例：把每份输入交给所属数据类别的规则处理，再将放行的内容或拒绝结果与用例的预期相比。"
                + "每个用例一行，并指出首处不符的位置，绝不列出值本身。全部符合时退出码为 0，不符为 3，用法不当为 1。"
                + "数据类别要求此版本没有的控制时，其用例不运行，另行计数。",
            "執行政策檔案自帶的測試個案：把每份輸入交由所屬數據類別的規則處理，再將獲放行的內容或拒絕結果與個案的預期比較。"
                + "每個個案一行，並指出首處不符的位置，絕不列出數值本身。全部符合時結束代碼為 0，不符為 3，用法不當為 1。"
                + "數據類別要求此版本沒有的管控時，其個案不予執行，另行計數。"),
        new("The cases of this category alone.", "只运行这一数据类别的用例。", "只執行此數據類別的個案。"),
        new(
            "Keys file. Without it each key is a throw-away one, and an expected keyed value is written \"<hash>\".",
            "密钥文件。不指定时一律使用一次性密钥，预期的哈希值写作 \"<hash>\"。",
            "密碼匙檔案。不指定時一律使用一次性密碼匙，預期的雜湊值寫作 \"<hash>\"。"),
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
            "Recomputes everything: entries, tiles, checkpoints, WAL heads, annexes, every shard, and holds the signed "
                + "list of logs against it. Of a mirror's copy, what it holds; what it does not hold is told. "
                + "Cosignatures are checked where their witnesses are named. Exit 0 whole, 3 damaged.",
            "全部重新计算：条目、哈希块、检查点、预写日志头部、附件，以及每一年度的台账，并与已签名的日志清单核对。"
                + "对镜像副本则核验其所持有的部分，并列明未持有的内容。"
                + "指明见证方时，一并核验其联署。完整时退出码为 0，受损为 3。",
            "全部重新計算：記項、雜湊數據塊、檢查點、預寫日誌標頭、附件，以及每一年度的紀錄冊，並與已簽署的日誌清單核對。"
                + "對鏡像副本則核實其所持有的部分，並列明未持有的內容。"
                + "指明見證方時，一併核實其聯署。完整時結束代碼為 0，受損為 3。"),
        new(
            "The folder of another ledger of the organisation: every log that logs.json lists must be this one or "
                + "among these. Repeatable.",
            "本机构另一台账的文件夹：logs.json 所列的每个台账必须是本台账或在所列文件夹之中。可重复。",
            "本機構另一紀錄冊的資料夾：logs.json 所列的每個紀錄冊必須是本紀錄冊或在所列資料夾之中。可重複。"),
        new(
            "Writes the tlog-proof of one entry to stdout: its inclusion under the last published "
                + "checkpoint.",
            "把一个条目的 tlog-proof 写到标准输出：证明它已列入最近公布的检查点。",
            "將一個記項的 tlog-proof 寫到標準輸出：證明它已列入最近公布的檢查點。"),
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
        new(
            "Machine-readable: one JSON object a line on stdout.",
            "供程序读取：在标准输出每行给出一个 JSON 对象。",
            "供程式讀取：在標準輸出每行提供一個 JSON 物件。"),
        new(
            "The logs and witnesses to rely on (C2SP tlog-policy): a cosignature of theirs that does not hold, or no "
                + "quorum, is a finding.",
            "可以依赖的日志和见证方（C2SP tlog-policy）：其联署无效或未达法定数目时，列为问题。",
            "可以依賴的日誌及見證方（C2SP tlog-policy）：其聯署無效或未達法定數目時，列為問題。"),
        new(
            "gateway.json of this ledger: the witnesses it names are asked for, and their quorum where the gateway "
                + "stops without one.",
            "本台账的 gateway.json：核验其中所列见证方的联署；若设定为联署不足即停止，则一并要求足数。",
            "本紀錄冊的 gateway.json：核實其中所列見證方的聯署；若設定為聯署不足即停止，則一併要求足數。"),
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
            "Folder of a bundle: its own detectors look too, and its thresholds hold.",
            "策略包所在的文件夹：其自带的检测器一并筛查，其阈值亦生效。",
            "政策檔案所在的資料夾：其自訂的偵測器一併篩查，其門檻亦生效。"),
        new(
            "Folder of texts whose kinds are known: prints how often each detector is right.",
            "已知内容种类的文本所在的文件夹：列出各检测器判断正确的比率。",
            "已知內容種類的文本所在的資料夾：列出各偵測器判斷正確的比率。"),
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
            "Folder of CRLs. Default: 'crls' beside the first list.",
            "证书撤销列表所在的文件夹。默认：第一份信任列表旁边的 crls。",
            "證書撤銷清單所在的資料夾。預設：第一份信任列表旁邊的 crls。"),
        new(
            "Looks at the files the daemon reads, at its ledger (read only: size, last checkpoint, "
                + "last tick, who holds it) and, where a probe listener is configured, at its /healthz and "
                + "/readyz over loopback. Works with the daemon running or not, and changes nothing. Each "
                + "finding is one line: what is wrong, and what mends it; the most urgent first. Any of "
                + "these is one: the daemon is not running, does not answer, is not ready, is stopped, or "
                + "has written nothing for three ticks; a fault that 'check' would print; the ledger "
                + "cannot be read, its anchor is missing or its disk nearly full; an authority without a "
                + "CRL; anything that has run out, or will within --within. Exit 0 none, 3 at least one.",
            "查看网关所读取的文件、台账（只读：条目数、最近的检查点、最近的心跳、由谁占用），以及已配置的"
                + "探测端口上的 /healthz 和 /readyz。网关是否运行均可使用，不作任何改动。每项"
                + "发现一行：问题所在及处置办法，按紧急程度排列。下列各项均属发现：网关未运行、没有应答、未就绪"
                + "、已被停止，或连续三次心跳没有写入；check 会列出的错误；台账无法读取、锚点缺失或磁盘将"
                + "满；有机构没有证书撤销列表；有任何内容已失效，或将在 --within 之内失效。退出码：0"
                + " 没有发现，3 至少一项。",
            "查看閘道所讀取的檔案、紀錄冊（只讀：記項數目、最近的檢查點、最近的心跳、由誰佔用），以及已設"
                + "定的探測端口上的 /healthz 和 /readyz。閘道是否運行均可使用，不作任何更改。"
                + "每項發現一行：問題所在及處理方法，按緊急程度排列。下列各項均屬發現：閘道並無運行、沒有回應、"
                + "未就緒、已被停止，或連續三次心跳沒有寫入；check 會列出的錯誤；紀錄冊無法讀取、錨點缺失"
                + "或磁碟將滿；有核證機關沒有證書撤銷清單；有任何項目已屆滿，或將在 --within 之內屆滿。結"
                + "束代碼：0 沒有發現，3 至少一項。"),
        new(
            "Says why one transfer was refused, held or changed, from the ledger's entries of both "
                + "legs, and what to do next. Works beside a running daemon. Each entry shown is proven to "
                + "be in the ledger, or said not to be; the ledger vouches for its own key ('ledger verify "
                + "--key' pins it). The rule that decided, and titles, are told where the bundle is at "
                + "hand whose digest the entry names: that of --config, or --policy. Exit 0 found, 3 no "
                + "such transfer, 1 a fault.",
            "根据台账中去程和回程的条目，说明一次传输为何被拒绝、待人工审批或经过处理，以及下一步的处置"
                + "办法。网关运行时亦可使用。所列条目均验证是否收录于台账，未能验证的予以注明；台账以自带的公钥"
                + "为准（ledger verify --key 可另行指定）。条目所载摘要对应的策略包（来自 "
                + "--config 或 --policy）在手边时，一并说明作出决定的规则和各项名称。退出码："
                + "0 已找到，3 没有该传输，1 有错误。",
            "根據紀錄冊中去程及回程的記項，說明一項傳輸為何被拒絕、待人手審批或經過處理，以及下一步的處"
                + "理方法。閘道運行時亦可使用。所列記項均驗證是否收錄於紀錄冊，未能驗證的予以註明；紀錄冊以所附"
                + "的公開密碼匙為準（ledger verify --key 可另行指定）。記項所載摘要對應的政策"
                + "檔案（來自 --config 或 --policy）在手邊時，一併說明作出決定的規則和各項名"
                + "稱。結束代碼：0 已找到，3 沒有該項傳輸，1 有錯誤。"),
        new(
            "Also told: what runs out within this time, for example 14d or 36h. Default: 14d.",
            "另列出在此期限内失效的内容，例如 14d 或 36h。默认：14d。",
            "另列出在此期限內屆滿的項目，例如 14d 或 36h。預設：14d。"),
        new(
            "The transfer's id: header Transfer-Id of its answer.",
            "传输编号：应答首部 Transfer-Id。",
            "傳輸編號：回應標頭 Transfer-Id。"),
        new(
            "The ledger folder, where there is no gateway.json at hand.",
            "台账文件夹；手边没有 gateway.json 时使用。",
            "紀錄冊資料夾；手邊沒有 gateway.json 時使用。"),
        new(
            "A bundle that may be the one the entries name: for titles, rules and instruments.",
            "可能是条目所依据的策略包：用以显示名称、规则和跨境法律依据。",
            "可能是記項所依據的政策檔案：用以顯示名稱、規則和跨境法律依據。"),
        new("Show help and usage information", "显示用法说明", "顯示用法說明"),
        new("Show version information", "显示版本", "顯示版本"),
    ];

    private static readonly FrozenDictionary<string, Titles> ByEnglish =
        Texts.Concat(PolicyHelpWords.Texts).Concat(LedgerHelpWords.Texts).Concat(EvidenceHelp.Texts)
            .Concat(RevealHelpWords.Texts).Concat(ReaderHelpWords.Texts)
            .Concat(FieldTraceHelp.Texts).Concat(RetentionHelp.Texts)
            .DistinctBy(titles => titles.En, StringComparer.Ordinal)
            .ToFrozenDictionary(titles => titles.En, StringComparer.Ordinal);

    /// <summary>The words for an English text, however its lines are broken; null where there are none.</summary>
    internal static Titles? Of(string english) =>
        ByEnglish.GetValueOrDefault(string.Join(' ', english.Split((char[]?)null, Blanks)));

    private const StringSplitOptions Blanks = StringSplitOptions.RemoveEmptyEntries;
}
