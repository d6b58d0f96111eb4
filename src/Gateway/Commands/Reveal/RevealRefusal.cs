using Gateway.Commands.Approvals;
using Gateway.Policies;

namespace Gateway.Commands.Reveal;

/// <summary>Why nothing is revealed, beside what is wrong with approvals. No token and no value is in any.</summary>
internal static class RevealRefusal
{
    internal static ApprovalRefusal Approvals { get; } = new("reveal.approvals", new Titles(
        "two approvals, the request they are over and the configuration of the ledger are wanted: give --approval"
            + " twice, --request and --config",
        "须有两份批准、所批准的请求以及台账所在的配置：请给出两次 --approval，并给出 --request 和 --config",
        "須有兩份批准、所批准的請求以及紀錄冊所在的設定：請提供兩次 --approval，並提供 --request 及 --config"));

    internal static ApprovalRefusal Request { get; } = new("reveal.request", new Titles(
        "the request cannot be read: 'gateway reveal request' writes one",
        "无法读取请求：“gateway reveal request”可生成请求",
        "無法讀取請求：「gateway reveal request」可產生請求"));

    internal static ApprovalRefusal Mismatch { get; } = new("reveal.mismatch", new Titles(
        "the request is for other tokens, or for another field",
        "请求所列的并非这些令牌，或并非这个字段",
        "請求所列的並非這些代符，或並非這個欄位"));

    internal static ApprovalRefusal Expired { get; } = new("reveal.expired", new Titles(
        "the request is older than 24 hours, or of the future",
        "请求已超过 24 小时，或其时间在将来",
        "請求已超過 24 小時，或其時間在將來"));

    internal static ApprovalRefusal Rule { get; } = new("reveal.rule", new Titles(
        "the category has no tokenise rule of that path, or its key is not in the keys file",
        "该数据类别没有此路径的 tokenise 规则，或密钥文件中没有其密钥",
        "該數據類別沒有此路徑的 tokenise 規則，或密碼匙檔案中沒有其密碼匙"));

    internal static ApprovalRefusal Token { get; } = new("reveal.token", new Titles(
        "at least one line is no token of this field: nothing is revealed",
        "至少有一行不是这个字段的令牌：全部不予还原",
        "至少有一行並非這個欄位的代符：全部不予還原"));

    /// <param name="why">As the ledger says it.</param>
    internal static ApprovalRefusal NotRecorded(string why) => new("ledger.unavailable", new Titles(
        $"the ledger cannot record it: {why}. Where a running gateway holds it, name the configuration of another one",
        $"台账无法记录：{why}。如其为运行中的网关所占用，请指定另一台账的配置",
        $"紀錄冊無法記錄：{why}。如其為運行中的閘道佔用，請指定另一紀錄冊的設定"));
}
