using Gateway.Policies;

namespace Gateway.Commands.Retention;

/// <summary>Why a year is not archived, or its entries not pruned. The code is never translated.</summary>
internal sealed record RetentionRefusal(string Code, Titles Words)
{
    internal static RetentionRefusal Unsealed { get; } = new("retention.unsealed", new Titles(
        "an archive is sealed by the e-certificate of 'Ledger:Seal', and none is set",
        "归档须由 Ledger:Seal 的电子证书封印，但未设置",
        "封存須由 Ledger:Seal 的電子證書封印，但未設定"));

    internal static RetentionRefusal Output { get; } = new("retention.output", new Titles(
        "--out is there already", "--out 已经存在", "--out 已經存在"));

    internal static RetentionRefusal Open { get; } = new("retention.open", new Titles(
        "the ledger has no such year, or it is not over: no later one is there",
        "台账没有该年度，或该年度尚未结束：没有更晚的年度",
        "紀錄冊沒有該年度，或該年度尚未結束：沒有更遲的年度"));

    internal static RetentionRefusal Archive { get; } = new("retention.archive", new Titles(
        "the archive is not the whole year, sealed by somebody whom both sides recognise",
        "归档不是该年度的全部，或封印者不为两地所认可",
        "封存並非該年度的全部，或封印者不為兩地所認可"));

    internal static RetentionRefusal Young { get; } = new("retention.young", new Titles(
        "entries below that index are younger than the records that must be kept: three years, or what the bundle says",
        "该序号以下有条目未满保存期限：三年，或策略包所定的期限",
        "該序號以下有記項未滿保存期限：三年，或政策檔案所定的期限"));

    internal static RetentionRefusal InForce { get; } = new("retention.in_force", new Titles(
        "the last record of the bundle or of a trust list in force is among these entries",
        "生效的策略包或信任列表的最近记录在这些条目之中",
        "生效的政策檔案或信任列表的最近紀錄在這些記項之中"));
}
