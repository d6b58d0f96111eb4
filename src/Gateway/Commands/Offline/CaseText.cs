using System.Globalization;
using System.Text;
using Gateway.Policies;
using Gateway.Policies.Cases;
using Gateway.Policies.Catalogue;

namespace Gateway.Commands.Offline;

/// <summary>The verdicts of <c>policy test</c> for people: a line for each case, then the sum.</summary>
internal static class CaseText
{
    // In each language the three take the same width on a screen.
    private static readonly Titles AsTold = new("ok     ", "符合", "符合");
    private static readonly Titles NotAsTold = new("FAILED ", "不符", "不符");
    private static readonly Titles NotRun = new("not run", "未测", "未測");

    private static readonly Titles Crossed = new("crosses", "放行", "放行");
    private static readonly Titles Refused = new("is refused", "拒绝", "拒絕");
    private static readonly Titles Held = new("is held for a person", "待人工审批", "待人手審批");
    private static readonly Titles Expected = new("told that it {0}, but it {1}", "预期{0}，实际{1}", "預期{0}，實際{1}");

    private static readonly Titles Places = new(
        "{0} differences; the first, {1}, {2}",
        "共 {0} 处不符，首处位于 {1}：{2}",
        "共 {0} 處不符，首處位於 {1}：{2}");

    private static readonly Titles OnePlace = new(
        "1 difference: {1} {2}", "1 处不符，位于 {1}：{2}", "1 處不符，位於 {1}：{2}");

    private static readonly Titles Missing = new("did not leave", "应输出而未输出", "應輸出而未輸出");
    private static readonly Titles Unexpected = new("left and is not expected", "不应输出而输出", "不應輸出而輸出");
    private static readonly Titles Other = new("left as something else", "输出内容不同", "輸出內容不同");

    private static readonly Titles Unreadable = new(
        "the expected document cannot be read", "预期文件无法读取", "預期文件無法讀取");

    private static readonly Titles Sum = new(
        "{0} cases: {1} as told, {2} not as told, {3} not run",
        "测试用例共 {0} 个：{1} 个符合，{2} 个不符，{3} 个未测",
        "測試個案共 {0} 個：{1} 個符合，{2} 個不符，{3} 個未測");

    internal static string Write(CasesReport cases, Language language)
    {
        var text = new StringBuilder();
        var width = cases.Verdicts.Select(verdict => verdict.Category.ToString().Length).DefaultIfEmpty().Max();
        foreach (var verdict in cases.Verdicts)
        {
            var status = verdict.Result switch
            {
                CaseResult.AsTold => AsTold,
                CaseResult.NotRun => NotRun,
                _ => NotAsTold,
            };
            var category = verdict.Category.ToString().PadRight(width);
            var why = Why(verdict, language);
            text.Append(CultureInfo.InvariantCulture, $"{status.In(language)}  {category}  {verdict.Case.Name}");
            text.Append(why.Length == 0 ? "" : $": {why}").Append('\n');
        }

        return text.Append(Fill(
            Sum,
            language,
            cases.Verdicts.Count,
            cases.Count(CaseResult.AsTold),
            cases.Count(CaseResult.NotAsTold),
            cases.Count(CaseResult.NotRun))).ToString();
    }

    private static string Why(CaseVerdict verdict, Language language)
    {
        if (verdict.Result == CaseResult.NotRun)
        {
            return string.Join("; ", verdict.Lacks.Select(fault => fault.Message).Distinct());
        }

        if (verdict.IsExpectationUnreadable)
        {
            return Unreadable.In(language);
        }

        if (verdict.Difference is { } difference)
        {
            return Fill(
                difference.Count == 1 ? OnePlace : Places,
                language,
                difference.Count,
                difference.Path,
                KindOf(difference.Kind).In(language));
        }

        return verdict.Result == CaseResult.AsTold
            ? ""
            : Fill(Expected, language, Told(verdict.Case, language), Came(verdict, language));
    }

    private static Titles KindOf(DifferenceKind kind) => kind switch
    {
        DifferenceKind.Missing => Missing,
        DifferenceKind.Unexpected => Unexpected,
        _ => Other,
    };

    private static string Told(CategoryCase @case, Language language) =>
        @case.Refused is { } code ? $"{Refused.In(language)} ({code})" : Crossed.In(language);

    // The detail of a refusal names rules and declared parents only, so it may be shown.
    private static string Came(CaseVerdict verdict, Language language) => verdict.TurnBack switch
    {
        null => Crossed.In(language),
        Refusal no => $"{Refused.In(language)} ({no.Code.Wire}: {no.Detail})",
        var hold => $"{Held.In(language)} ({hold.Code.Wire}: {hold.Detail})",
    };

    private static string Fill(Titles words, Language language, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, words.In(language), values);
}
