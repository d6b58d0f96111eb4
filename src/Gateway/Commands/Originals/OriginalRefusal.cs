using Gateway.Policies;

namespace Gateway.Commands.Originals;

/// <summary>Why an original is not opened. The code is never translated; no value is in any of them.</summary>
internal sealed record OriginalRefusal(string Code, Titles Words)
{
    internal static OriginalRefusal Count { get; } = new("original.count", new Titles(
        "the request, the replies of two custodians and the configuration of the gateway that records it are wanted: "
            + "give --request, --share twice and --config",
        "须有请求、两名保管人的答复以及作记录的网关的配置：请给出 --request、两次 --share 和 --config",
        "須有請求、兩名保管人的回覆以及作記錄的閘道的設定：請提供 --request、兩次 --share 及 --config"));

    internal static OriginalRefusal Request { get; } = new("original.request", new Titles(
        "the request cannot be read: 'gateway trace request' writes one",
        "无法读取请求：“gateway trace request”可生成请求",
        "無法讀取請求：「gateway trace request」可產生請求"));

    internal static OriginalRefusal Expired { get; } = new("original.expired", new Titles(
        "the request is older than 24 hours, or of the future",
        "请求已超过 24 小时，或其时间在将来",
        "請求已超過 24 小時，或其時間在將來"));

    internal static OriginalRefusal Mismatch { get; } = new("original.mismatch", new Titles(
        "the request is for another value or another release, or a reply is to another request",
        "请求所指的是另一个值或另一次放行，或有答复针对的是另一请求",
        "請求所指的是另一數值或另一次放行，或有回覆針對的是另一請求"));

    internal static OriginalRefusal NotKept { get; } = new("original.not_kept", new Titles(
        "nothing is kept of that release: its category did not say 'commit: originals'",
        "该放行没有保存原值：其数据类别没有写明 commit: originals",
        "該放行沒有保存原值：其數據類別沒有寫明 commit: originals"));

    internal static OriginalRefusal Custodian { get; } = new("original.custodian", new Titles(
        "the certificate is of none of the custodians that the request names, or the key is not its own",
        "该证书不属于请求所列的保管人，或密钥与证书不符",
        "該證書不屬於請求所列的保管人，或密碼匙與證書不符"));

    internal static OriginalRefusal SamePerson { get; } = new("original.same_person", new Titles(
        "both replies are by the same custodian", "两份答复出自同一保管人", "兩份回覆出自同一保管人"));

    internal static OriginalRefusal Share { get; } = new("original.share", new Titles(
        "a reply cannot be read, or the two together open nothing: at least one is wrong",
        "有答复无法读取，或两份合用不能打开：至少一份有误",
        "有回覆無法讀取，或兩份合用不能開啟：至少一份有誤"));

    internal static OriginalRefusal Digest { get; } = new("original.digest", new Titles(
        "what opens is not what the release committed to",
        "打开的内容与放行时所承诺的不符",
        "開啟的內容與放行時所承諾的不符"));
}
