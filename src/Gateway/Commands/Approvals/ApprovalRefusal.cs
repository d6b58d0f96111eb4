using Gateway.Policies;

namespace Gateway.Commands.Approvals;

/// <summary>Why what officers should have approved is not done. The code is never translated.</summary>
internal sealed record ApprovalRefusal(string Code, Titles Words)
{
    internal static ApprovalRefusal Count { get; } = new("approval.count", new Titles(
        "two approvals and the request they are over are wanted: give --approval twice, and --request",
        "须有两份批准和所批准的请求：请给出两次 --approval，并给出 --request",
        "須有兩份批准及所批准的請求：請提供兩次 --approval，並提供 --request"));

    internal static ApprovalRefusal Request { get; } = new("approval.request", new Titles(
        "the request cannot be read, or is for something else",
        "请求无法读取，或另有用途",
        "請求無法讀取，或另有用途"));

    internal static ApprovalRefusal Mismatch { get; } = new("approval.mismatch", new Titles(
        "the request is of another ledger than the configuration names, or of another head",
        "请求所指的台账并非配置中的台账，或并非该检查点",
        "請求所指的紀錄冊並非設定中的紀錄冊，或並非該檢查點"));

    internal static ApprovalRefusal Expired { get; } = new("approval.expired", new Titles(
        "the request is older than 24 hours, or of the future",
        "请求已超过 24 小时，或其时间在将来",
        "請求已超過 24 小時，或其時間在將來"));

    internal static ApprovalRefusal Signature { get; } = new("approval.signature", new Titles(
        "an approval is no signature over these bytes of the request",
        "有一份批准并非对该请求的有效签名",
        "有一份批准並非對該請求的有效簽署"));

    internal static ApprovalRefusal Officer { get; } = new("approval.officer", new Titles(
        "who signed is no officer of the bundle whom both sides recognise and who has the role 'officer'",
        "签署者并非策略包列明、两地均认可且具有“officer”角色的授权人员",
        "簽署者並非政策檔案列明、兩地均認可且具有「officer」角色的獲授權人員"));

    internal static ApprovalRefusal SamePerson { get; } = new("approval.same_person", new Titles(
        "both approvals are by the same person", "两份批准出自同一人", "兩份批准出自同一人"));

    internal static ApprovalRefusal NotFound { get; } = new("approval.not_found", new Titles(
        "the ledger has no release whose annex the request names",
        "台账中没有请求所列附件的放行条目",
        "紀錄冊中沒有請求所列附件的放行記項"));
}
