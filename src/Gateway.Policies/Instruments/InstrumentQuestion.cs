using System.Globalization;
using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Parties;
using Gateway.Policies.Purposes;

namespace Gateway.Policies.Instruments;

/// <summary>One leg on one day, to be asked of each instrument between its parties.</summary>
/// <param name="Today">UTC date.</param>
internal sealed record InstrumentQuestion(
    PolicyBundle Bundle,
    Category Category,
    Purpose Purpose,
    Party Exporter,
    Party Recipient,
    DateOnly Today)
{
    private const string ByApi = "api";
    private const string ByRemoteAccess = "remote-access";

    private static readonly InstrumentVerdict Valid =
        new(InstrumentStep.Valid, RefusalCode.InstrumentMissing, new Titles("", null, null));

    /// <summary>Important data has no way but an assessment, so having none is a matter of its grade.</summary>
    internal InstrumentVerdict NoInstrument() => Category.Grade == Grade.General
        ? new(
            InstrumentStep.Missing,
            RefusalCode.InstrumentMissing,
            new(
                $"no instrument is on file from '{Exporter.Id}' to '{Recipient.Id}'",
                $"由 '{Exporter.Id}' 至 '{Recipient.Id}' 没有已登记的跨境法律依据",
                $"由 '{Exporter.Id}' 至 '{Recipient.Id}' 沒有已登記的跨境法律依據"))
        : new(
            InstrumentStep.Missing,
            RefusalCode.GradeImportant,
            new(
                $"category '{Category.Id}' is important data: it crosses only under a security assessment",
                $"数据类别 '{Category.Id}' 属于重要数据，须通过数据出境安全评估方可出境",
                $"數據類別 '{Category.Id}' 屬重要數據，須通過數據出境安全評估方可出境"));

    internal InstrumentVerdict Ask(Instrument instrument)
    {
        if (AskMechanism(instrument) is { } unfit)
        {
            return unfit;
        }

        return AskCoverage(instrument)
            ?? AskDates(instrument)
            ?? AskEnvelope(instrument)
            ?? AskFilings(instrument)
            ?? AskAssessment(instrument)
            ?? Valid;
    }

    // A mechanism that cannot carry this leg at all counts as no instrument.
    private InstrumentVerdict? AskMechanism(Instrument instrument)
    {
        var mechanism = instrument.Mechanism;
        if (Category.Grade != Grade.General && mechanism != Mechanism.Assess)
        {
            return NoInstrument();
        }

        if (!MechanismRules.Fits(mechanism, Exporter.Zone, Recipient.Zone))
        {
            var (name, from, to) = (mechanism.Wire(), Exporter.Zone.Wire(), Recipient.Zone.Wire());
            return Missing(instrument, new(
                $"{name} does not carry from {from} to {to}",
                $"{name} 不适用于由 {from} 至 {to} 的传输",
                $"{name} 不適用於由 {from} 至 {to} 的傳輸"));
        }

        // Off unless configured, and nothing configures it in this build.
        if (mechanism == Mechanism.Duty)
        {
            return Missing(instrument, new(
                "a statutory duty carries only where it is configured",
                "法定义务须另行设置，方可作为依据",
                "法定責任須另行設定，方可作為依據"));
        }

        // PIPL 40: an operator of critical information infrastructure passes a security assessment.
        return IsCriticalOperator() && mechanism != Mechanism.Assess
            ? Missing(instrument, new(
                $"'{Exporter.Id}' operates critical information infrastructure: only ASSESS carries",
                $"'{Exporter.Id}' 是关键信息基础设施运营者，只可凭 ASSESS 出境",
                $"'{Exporter.Id}' 是關鍵信息基礎設施營運者，只可憑 ASSESS 出境"))
            : null;
    }

    private bool IsCriticalOperator() =>
        Exporter.Zone == Zone.CN
        && (Exporter.Ciio
            || (Exporter.BranchOf is { } id && (!Bundle.Parties.TryGetValue(id, out var entity) || entity.Ciio)));

    private InstrumentVerdict? AskCoverage(Instrument instrument)
    {
        if (!instrument.Categories.Contains(new PinnedCategory(Category.Id, Category.Version)))
        {
            var version = Category.Version.ToString(CultureInfo.InvariantCulture);
            return new(
                InstrumentStep.Category,
                RefusalCode.CategoryNotCovered,
                new(
                    $"instrument '{instrument.Id}' does not cover '{Category.Id}@{version}'",
                    $"跨境法律依据 '{instrument.Id}' 不涵盖 '{Category.Id}@{version}'",
                    $"跨境法律依據 '{instrument.Id}' 不涵蓋 '{Category.Id}@{version}'"));
        }

        return instrument.Purposes.Contains(Purpose.Id)
            ? null
            : new(
                InstrumentStep.Purpose,
                RefusalCode.PurposeNotCovered,
                new(
                    $"instrument '{instrument.Id}' does not cover purpose '{Purpose.Id}'",
                    $"跨境法律依据 '{instrument.Id}' 不涵盖处理目的 '{Purpose.Id}'",
                    $"跨境法律依據 '{instrument.Id}' 不涵蓋使用目的 '{Purpose.Id}'"));
    }

    private InstrumentVerdict? AskDates(Instrument instrument)
    {
        if (Today < instrument.Effective)
        {
            var from = Day(instrument.Effective);
            return new(InstrumentStep.Date, RefusalCode.InstrumentNotYet, new(
                $"instrument '{instrument.Id}' holds from {from}",
                $"跨境法律依据 '{instrument.Id}' 自 {from} 起生效",
                $"跨境法律依據 '{instrument.Id}' 自 {from} 起生效"));
        }

        if (MechanismRules.LastDay(instrument) is { } last && Today > last)
        {
            // It was good until then; nothing of it waits for a person.
            var until = Day(last);
            var held = $"instrument '{instrument.Id}' held until {until}";
            return new(InstrumentStep.Date, RefusalCode.InstrumentExpired, new(
                held,
                $"跨境法律依据 '{instrument.Id}' 的有效期至 {until}",
                $"跨境法律依據 '{instrument.Id}' 的有效期至 {until}"));
        }

        return null;
    }

    private InstrumentVerdict? AskEnvelope(Instrument instrument)
    {
        Titles? problem = (instrument.Mechanism, instrument.Envelope) switch
        {
            (_, null) when MechanismRules.NeedsEnvelope(instrument.Mechanism) => new(
                "has no envelope on file", "没有登记传输范围", "沒有登記傳輸範圍"),
            (_, { Means: not (null or ByApi or ByRemoteAccess) }) => new(
                "is for other means than an API", "载明的传输方式不是 API", "訂明的傳輸方式並非 API"),
            (_, { StoragePlace: { } place }) when IsElsewhere(place) => new(
                "is for storage in another zone", "载明的存储地点在另一地", "訂明的儲存地點在另一地"),
            (Mechanism.Ex3, _) when IsPersonal() => new(
                "is for data without personal information", "只适用于不含个人信息的数据", "只適用於不含個人資料的數據"),
            (Mechanism.Ex54, _) when IsSensitive() => new(
                "is for data that is not sensitive", "只适用于不含敏感个人信息的数据", "只適用於不含敏感個人資料的數據"),
            _ => null,
        };
        return problem is null
            ? null
            : new(InstrumentStep.Envelope, RefusalCode.InstrumentEnvelope, new(
                $"instrument '{instrument.Id}' {problem.En}",
                $"跨境法律依据 '{instrument.Id}' {problem.ZhHans}",
                $"跨境法律依據 '{instrument.Id}' {problem.ZhHant}"));
    }

    private InstrumentVerdict? AskFilings(Instrument instrument)
    {
        var required = MechanismRules.FilingsOf(instrument.Mechanism);
        foreach (var zone in required.Where(zone => !instrument.Filings.Any(filing => filing.Zone == zone)))
        {
            return Unfiled(instrument, zone);
        }

        var mayWait = MechanismRules.MayBeFiledLater(instrument.Mechanism);
        var open = instrument.Filings.FirstOrDefault(filing => !IsFiled(filing) && !(mayWait && Today <= filing.Due));
        return open is null ? null : Unfiled(instrument, open.Zone);
    }

    private InstrumentVerdict? AskAssessment(Instrument instrument)
    {
        // One that is dated ahead has not been made yet.
        var isMade = instrument.Pia is null
            ? !MechanismRules.NeedsAssessment(instrument.Mechanism)
            : instrument.Pia.Date <= Today;
        return isMade
            ? null
            : new(
                InstrumentStep.Assessment,
                RefusalCode.InstrumentPia,
                new(
                    $"instrument '{instrument.Id}' has no impact assessment on file",
                    $"跨境法律依据 '{instrument.Id}' 没有已登记的个人信息保护影响评估",
                    $"跨境法律依據 '{instrument.Id}' 沒有已登記的個人信息保護影響評估"));
    }

    private bool IsFiled(Filing filing) => filing.Number is not null && !(filing.Date > Today);

    private bool IsElsewhere(string place) => WireNames.Zones.TryParse(place, out var zone) && zone != Recipient.Zone;

    private bool IsSensitive() =>
        Category.Sensitive.Count > 0 || Category.AllFields.Any(rule => rule.Sensitive.Count > 0);

    private bool IsPersonal() => IsSensitive() || Category.AllSubjects.Any();

    private static InstrumentVerdict Missing(Instrument instrument, Titles why) =>
        new(
            InstrumentStep.Unfit,
            RefusalCode.InstrumentMissing,
            new(
                $"instrument '{instrument.Id}' does not apply: {why.En}",
                $"跨境法律依据 '{instrument.Id}' 不适用：{why.ZhHans}",
                $"跨境法律依據 '{instrument.Id}' 不適用：{why.ZhHant}"));

    private static InstrumentVerdict Unfiled(Instrument instrument, Zone zone)
    {
        // Where a filing is made, and no authority that issues certificates, which has a word of its own.
        var unfiled = $"instrument '{instrument.Id}' is not on file with the authority of {zone.Wire()}";
        return new(
            InstrumentStep.Filing,
            RefusalCode.InstrumentFiling,
            new(
                unfiled,
                $"跨境法律依据 '{instrument.Id}' 尚未在 {zone.Wire()} 一侧备案",
                $"跨境法律依據 '{instrument.Id}' 尚未在 {zone.Wire()} 一方備案"));
    }

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
