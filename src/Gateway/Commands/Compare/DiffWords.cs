using System.Globalization;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Comparison;

namespace Gateway.Commands.Compare;

/// <summary>What changed between two bundles, in words.</summary>
internal static class DiffWords
{
    private static readonly Dictionary<ChangedThing, Titles> Things = new()
    {
        [ChangedThing.Bundle] = new("bundle", "策略包", "政策檔案"),
        [ChangedThing.Party] = new("party", "参与方", "參與方"),
        [ChangedThing.Officer] = new("officer", "授权人员", "獲授權人員"),
        [ChangedThing.Purpose] = new("purpose", "处理目的", "使用目的"),
        [ChangedThing.Detector] = new("detector", "检测器", "偵測器"),
        [ChangedThing.Category] = new("category", "数据类别", "數據類別"),
        [ChangedThing.Field] = new("field of", "字段，数据类别", "欄位，數據類別"),
        [ChangedThing.Instrument] = new("legal instrument", "跨境法律依据", "跨境法律依據"),
        [ChangedThing.Route] = new("route", "路由", "路由"),
    };

    private static readonly Dictionary<ChangeKind, Titles> Kinds = new()
    {
        [ChangeKind.Added] = new("added", "新增", "新增"),
        [ChangeKind.Removed] = new("taken out", "删除", "刪除"),
        [ChangeKind.Changed] = new("changed", "修改", "修改"),
        [ChangeKind.Moved] = new("decides before rules it stood behind", "移到原先在其之前的规则前面", "移到原先在其之前的規則前面"),
    };

    internal static Titles Head(PolicyBundle then, PolicyBundle now) => new(
        $"{Name(then)} -> {Name(now)}", $"{Name(then)} → {Name(now)}", $"{Name(then)} → {Name(now)}");

    internal static Titles Heading(ChangeEffect effect) => effect switch
    {
        ChangeEffect.Wider => new(
            "wider: more may cross, or it cannot be shown that it may not",
            "放宽：可放行的内容增加，或无法证明没有增加",
            "放寬：可放行的內容增加，或未能證明沒有增加"),
        ChangeEffect.Narrower => new(
            "narrower: less may cross", "收紧：可放行的内容减少", "收緊：可放行的內容減少"),
        _ => new(
            "other: nothing more and nothing less", "其他：可放行的内容不变", "其他：可放行的內容不變"),
    };

    internal static Titles Line(BundleChange change)
    {
        var (thing, kind) = (Things[change.Thing], Kinds[change.Kind]);
        var member = change.Member is { } name ? $" {name}" : "";
        var values = Values(change);
        var place = change.Mark.Line > 0
            ? string.Create(CultureInfo.InvariantCulture, $" ({change.Mark.File}:{change.Mark.Line})")
            : "";
        return new(
            $"{thing.En} {change.Id}{member} {kind.En}{values}{place}",
            $"{thing.ZhHans} {change.Id}{member} {kind.ZhHans}{values}{place}",
            $"{thing.ZhHant} {change.Id}{member} {kind.ZhHant}{values}{place}");
    }

    internal static Titles Sum(int[] counts) => new(
        $"{counts[0]} wider, {counts[1]} narrower, {counts[2]} other",
        $"放宽 {counts[0]} 处，收紧 {counts[1]} 处，其他 {counts[2]} 处",
        $"放寬 {counts[0]} 處，收緊 {counts[1]} 處，其他 {counts[2]} 處");

    private static string Values(BundleChange change) => (change.Then, change.Now) switch
    {
        (null, null) => "",
        (null, { } now) => $": {now}",
        ({ } then, null) => $": {then}",
        ({ } then, { } now) when then == now => $": {now}",
        ({ } then, { } now) => $": {then} -> {now}",
    };

    private static string Name(PolicyBundle bundle) =>
        string.Create(CultureInfo.InvariantCulture, $"{bundle.Name} {bundle.Version}");
}
