using System.Globalization;
using Gateway.Audit;
using Gateway.Closing;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;
using Gateway.Policies;

namespace Gateway.Commands.Explain;

/// <summary>The sentences of <c>explain</c>. Codes, ids and paths stand in them as they are.</summary>
internal static class ExplainWords
{
    internal static Titles Rules { get; } = new(
        "rules of the category that do not leave a value as it is:",
        "该数据类别中改变字段值的规则：",
        "該數據類別中更改欄位值的規則：");

    private static readonly Dictionary<string, Titles> Actions = new(StringComparer.Ordinal)
    {
        ["kept"] = new("kept", "保留", "保留"),
        ["dropped"] = new("dropped", "剔除", "剔除"),
        ["redacted"] = new("redacted", "隐去", "隱去"),
        ["masked"] = new("masked", "掩码", "遮蔽"),
        ["hashed"] = new("hashed", "哈希", "雜湊"),
        ["tokenised"] = new("tokenised", "令牌化", "代碼化"),
        ["generalised"] = new("generalised", "概化", "概括"),
        ["shifted"] = new("shifted", "平移", "平移"),
        ["encrypted"] = new("encrypted", "加密", "加密"),
        ["constant"] = new("replaced by a constant", "以常量代替", "以常數代替"),
        ["truncated"] = new("truncated", "截短", "截短"),
    };

    internal static Titles Head(Guid id, DateTimeOffset? began)
    {
        var name = id.ToString("D", CultureInfo.InvariantCulture);
        return began is { } time
            ? new(
                $"Transfer {name}, begun {LedgerEntry.Time(time)}",
                $"传输 {name}，始于 {LedgerEntry.Time(time)}",
                $"傳輸 {name}，始於 {LedgerEntry.Time(time)}")
            : new($"Transfer {name}", $"传输 {name}", $"傳輸 {name}");
    }

    internal static Titles Ending(TransferStory story) => story.Ending switch
    {
        StoryEnding.Crossed when story.IsChanged => new(
            "It crossed, changed by the rules of its category.",
            "已跨境传输，内容已按数据类别的规则处理。",
            "已跨境傳輸，內容已按數據類別的規則處理。"),
        StoryEnding.Crossed => new("It crossed.", "已跨境传输。", "已跨境傳輸。"),
        StoryEnding.Held => TurnedBack(story, new("It is held", "待人工审批", "待人手審批")),
        StoryEnding.Refused when story.Decision?.Text("leg") == "response" => TurnedBack(
            story, new("Its answer was refused", "应答被拒绝", "回應被拒絕")),
        StoryEnding.Refused => TurnedBack(story, new("It was refused", "已被拒绝", "已被拒絕")),
        StoryEnding.Unknown => new(
            "It left; whether it arrived is not known.", "已放行；是否送达不明。", "已放行；是否送達不明。"),
        _ => new(
            "It left, and its outcome is not on record yet.", "已放行，结果尚未记录。", "已放行，結果尚未記錄。"),
    };

    internal static Titles Advice(Titles advice) => new(
        $"What to do: {advice.En}",
        $"处置办法：{advice.In(Language.SimplifiedChinese)}",
        $"處理方法：{advice.In(Language.TraditionalChinese)}");

    internal static Titles Rule(string path, string action, string place) => new(
        $"The rule that decided: {path}: {action}, {place}",
        $"作出决定的规则：{path}：{action}，{place}",
        $"作出決定的規則：{path}：{action}，{place}");

    internal static Titles RuleAlone(string path) => new(
        $"The rule that decided: {path}", $"作出决定的规则：{path}", $"作出決定的規則：{path}");

    internal static Titles EntryHead(int number, EntryKind kind, string? leg, string time)
    {
        var (what, where) = (Kind(kind), Leg(leg));
        return new(
            $"{number}. {time} {what.En}{where.En}",
            $"{number}. {time} {what.ZhHans}{where.ZhHans}",
            $"{number}. {time} {what.ZhHant}{where.ZhHant}");
    }

    internal static Titles Admitted(string caller, string route) => new(
        $"party {caller} was let ask on route {route}; its request carried no data",
        $"参与方 {caller} 获准经路由 {route} 提出请求；请求不携带数据",
        $"參與方 {caller} 獲准經路由 {route} 提出請求；請求不附數據");

    internal static Titles Party(string id) => new($"party {id}", $"参与方 {id}", $"參與方 {id}");

    internal static Titles Route(string id) => new($"route {id}", $"路由 {id}", $"路由 {id}");

    internal static Titles Category(string id, long? version, Titles? title)
    {
        var name = version is { } number ? string.Create(CultureInfo.InvariantCulture, $"{id}@{number}") : id;
        return Named(new($"category {name}", $"数据类别 {name}", $"數據類別 {name}"), title);
    }

    internal static Titles Purpose(string id, string basis, Titles? title)
    {
        var purpose = Named(new($"purpose {id}", $"处理目的 {id}", $"使用目的 {id}"), title);
        return new(
            $"{purpose.En}, basis {basis}",
            $"{purpose.ZhHans}，合法性基础 {basis}",
            $"{purpose.ZhHant}，合法基礎 {basis}");
    }

    internal static Titles Parties(string exporter, string recipient) => new(
        $"from {exporter} to {recipient}",
        $"数据提供方 {exporter}，接收方 {recipient}",
        $"資料提供方 {exporter}，接收方 {recipient}");

    internal static Titles Instrument(string id, string mechanism) => new(
        $"legal instrument {id} ({mechanism})",
        $"跨境法律依据 {id}（{mechanism}）",
        $"跨境法律依據 {id}（{mechanism}）");

    internal static Titles Records(long arrived, long left, long bytes) => new(
        $"{left} of {arrived} records released, {bytes} bytes",
        $"{arrived} 条记录中放行 {left} 条，共 {bytes} 字节",
        $"{arrived} 項紀錄中放行 {left} 項，共 {bytes} 位元組");

    internal static string Counts(IEnumerable<(string Name, long Value)> counts, Language language)
    {
        var parts = counts.Select(count => Count(
            Actions.GetValueOrDefault(count.Name) ?? new Titles(count.Name, null, null), count.Value, language));
        var values = new Titles("values: ", "字段值：", "欄位值：").In(language);
        return values + string.Join(language == Language.English ? ", " : "，", parts);
    }

    private static string Count(Titles action, long value, Language language)
    {
        var number = value.ToString(CultureInfo.InvariantCulture);
        var what = action.In(language);
        return new Titles($"{number} {what}", $"{what} {number} 项", $"{what} {number} 項").In(language);
    }

    internal static Titles Outcome(long? status, long? bytes, long? milliseconds)
    {
        var (said, sent, took) = (Or(status), Or(bytes), Or(milliseconds));
        return new(
            $"status {said}, {sent} bytes to the caller, {took} ms",
            $"状态码 {said}，返回调用方 {sent} 字节，用时 {took} 毫秒",
            $"狀態碼 {said}，傳回呼叫方 {sent} 位元組，需時 {took} 毫秒");
    }

    internal static Titles Discarded(long bytes) => new(
        $"{bytes} bytes of the answer carried nothing that was declared and were thrown away",
        $"应答中 {bytes} 字节不属于已声明的数据，已予丢弃",
        $"回應中 {bytes} 位元組不屬於已宣告的數據，已予棄置");

    internal static Titles Delivered(string? delivered) => delivered switch
    {
        "true" => new("the request had reached the far side", "请求已送达对方", "請求已送達對方"),
        "false" => new("nothing had reached the far side", "没有任何内容送达对方", "沒有任何內容送達對方"),
        _ => new(
            "whether the far side has it is not known", "对方是否收到不明", "對方是否收到不明"),
    };

    internal static Titles Place(string position, Inclusion inclusion) => inclusion switch
    {
        Inclusion.Proven => new(
            $"ledger {position}, proven under its signed checkpoint",
            $"台账 {position}，经已签名的检查点证明确已收录",
            $"紀錄冊 {position}，經已簽署的檢查點證明確已收錄"),
        Inclusion.Unpublished => new(
            $"ledger {position}, on disk and not under a checkpoint yet: not proven",
            $"台账 {position}，已落盘，尚未纳入检查点：未经证明",
            $"紀錄冊 {position}，已寫入磁碟，尚未納入檢查點：未經證明"),
        _ => new(
            $"ledger {position}, NOT PROVEN: the ledger is damaged here, run 'gateway ledger verify'",
            $"台账 {position}，未能证明：台账在此处受损，请运行 'gateway ledger verify'",
            $"紀錄冊 {position}，未能證明：紀錄冊在此處受損，請執行 'gateway ledger verify'"),
    };

    internal static Titles BundleMissing(string digest) => new(
        $"The bundle of these entries (digest {digest}) is not at hand: give it with --policy for titles and rules.",
        $"找不到这些条目所依据的策略包（摘要 {digest}）：用 --policy 指定后，可显示名称和规则。",
        $"找不到這些記項所依據的政策檔案（摘要 {digest}）：以 --policy 指定後，可顯示名稱和規則。");

    private static Titles TurnedBack(TransferStory story, Titles how)
    {
        var code = story.Decision?.Text("code") ?? "";
        return story.Code is { } known
            ? new(
                $"{how.En}, {code}: {RefusalTitles.Of(known)}.",
                $"{how.ZhHans}，{code}：{RefusalTitles.Of(known, Language.SimplifiedChinese)}。",
                $"{how.ZhHant}，{code}：{RefusalTitles.Of(known, Language.TraditionalChinese)}。")
            : new($"{how.En}, {code}.", $"{how.ZhHans}，{code}。", $"{how.ZhHant}，{code}。");
    }

    private static Titles Named(Titles what, Titles? title) => title is null
        ? what
        : new(
            $"{what.En} ({title.En})",
            $"{what.ZhHans}（{title.In(Language.SimplifiedChinese)}）",
            $"{what.ZhHant}（{title.In(Language.TraditionalChinese)}）");

    private static Titles Kind(EntryKind kind) => kind switch
    {
        EntryKind.Release => new("released", "放行", "放行"),
        EntryKind.Request => new("request admitted", "请求获准", "請求獲准"),
        EntryKind.Refusal => new("refused", "拒绝", "拒絕"),
        EntryKind.Hold => new("held", "待人工审批", "待人手審批"),
        EntryKind.Outcome => new("outcome", "结果", "結果"),
        _ => new(kind.Wire(), kind.Wire(), kind.Wire()),
    };

    private static Titles Leg(string? leg) => leg switch
    {
        "request" => new(", request leg", "，去程", "，去程"),
        "response" => new(", response leg", "，回程", "，回程"),
        _ => new("", "", ""),
    };

    private static string Or(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "?";
}
