using System.Globalization;
using System.Text;
using Gateway.Audit.Taps;
using Gateway.Policies;
using Gateway.State;

namespace Gateway.Commands.Status;

/// <summary>The status for people: four lines of what is there, what runs out when, then the findings.</summary>
internal static class StatusText
{
    // "expired", the longest word for how far something is from its end.
    private const int LevelWidth = 7;

    internal static string Write(StatusView view, IReadOnlyList<Finding> findings, Language language)
    {
        var text = new StringBuilder();
        foreach (var line in Head(view))
        {
            text.Append(line.In(language)).Append('\n');
        }

        if (view.Expiries.Count > 0)
        {
            text.Append('\n').Append(RunsOut.In(language)).Append('\n');
            view.Expiries.ToList().ForEach(expiry => Append(text, expiry, view, language));
        }

        text.Append('\n').Append(Verdict(findings.Count).In(language));
        foreach (var finding in findings)
        {
            text.Append("\n- ").Append(Line(finding).In(language));
        }

        return text.ToString();
    }

    private static Titles RunsOut { get; } = new("runs out:", "失效时间：", "失效時間：");

    private static IEnumerable<Titles> Head(StatusView view)
    {
        yield return new($"{Software.Name}, {view.ConfigFile}", null, null);
        if (view.Settings is null)
        {
            yield break;
        }

        yield return Daemon(view);
        if (view.Bundle is { } bundle)
        {
            var version = bundle.Version.ToString(CultureInfo.InvariantCulture);
            yield return new(
                $"bundle: {bundle.Name} version {version}, {bundle.Digest}",
                $"策略包：{bundle.Name} 版本 {version}，{bundle.Digest}",
                $"政策檔案：{bundle.Name} 版本 {version}，{bundle.Digest}");
        }

        var lists = view.TrustLists.Select(list => $"{list.State.List} #{list.State.Sequence}").ToList();
        var listed = string.Join('、', lists);
        yield return new($"trust lists: {string.Join(", ", lists)}", $"信任列表：{listed}", $"信任列表：{listed}");
        if (view.Ledger is { Origin.Length: > 0 } ledger)
        {
            var size = ledger.Size.ToString(CultureInfo.InvariantCulture);
            var at = StatusWords.Moment(ledger.CheckpointAt);
            var (last, tick) = (StatusWords.Moment(ledger.LastEntryAt), StatusWords.Moment(ledger.LastTickAt));
            yield return new(
                $"ledger: {ledger.Origin}, {size} entries, checkpoint {at}, last entry {last}, last tick {tick}",
                $"台账：{ledger.Origin}，{size} 个条目，检查点 {at}，最后条目 {last}，最后心跳 {tick}",
                $"紀錄冊：{ledger.Origin}，{size} 個記項，檢查點 {at}，最後記項 {last}，最後心跳 {tick}");
        }

        foreach (var tap in view.Taps)
        {
            yield return Tap(tap);
        }

        if (view.Observed is { } observed)
        {
            yield return Observed(observed);
        }
    }

    private static Titles Observed(ObservedPeriod observed)
    {
        var (crosses, refused) = (observed.Count("crosses"), observed.Count("refused") + observed.Count("held"));
        var since = StatusWords.Moment(observed.Since);
        return new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"observed since {since}: {crosses} copies would cross, {refused} would not ('gateway observed')"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"自 {since} 起的观察：{crosses} 份可放行，{refused} 份不可（'gateway observed'）"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"自 {since} 起的觀察：{crosses} 份可予放行，{refused} 份不可（'gateway observed'）"));
    }

    private static Titles Tap(TapProgress tap)
    {
        var (name, next) = ($"{tap.Tap.Name} ({tap.Tap.Kind}, {tap.Tap.Zone})", tap.Next?.ToString() ?? "?");
        var lag = tap.LagEntries.ToString(CultureInfo.InvariantCulture);
        return new(
            $"tap: {name}, has everything before {next}, {lag} entries wait",
            $"审计推送：{name}，{next} 之前的条目均已送达，待送 {lag} 个条目",
            $"審計推送：{name}，{next} 之前的記項均已送達，待送 {lag} 個記項");
    }

    private static Titles Daemon(StatusView view)
    {
        if (view.Ledger is not { IsHeld: true })
        {
            return new("daemon: not running", "网关：未运行", "閘道：並無運行");
        }

        var process = view.Process?.ToString(CultureInfo.InvariantCulture) ?? "?";
        var ready = view.Probe switch
        {
            null => new Titles("its probe was not asked", "未查询探测端口", "沒有查詢探測端口"),
            { IsHealthy: true, IsReady: true } => new("ready", "已就绪", "已就緒"),
            _ => new("not ready", "未就绪", "未就緒"),
        };
        return new(
            $"daemon: running, process {process}, {ready.En}",
            $"网关：运行中，进程 {process}，{ready.ZhHans}",
            $"閘道：運行中，程序 {process}，{ready.ZhHant}");
    }

    private static void Append(StringBuilder text, Expiry expiry, StatusView view, Language language)
    {
        var level = StatusWords.Level(expiry.LevelAt(view.Now, view.Within)).In(language);
        text.Append(CultureInfo.InvariantCulture, $"  {StatusWords.Moment(expiry.NotAfter)}  ")
            .Append(DisplayWidth.Pad(level, LevelWidth))
            .Append(CultureInfo.InvariantCulture, $"  {StatusWords.Kind(expiry.Kind).In(language)} {expiry.Id}\n");
    }

    private static Titles Verdict(int findings) => findings switch
    {
        0 => new("nothing is wrong", "一切正常", "一切正常"),
        1 => new("1 finding:", "发现 1 个问题：", "發現 1 個問題："),
        _ => new(
            string.Create(CultureInfo.InvariantCulture, $"{findings} findings, the most urgent first:"),
            string.Create(CultureInfo.InvariantCulture, $"发现 {findings} 个问题，按紧急程度排列："),
            string.Create(CultureInfo.InvariantCulture, $"發現 {findings} 個問題，按緊急程度排列：")),
    };

    private static Titles Line(Finding finding) => new(
        $"{finding.What.En}; {finding.Remedy.En}",
        $"{finding.What.In(Language.SimplifiedChinese)}；{finding.Remedy.In(Language.SimplifiedChinese)}",
        $"{finding.What.In(Language.TraditionalChinese)}；{finding.Remedy.In(Language.TraditionalChinese)}");
}
