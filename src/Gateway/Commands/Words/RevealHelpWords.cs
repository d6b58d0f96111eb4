using Gateway.Policies;

namespace Gateway.Commands.Words;

/// <summary>What --help says of <c>reveal</c>, beside <see cref="HelpWords"/>.</summary>
internal static class RevealHelpWords
{
    internal static readonly Titles[] Texts =
    [
        new(
            "Turns the tokens of one field back into values. Two officers approve a request first, and the ledger has "
                + "it on record before anything is printed. Without both, exit 3 and nothing is revealed. A running "
                + "gateway holds its ledger: use the configuration of another one.",
            "将某一字段的令牌还原为原值。须先由两名授权人员批准请求，并先记入台账，然后才会输出；"
                + "两者缺一，退出码为 3，不予还原。运行中的网关占用其台账，请使用另一台账的配置。",
            "將某一欄位的代符還原為原值。須先由兩名獲授權人員批准請求，並先記入紀錄冊，然後才會輸出；"
                + "兩者缺一，結束代碼為 3，不予還原。運行中的閘道佔用其紀錄冊，請使用另一紀錄冊的設定。"),
        new(
            "Writes a request to reveal tokens to stdout: which field, how many, their digest, why and when. It holds "
                + "no token, and is good for 24 hours.",
            "向标准输出写出还原令牌的请求：哪个字段、多少个、摘要、原因及时间。其中不含令牌，24 小时内有效。",
            "向標準輸出寫出還原代符的請求：哪個欄位、多少個、摘要、原因及時間。當中不含代符，24 小時內有效。"),
        new(
            "Signs a request as an officer: CMS, detached, over its exact bytes. Read it first.",
            "以授权人员身份签署请求：分离式 CMS，覆盖其全部原始字节。签署前请先阅读。",
            "以獲授權人員身分簽署請求：分離式 CMS，涵蓋其全部原始位元組。簽署前請先閱讀。"),
        new("Keys file with the key that the field's tokens were made with.",
            "密钥文件，内含生成该字段令牌的密钥。", "密碼匙檔案，內含產生該欄位代符的密碼匙。"),
        new("CMS by an officer over the request file, detached, DER. Wanted twice.",
            "授权人员对请求文件的分离式 CMS 签名，DER 格式。须给出两次。",
            "獲授權人員對請求檔案的分離式 CMS 簽署，DER 格式。須提供兩次。"),
        new("The request file that the officers signed.", "授权人员所签署的请求文件。", "獲授權人員所簽署的請求檔案。"),
        new("Path of the gateway.json that names bundle, trust lists and the ledger that records it.",
            "gateway.json 的路径，其中列明策略包、信任列表以及作记录的台账。",
            "gateway.json 的路徑，當中列明政策檔案、信任列表以及作記錄的紀錄冊。"),
        new("Category of the field.", "字段所属的数据类别。", "欄位所屬的數據類別。"),
        new("Path of the tokenise rule, as the bundle spells it.",
            "tokenise 规则的路径，与策略包中的写法一致。", "tokenise 規則的路徑，與政策檔案中的寫法一致。"),
        new("File with the tokens, one a line. Default: standard input.",
            "令牌文件，每行一个。默认：标准输入。", "代符檔案，每行一個。預設：標準輸入。"),
        new("Why: the officers read it. It is not recorded, only its digest within the request.",
            "原因，供授权人员阅读。原因不作记录，仅随请求记录其摘要。",
            "原因，供獲授權人員閱讀。原因不作記錄，僅隨請求記錄其摘要。"),
        new("The request file to sign.", "待签署的请求文件。", "待簽署的請求檔案。"),
        new("Where the approval is written.", "批准文件的写出位置。", "批准檔案的寫出位置。"),
    ];
}
