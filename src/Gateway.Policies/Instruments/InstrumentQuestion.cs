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

    /// <summary>Important data has no way but an assessment, so having none is a matter of its grade.</summary>
    internal InstrumentVerdict NoInstrument() => Category.Grade == Grade.General
        ? new(
            InstrumentStep.Missing,
            RefusalCode.InstrumentMissing,
            $"no instrument is on file from '{Exporter.Id}' to '{Recipient.Id}'")
        : new(
            InstrumentStep.Missing,
            RefusalCode.GradeImportant,
            $"category '{Category.Id}' is important data: it crosses only under a security assessment");

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
            ?? new InstrumentVerdict(InstrumentStep.Valid, RefusalCode.InstrumentMissing, "");
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
            var way = $"from {Exporter.Zone.Wire()} to {Recipient.Zone.Wire()}";
            return Missing(instrument, $"{mechanism.Wire()} does not carry {way}");
        }

        // Off unless configured, and nothing configures it in this build.
        if (mechanism == Mechanism.Duty)
        {
            return Missing(instrument, "a statutory duty carries only where it is configured");
        }

        // PIPL 40: an operator of critical information infrastructure passes a security assessment.
        return IsCriticalOperator() && mechanism != Mechanism.Assess
            ? Missing(instrument, $"'{Exporter.Id}' operates critical information infrastructure: only ASSESS carries")
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
                $"instrument '{instrument.Id}' does not cover '{Category.Id}@{version}'");
        }

        return instrument.Purposes.Contains(Purpose.Id)
            ? null
            : new(
                InstrumentStep.Purpose,
                RefusalCode.PurposeNotCovered,
                $"instrument '{instrument.Id}' does not cover purpose '{Purpose.Id}'");
    }

    private InstrumentVerdict? AskDates(Instrument instrument)
    {
        if (Today < instrument.Effective)
        {
            var from = $"instrument '{instrument.Id}' holds from {Day(instrument.Effective)}";
            return new(InstrumentStep.Date, RefusalCode.InstrumentNotYet, from);
        }

        if (MechanismRules.LastDay(instrument) is { } last && Today > last)
        {
            var until = $"instrument '{instrument.Id}' held until {Day(last)}";
            return new(InstrumentStep.Date, RefusalCode.InstrumentExpired, until);
        }

        return null;
    }

    private InstrumentVerdict? AskEnvelope(Instrument instrument)
    {
        var problem = (instrument.Mechanism, instrument.Envelope) switch
        {
            (_, null) when MechanismRules.NeedsEnvelope(instrument.Mechanism) => "has no envelope on file",
            (_, { Means: not (null or ByApi or ByRemoteAccess) }) => "is for other means than an API",
            (_, { StoragePlace: { } place }) when IsElsewhere(place) => "is for storage in another zone",
            (Mechanism.Ex3, _) when IsPersonal() => "is for data without personal information",
            (Mechanism.Ex54, _) when IsSensitive() => "is for data that is not sensitive",
            _ => null,
        };
        return problem is null
            ? null
            : new(InstrumentStep.Envelope, RefusalCode.InstrumentEnvelope, $"instrument '{instrument.Id}' {problem}");
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
                $"instrument '{instrument.Id}' has no impact assessment on file");
    }

    private bool IsFiled(Filing filing) => filing.Number is not null && !(filing.Date > Today);

    private bool IsElsewhere(string place) => WireNames.Zones.TryParse(place, out var zone) && zone != Recipient.Zone;

    private bool IsSensitive() =>
        Category.Sensitive.Count > 0 || Category.Fields.Any(rule => rule.Sensitive.Count > 0);

    private bool IsPersonal() => IsSensitive() || Category.Subjects.Count > 0;

    private static InstrumentVerdict Missing(Instrument instrument, string why) =>
        new(
            InstrumentStep.Unfit,
            RefusalCode.InstrumentMissing,
            $"instrument '{instrument.Id}' does not apply: {why}");

    private static InstrumentVerdict Unfiled(Instrument instrument, Zone zone) =>
        new(
            InstrumentStep.Filing,
            RefusalCode.InstrumentFiling,
            $"instrument '{instrument.Id}' is not on file with the authority of {zone.Wire()}");

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
