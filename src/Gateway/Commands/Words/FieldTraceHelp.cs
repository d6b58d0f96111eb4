using Gateway.Policies;

namespace Gateway.Commands.Words;

/// <summary>What --help says of tracing one value; see <see cref="HelpWords"/>.</summary>
internal static class FieldTraceHelp
{
    internal static readonly Titles[] Texts =
    [
        new(
            "The transfer whose release committed to its values; with --path, in place of --document.",
            "其放行对各个值作出承诺的传输；与 --path 同用，代替 --document。",
            "其放行對各個數值作出承諾的傳輸；與 --path 同用，代替 --document。"),
        new(
            "The value's place in the body as it came, for example $.customers[0].name.",
            "该值在原始正文中的位置，例如 $.customers[0].name。",
            "該數值在原始內文中的位置，例如 $.customers[0].name。"),
        new("Which leg: request or response.", "哪一程：request 或 response。", "哪一程：request 或 response。"),
        new(
            "A file with a value's JSON text, quotes included: says whether it is what came, or what left.",
            "载有一个值的 JSON 文本（含引号）的文件：说明它是否为到达时或离开时的值。",
            "載有一個數值的 JSON 文字（連引號）的檔案：說明它是否為到達時或離開時的數值。"),
        new(
            "Opens what came at that place, where the category says 'commit: originals': with the request and the "
                + "replies of both custodians.",
            "打开该位置到达时的原值（数据类别须写明 commit: originals）：须有请求及两名保管人的答复。",
            "開啟該位置到達時的原值（數據類別須寫明 commit: originals）：須有請求及兩名保管人的回覆。"),
        new("The request file that the custodians answered.", "保管人所答复的请求文件。", "保管人所回覆的請求檔案。"),
        new(
            "The reply of a custodian, as 'gateway trace share' writes it. Wanted twice.",
            "一名保管人的答复，由 gateway trace share 写出。须给出两次。",
            "一名保管人的回覆，由 gateway trace share 寫出。須提供兩次。"),
        new(
            "The transfer whose release kept what came.",
            "其放行保存了原值的传输。",
            "其放行保存了原值的傳輸。"),
        new(
            "Why: the custodians read it. It is not recorded, only its digest within the request.",
            "原因，供保管人阅读。原因不作记录，仅随请求记录其摘要。",
            "原因，供保管人閱讀。原因不作記錄，僅隨請求記錄其摘要。"),
        new("The request file to answer.", "待答复的请求文件。", "待回覆的請求檔案。"),
        new("The custodian's certificate, PEM.", "保管人的证书，PEM 格式。", "保管人的證書，PEM 格式。"),
        new(
            "Where the reply is written, mode 0600; it is a secret.",
            "答复的写出位置，权限 0600；答复须保密。",
            "回覆的寫出位置，權限 0600；回覆須保密。"),
        new(
            "Writes to stdout what both custodians are asked for: the part of their share for one value of one "
                + "release, why and when. It holds their sealed shares and the value's path, and is good for 24 hours. "
                + "Exit 3 where nothing is kept.",
            "向标准输出写出对两名保管人的请求：其份额中用于某次放行的某一个值的部分、原因及时间。"
                + "其中含有加密的份额和该值的路径，24 小时内有效。没有保存原值时退出码为 3。",
            "向標準輸出寫出對兩名保管人的請求：其份額中用於某次放行的某一個數值的部分、原因及時間。"
                + "當中含有加密的份額及該數值的路徑，24 小時內有效。沒有保存原值時結束代碼為 3。"),
        new(
            "Answers a request as a custodian: opens the sealed share with the custodian's key and writes the part of "
                + "it that is for the one value asked for. The share itself is not written. Says what is asked for; "
                + "read it first.",
            "以保管人身份答复请求：以保管人的密钥打开加密的份额，并写出其中只用于所请求的那一个值的部分。"
                + "份额本身不会写出。会说明所请求的内容，请先阅读。",
            "以保管人身分回覆請求：以保管人的密碼匙開啟加密的份額，並寫出當中只用於所請求的那一個數值的部分。"
                + "份額本身不會寫出。會說明所請求的內容，請先閱讀。"),
    ];
}
