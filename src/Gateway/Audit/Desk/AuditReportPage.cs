using System.Globalization;
using System.Net;
using System.Text;
using Gateway.Closing;
using Gateway.Policies;
using Gateway.Stamping;

namespace Gateway.Audit.Desk;

/// <summary>A report as a page for a person: no script, nothing fetched, names as the bundle spells them.</summary>
internal static class AuditReportPage
{
    private const string Style =
        "body{font-family:sans-serif;margin:2em;max-width:70em}table{border-collapse:collapse;margin:1em 0}"
        + "th,td{border:1px solid #999;padding:.3em .8em;text-align:left}td+td{text-align:right}";

    private static readonly Titles Heading = new("Transfers across the boundary", "跨境传输报告", "跨境傳輸報告");
    private static readonly Titles From = new("from", "自", "自");
    private static readonly Titles To = new("to, exclusive", "至（不含）", "至（不含）");
    private static readonly Titles Ledger = new("Ledger, up to", "台账，截至", "紀錄冊，截至");
    private static readonly Titles Open = new(
        "The period is not over.", "该期间尚未结束。", "該期間尚未結束。");
    private static readonly Titles Pruned = new(
        "Not counted, because it was pruned (the sealed archive has it): entries",
        "以下条目已删减，未计入本报告（见已封印的归档）：",
        "以下記項已刪減，未計入本報告（見已封印的封存檔）：");
    private static readonly Titles Decisions = new("decisions", "决定", "決定");
    private static readonly Titles Records = new("records", "记录", "記錄");
    private static readonly Titles Subjects = new("subjects, each time", "人次", "人次");
    private static readonly Titles Total = new("total", "合计", "合計");

    private static readonly Dictionary<string, Titles> Ways = new(StringComparer.Ordinal)
    {
        ["decision"] = new("By decision", "按决定", "按決定"),
        ["direction"] = new("By direction", "按方向", "按方向"),
        ["exporter"] = new("By exporter", "按数据提供方", "按資料提供方"),
        ["recipient"] = new("By recipient", "按接收方", "按接收方"),
        ["party"] = new("By who asked", "按调用方", "按呼叫方"),
        ["category"] = new("By category", "按数据类别", "按數據類別"),
        ["purpose"] = new("By purpose", "按处理目的", "按使用目的"),
        ["instrument"] = new("By legal instrument", "按跨境法律依据", "按跨境法律依據"),
        ["code"] = new("By code of refusal", "按拒绝代码", "按拒絕代碼"),
    };

    internal static AuditAnswer Write(AuditReport report, Language language)
    {
        var page = new StringBuilder();
        var tag = LanguageChoice.TagOf(language);
        var title = $"{Heading.In(language)}: {report.Period.Name}";
        page.Append(CultureInfo.InvariantCulture, $"<!doctype html><html lang=\"{tag}\"><head><meta charset=\"utf-8\">")
            .Append(CultureInfo.InvariantCulture, $"<title>{Text(title)}</title><style>{Style}</style></head><body>")
            .Append(CultureInfo.InvariantCulture, $"<h1>{Text(title)}</h1><p>{Text(From.In(language))} ")
            .Append(CultureInfo.InvariantCulture, $"{WireTime.Write(report.Period.Since)} {Text(To.In(language))} ")
            .Append(CultureInfo.InvariantCulture, $"{WireTime.Write(report.Period.Until)}. ")
            .Append(CultureInfo.InvariantCulture, $"{Text(Ledger.In(language))} {Text(report.Origin)} ")
            .Append(CultureInfo.InvariantCulture, $"{report.Totals.End}.");
        if (!report.IsOver)
        {
            page.Append(' ').Append(Text(Open.In(language)));
        }

        if (report.NotHeld.Count > 0)
        {
            var where = string.Join(' ', report.NotHeld);
            page.Append(CultureInfo.InvariantCulture, $" <strong>{Text(Pruned.In(language))} {where}.</strong>");
        }

        page.Append("</p>");
        foreach (var (name, of) in AuditReport.Ways)
        {
            WriteTable(page, Ways[name].In(language), report.By(of), language);
        }

        var total = AuditReport.Total.Of(report.Totals.Sums);
        WriteTable(page, Total.In(language), [(report.Period.Name, total)], language);
        page.Append("</body></html>\n");
        return new AuditAnswer("text/html; charset=utf-8", Encoding.UTF8.GetBytes(page.ToString())) { Language = tag };
    }

    private static void WriteTable(
        StringBuilder page,
        string heading,
        IEnumerable<(string Key, AuditReport.Total Total)> rows,
        Language language)
    {
        page.Append(CultureInfo.InvariantCulture, $"<table><tr><th>{Text(heading)}</th>");
        foreach (var column in new[] { Decisions, Records, Subjects })
        {
            page.Append(CultureInfo.InvariantCulture, $"<th>{Text(column.In(language))}</th>");
        }

        page.Append("</tr>");
        foreach (var (key, total) in rows)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(key)}</td><td>{total.Decisions}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{total.Records}</td><td>{total.Subjects}</td></tr>");
        }

        page.Append("</table>");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
