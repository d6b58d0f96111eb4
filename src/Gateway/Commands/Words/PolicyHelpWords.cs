using Gateway.Policies;

namespace Gateway.Commands.Words;

/// <summary>What --help says of the commands that make, explain and compare policies.</summary>
internal static class PolicyHelpWords
{
    internal static readonly Titles[] Texts =
    [
        new(
            "Checks, tests, drafts, explains, compares and signs bundles.",
            "检查、测试、草拟、解释、比较和签署策略包。",
            "檢查、測試、草擬、解釋、比較及簽署政策檔案。"),
        new(
            "Drafts a category from sample documents, as YAML on stdout: every path they have, all dropped, and behind "
                + "each what the detectors saw there and a proposal. No value of a sample is in it; member names are, "
                + "except those that look like data themselves. Nothing is decided by it: read it rule by rule. Exit 0 "
                + "drafted, 1 a sample that cannot be read.",
            "根据样本文件草拟一个数据类别，以 YAML 写到标准输出：列出样本中的全部路径，一律剔除，并在每条之后注明检测器"
                + "的发现和建议。其中没有样本的任何值；字段名照录，本身疑似数据的除外。草稿不作任何决定，须逐条审阅。"
                + "退出码：0 已草拟，1 样本无法读取。",
            "根據樣本檔案草擬一個數據類別，以 YAML 寫到標準輸出：列出樣本中的所有路徑，一律剔除，並在每條之後註明偵測器"
                + "的發現及建議。其中沒有樣本的任何數值；欄位名稱照錄，本身疑似數據的除外。草稿不作任何決定，須逐條審閱。"
                + "結束代碼：0 已草擬，1 樣本無法讀取。"),
        new("Sample documents, one in each file.", "样本文件，每个文件一份。", "樣本檔案，每個檔案一份。"),
        new(
            "Id of the new category, for example BK.cdd.",
            "新数据类别的标识，例如 BK.cdd。",
            "新數據類別的識別碼，例如 BK.cdd。"),
        new(
            "Form of the samples: json, ndjson, csv, xml, fhir, hl7v2 or form. Default: json.",
            "样本的格式：json、ndjson、csv、xml、fhir、hl7v2 或 form。默认：json。",
            "樣本的格式：json、ndjson、csv、xml、fhir、hl7v2 或 form。預設：json。"),
        new(
            "Media type of the messages. Default: that of the format.",
            "报文的媒体类型。默认：与格式相应的类型。",
            "訊息的媒體類型。預設：與格式相應的類型。"),
        new(
            "Says what a new bundle widens and what it narrows: parties, purposes, categories, field by field, legal "
                + "instruments, routes. What cannot be shown to let through no more is said to widen. Exit 0 nothing "
                + "is widened, 3 something is, 1 a bundle that cannot be read.",
            "说明新的策略包放宽和收紧了什么：参与方、处理目的、数据类别（逐个字段）、跨境法律依据、路由。无法证明没有多"
                + "放行的，一律视为放宽。退出码：0 没有放宽，3 有放宽，1 策略包无法读取。",
            "說明新的政策檔案放寬及收緊了甚麼：參與方、使用目的、數據類別（逐個欄位）、跨境法律依據、路由。未能證明沒有多"
                + "放行的，一律視為放寬。結束代碼：0 沒有放寬，3 有放寬，1 政策檔案無法讀取。"),
        new(
            "Says in words what a bundle lets cross: what happens to each field of a category, and what a route "
                + "carries, from whom to whom, for what, under which law. With a path or a document: which rule "
                + "decides each value, and why; a member that no rule names is shown by its position, and no value is "
                + "shown. Exit 0 explained, also where the answer is no; 1 a fault.",
            "用文字说明策略包允许什么跨境：数据类别的每个字段如何处理，路由携带什么、由谁到谁、为何处理、依据何种法律。指定"
                + "路径或文件时，说明每个值由哪条规则决定及其理由；没有规则列明的字段只显示其位置，任何值都不显示。"
                + "退出码：0 已说明，即使答案为否；1 有错误。",
            "以文字說明政策檔案容許甚麼跨境：數據類別的每個欄位如何處理，路由載有甚麼、由誰到誰、為何使用、依據何種法律。指定"
                + "路徑或檔案時，說明每個數值由哪條規則決定及其理由；沒有規則列明的欄位只顯示其位置，任何數值均不顯示。"
                + "結束代碼：0 已說明，即使答案為否；1 有錯誤。"),
        new("This category alone.", "只说明这一数据类别。", "只說明此數據類別。"),
        new("This route alone.", "只说明这一路由。", "只說明此路由。"),
        new(
            "Which rule decides the values there, and why.",
            "该处的值由哪条规则决定，为什么。",
            "該處的數值由哪條規則決定，為甚麼。"),
        new(
            "Which rule decides each value of this document, and why.",
            "此文件的每个值由哪条规则决定，为什么。",
            "此文件的每個數值由哪條規則決定，為甚麼。"),
        new(
            "Says what the mirrored copies that came to observe listeners would have become: how many would have "
                + "crossed on which route, how many would have been refused, with which code and by which rule, and "
                + "what the detectors found in them. Counts only, by bundle; the running daemon writes them once a "
                + "minute. Exit 0 all would have crossed, or nothing was observed; 3 some would not; 1 a fault.",
            "说明到达观察监听端口的镜像副本本来会怎样：在哪条路由上有多少可放行，有多少将被拒绝、拒绝代码和所依据的规则，"
                + "以及检测器的发现。只有计数，按策略包分列；运行中的网关每分钟写入一次。"
                + "退出码：0 全部可放行或没有观察到任何内容，3 有不可放行的，1 有错误。",
            "說明到達觀察監聽端口的鏡像副本本來會怎樣：在哪條路由上有多少可予放行，有多少將被拒絕、拒絕代碼及所依據的規則，"
                + "以及偵測器的發現。只有計數，按政策檔案分列；運行中的閘道每分鐘寫入一次。"
                + "結束代碼：0 全部可予放行或沒有觀察到任何內容，3 有不可放行的，1 有錯誤。"),
        new(
            "Also what was observed under earlier bundles.",
            "一并列出在此前各策略包之下的观察。",
            "一併列出在此前各政策檔案之下的觀察。"),
        new("Folder of the bundle as it was.", "原来的策略包所在的文件夹。", "原來的政策檔案所在的資料夾。"),
        new("Folder of the bundle as it is to be.", "新的策略包所在的文件夹。", "新的政策檔案所在的資料夾。"),
        new(
            "Makes a working configuration for one's own service: gateway.json for a sidecar beside it, and a bundle "
                + "with a category drafted from samples, a purpose, routes and a placeholder for the legal instrument. "
                + "Nothing crosses by it: every path is dropped, and every transfer refused until the instrument says "
                + "what is on file. Asks for what is missing where there is somebody to ask. Throw-away keys are made "
                + "and a throw-away officer signs the bundle, unless told otherwise; then the configuration is "
                + "checked. Exit 0 made and valid, 1 usage, a sample that cannot be read, or a folder that holds "
                + "something, 3 made and not valid.",
            "为自己的服务生成一套可运行的配置：与其并置的边车所用的 gateway.json，以及一份策略包，内有根据样本草拟的数据类别、"
                + "处理目的、路由和跨境法律依据的占位内容。据此不会放行任何数据：全部路径一律剔除，填明备案情况之前所有传输一律拒绝。"
                + "缺少的内容在有人应答时提问。除非另行指定，会生成一次性密钥，并由一次性的授权人员签署策略包，然后检查整套配置。"
                + "退出码：0 已生成且有效，1 用法不当、样本无法读取或文件夹非空，3 已生成但无效。",
            "為自己的服務產生一套可運行的設定：與其並置的邊車所用的 gateway.json，以及一份政策檔案，內有根據樣本草擬的數據類別、"
                + "使用目的、路由及跨境法律依據的佔位內容。據此不會放行任何數據：所有路徑一律剔除，填明備案情況之前所有傳輸一律拒絕。"
                + "欠缺的內容在有人回應時提問。除非另行指定，會產生一次性密碼匙，並由一次性的獲授權人員簽署政策檔案，然後檢查整套設定。"
                + "結束代碼：0 已產生且有效，1 用法不當、樣本無法讀取或資料夾並非空置，3 已產生但無效。"),
        new("Folder to make; empty or absent.", "要生成的文件夹：空的或尚不存在。", "要產生的資料夾：空的或尚未存在。"),
        new(
            "The application beside the gateway, where the far side calls it: http on loopback, and a path.",
            "与网关并置的应用，供对方调用：本机回环地址上的 http，连同路径。",
            "與閘道並置的應用程式，供對方呼叫：本機迴環地址上的 http，連同路徑。"),
        new(
            "The far side, where the application calls it: https, and a path.",
            "对方，供应用调用：https，连同路径。",
            "對方，供應用程式呼叫：https，連同路徑。"),
        new(
            "A document that is to cross. Repeatable.",
            "将要跨境的一份文件样本。可重复。",
            "將要跨境的一份文件樣本。可重複。"),
        new(
            "Id of the category. Default: app.data.",
            "数据类别的标识。默认：app.data。",
            "數據類別的識別碼。預設：app.data。"),
        new(
            "Where the application is: CN or HK; the far side is in the other. Default: CN.",
            "应用所在地：CN 或 HK；对方在另一地。默认：CN。",
            "應用程式所在地：CN 或 HK；對方在另一地。預設：CN。"),
        new(
            "Id of the application's party. Default: app.",
            "应用所属参与方的标识。默认：app。",
            "應用程式所屬參與方的識別碼。預設：app。"),
        new(
            "Id of the far side's party. Default: peer.",
            "对方参与方的标识。默认：peer。",
            "對方參與方的識別碼。預設：peer。"),
        new(
            "Loopback address of the application's door. Default: the Unix socket run/app.sock.",
            "应用入口的本机回环地址。默认：Unix 套接字 run/app.sock。",
            "應用程式入口的本機迴環地址。預設：Unix 通訊端 run/app.sock。"),
        new(
            "Address of the far side's door. Default: 127.0.0.1:9443.",
            "对方入口的地址。默认：127.0.0.1:9443。",
            "對方入口的地址。預設：127.0.0.1:9443。"),
        new(
            "Address of the probe listener. Default: 127.0.0.1:8081.",
            "探测端口的地址。默认：127.0.0.1:8081。",
            "探測端口的地址。預設：127.0.0.1:8081。"),
        new(
            "User id that may connect to the socket. Repeatable. Default: who runs this.",
            "可以连接该套接字的用户编号。可重复。默认：运行本命令的用户。",
            "可以連接該通訊端的使用者編號。可重複。預設：執行本指令的使用者。"),
        new(
            "Make no throw-away keys: those of gateway.json are still to come.",
            "不生成一次性密钥：gateway.json 所列的密钥另行放置。",
            "不產生一次性密碼匙：gateway.json 所列的密碼匙另行放置。"),
        new(
            "Leave the bundle unsigned, and take it so; every listener is on loopback then.",
            "策略包不签署，并照此接受；此时各监听端口均须在本机回环地址。",
            "政策檔案不簽署，並照此接受；此時各監聽端口均須在本機迴環地址。"),
    ];
}
