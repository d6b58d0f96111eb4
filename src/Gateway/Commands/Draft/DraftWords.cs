using System.Globalization;
using Gateway.Policies;
using Gateway.Policies.Drafting;

namespace Gateway.Commands.Draft;

/// <summary>What stands beside a drafted rule, for the person who decides.</summary>
internal static class DraftWords
{
    internal static Titles HowToRead { get; } = new(
        "The first rule that matches a value decides it. A proposal is no decision: write it in, or leave it.",
        "每个值由第一条相符的规则决定。建议并非决定：采用时写入规则，否则保持不变。",
        "每個值由第一條相符的規則決定。建議並非決定：採用時寫入規則，否則維持不變。");

    internal static Titles Grade { get; } = new(
        "decide: general, important (crosses under ASSESS alone) or core (never crosses)",
        "请决定：general、important（只可在 ASSESS 下跨境）或 core（不得跨境）",
        "請決定：general、important（只可在 ASSESS 下跨境）或 core（不得跨境）");

    internal static Titles Sensitive { get; } = new(
        "decide: classes of GB/T 45574, for example SP05",
        "请决定：GB/T 45574 的敏感类别，例如 SP05",
        "請決定：GB/T 45574 的敏感類別，例如 SP05");

    internal static Titles Consent { get; } = new(
        "decide: none, separate, written or guardian",
        "请决定：none、separate、written 或 guardian",
        "請決定：none、separate、written 或 guardian");

    internal static Titles Unlisted { get; } = new(
        "a member that no rule names refuses the whole message",
        "出现规则未列明的字段时，整份报文被拒绝",
        "出現規則未列明的欄位時，整份訊息被拒絕");

    internal static Titles Head(int samples) => new(
        $"Drafted from {Many(samples, "sample")}: every path in it, and nothing leaves yet.",
        $"根据 {samples} 份样本草拟：列出其中全部路径，目前一律不放行。",
        $"根據 {samples} 份樣本草擬：列出其中所有路徑，目前一律不放行。");

    internal static Titles Records(string path) => new(
        $"records: {path}   (proposal: one record each)",
        $"records: {path}   （建议：每项为一条记录）",
        $"records: {path}   （建議：每項為一項紀錄）");

    internal static Titles Subject(string path) => new(
        $"subject: {path}   (proposal: whom a record is about)",
        $"subject: {path}   （建议：记录所涉的个人信息主体）",
        $"subject: {path}   （建議：紀錄所涉的資料當事人）");

    internal static Titles Unnamed(string path, int names) => new(
        $"{names} more member names under {path} look like data and are not written down: they stay unlisted",
        $"{path} 之下另有 {names} 个字段名本身疑似数据，未写入：仍属未列明",
        $"{path} 之下另有 {names} 個欄位名稱本身疑似數據，未有寫入：仍屬未列明");

    private static string Many(long count, string word) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {word}{(count == 1 ? "" : "s")}");

    /// <summary>What was seen at a path, then the proposal.</summary>
    internal static Titles Place(SamplePlace place, Suggestion suggestion)
    {
        var seen = Seen(place);
        var proposal = Proposal(suggestion);
        return new Titles(
            $"{seen.En}; {proposal.En}", $"{seen.ZhHans}；{proposal.ZhHans}", $"{seen.ZhHant}；{proposal.ZhHant}");
    }

    private static Titles Seen(SamplePlace place)
    {
        switch (place.Kind)
        {
            case PlaceKind.Empty:
                return new("always empty", "始终为空", "一直為空");
            case PlaceKind.NamedByData:
                return new(
                    $"an object whose {place.Names} member names look like data themselves: not listed one by one",
                    $"其 {place.Names} 个字段名本身疑似数据：未逐一列出",
                    $"其 {place.Names} 個欄位名稱本身疑似數據：未有逐一列出");
        }

        var found = string.Join(", ", place.Findings
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key.Name, StringComparer.Ordinal)
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key.Name} {pair.Value}")));
        var kinds = Kinds(place);
        var (hans, hant) = found.Length > 0 ? ($"，命中 {found}", $"，發現 {found}") : ("", "");
        return new(
            $"{Many(place.Values, "value")}, {kinds.En}{(found.Length > 0 ? ", found " + found : "")}",
            $"{place.Values} 个值，{kinds.ZhHans}{hans}",
            $"{place.Values} 個值，{kinds.ZhHant}{hant}");
    }

    private static Titles Kinds(SamplePlace place)
    {
        Titles[] kinds =
        [
            .. place.Texts > 0 ? [place.Dates == place.Texts ? Dates : Text] : Array.Empty<Titles>(),
            .. place.Numbers > 0 ? [Number] : Array.Empty<Titles>(),
            .. place.Flags > 0 ? [Flag] : Array.Empty<Titles>(),
        ];
        return kinds.Length == 0
            ? Blank
            : new(
                string.Join(" or ", kinds.Select(kind => kind.En)),
                string.Join("或", kinds.Select(kind => kind.ZhHans)),
                string.Join("或", kinds.Select(kind => kind.ZhHant)));
    }

    private static Titles Text { get; } = new("text", "文本", "文字");

    private static Titles Dates { get; } = new("dates", "日期", "日期");

    private static Titles Number { get; } = new("number", "数字", "數字");

    private static Titles Flag { get; } = new("true or false", "是或否", "是或否");

    private static Titles Blank { get; } = new("empty", "空", "空");

    private static Titles Proposal(Suggestion suggestion) => suggestion.Reason switch
    {
        SuggestionReason.Detector or SuggestionReason.Date => new(
            $"proposal: {suggestion.Rule}", $"建议：{suggestion.Rule}", $"建議：{suggestion.Rule}"),
        SuggestionReason.FreeText => new(
            $"free text, it seems; proposal: {suggestion.Rule}",
            $"疑似自由文本；建议：{suggestion.Rule}",
            $"疑似自由文字；建議：{suggestion.Rule}"),
        SuggestionReason.Text => new(
            "nothing found; do: keep if it says nothing of a person",
            "未有发现；与个人无关时可用 do: keep",
            "未有發現；與個人無關時可用 do: keep"),
        SuggestionReason.Figure => new(
            "proposal: do: keep if it says nothing of a person",
            "建议：与个人无关时可用 do: keep",
            "建議：與個人無關時可用 do: keep"),
        SuggestionReason.Link => new(
            $"an id or a reference; proposal, for all of them alike: {suggestion.Rule}",
            $"标识或引用；建议各处一致：{suggestion.Rule}",
            $"識別碼或參照；建議各處一致：{suggestion.Rule}"),
        SuggestionReason.Code => new(
            "a code by its place; do: keep if it says nothing of a person",
            "按其位置属代码；与个人无关时可用 do: keep",
            "按其位置屬代碼；與個人無關時可用 do: keep"),
        SuggestionReason.Uncoded => new(
            $"no code; proposal: {suggestion.Rule}",
            $"并非代码；建议：{suggestion.Rule}",
            $"並非代碼；建議：{suggestion.Rule}"),
        _ => new("nothing to go by", "无从建议", "無從建議"),
    };
}
