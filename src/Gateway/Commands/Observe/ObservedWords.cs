using System.Globalization;
using Gateway.Closing;
using Gateway.Commands.Status;
using Gateway.Policies;
using Gateway.State;

namespace Gateway.Commands.Observe;

/// <summary>What was observed, in words.</summary>
internal static class ObservedWords
{
    internal static Titles Nothing { get; } = new(
        "nothing was observed", "没有观察到任何内容", "沒有觀察到任何內容");

    private static Titles NoRoute { get; } = new("(no route)", "（无路由）", "（無路由）");

    internal static Titles Head(ObservedPeriod period)
    {
        var bundle = string.Create(CultureInfo.InvariantCulture, $"{period.Bundle} {period.Version}");
        var (since, until) = (StatusWords.Moment(period.Since), StatusWords.Moment(period.Until));
        return new(
            $"under bundle {bundle}, from {since} to {until}:",
            $"策略包 {bundle}，{since} 至 {until}：",
            $"政策檔案 {bundle}，{since} 至 {until}：");
    }

    internal static Titles Line(ObservedOutcome outcome)
    {
        var count = outcome.Count.ToString(CultureInfo.InvariantCulture);
        var rule = outcome.Rule.Length == 0 ? "" : $" '{outcome.Rule}'";
        var (code, title) = (outcome.Code, TitleOf(outcome.Code));
        var ends = outcome.Decision switch
        {
            "crosses" => new Titles("would cross", "可放行", "可予放行"),
            "held" => new($"would be held, {code}{rule}", $"待人工审批，{code}{rule}", $"待人手審批，{code}{rule}"),
            "unseen" => new($"not looked at, {code}", $"未查看，{code}", $"未有查看，{code}"),
            _ => new(
                $"would be refused, {code}{rule}: {title.En}",
                $"将被拒绝，{code}{rule}：{title.ZhHans}",
                $"將被拒絕，{code}{rule}：{title.ZhHant}"),
        };
        return At(outcome.Route, new($"{count} {ends.En}", $"{count} 份{ends.ZhHans}", $"{count} 份{ends.ZhHant}"));
    }

    internal static Titles Line(ObservedFinding finding)
    {
        var found = string.Create(CultureInfo.InvariantCulture, $"{finding.Kind} {finding.Count}");
        return At(finding.Route, new($"found {found}", $"发现 {found}", $"發現 {found}"));
    }

    internal static Titles Line(ObservedFields fields)
    {
        var id = fields.Category;
        var counts = string.Join(", ", fields.Counts.Named().Where(pair => pair.Value > 0)
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value}")));
        return new(
            $"{id}: what would have been done to values, {counts}",
            $"{id}：对各值的处理，{counts}",
            $"{id}：對各數值的處理，{counts}");
    }

    private static Titles At(string route, Titles what) => route.Length == 0
        ? new($"{NoRoute.En} {what.En}", $"{NoRoute.ZhHans} {what.ZhHans}", $"{NoRoute.ZhHant} {what.ZhHant}")
        : new($"{route}: {what.En}", $"{route}：{what.ZhHans}", $"{route}：{what.ZhHant}");

    private static Titles TitleOf(string code)
    {
        var known = RefusalCode.All.FirstOrDefault(one => one.Wire == code);
        return known is null ? new(code, code, code) : RefusalTitles.All[known];
    }
}
