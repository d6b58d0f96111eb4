using System.Globalization;
using Gateway.Policies.Bundle;
using Gateway.Policies.Instruments;

namespace Gateway.Policies.Comparison;

/// <summary>Under which law data may cross.</summary>
internal static class InstrumentChanges
{
    internal static void Compare(PolicyBundle then, PolicyBundle now, List<BundleChange> changes)
    {
        var pairs = BundleComparison.Pairs(then.Instruments, now.Instruments, instrument => instrument.Id.ToString());
        foreach (var (id, old, current) in pairs)
        {
            var list = new ChangeList(changes, ChangedThing.Instrument, id, (current ?? old)!.Mark);
            if (old is null || current is null)
            {
                list.Add(
                    old is null ? ChangeEffect.Wider : ChangeEffect.Narrower,
                    old is null ? ChangeKind.Added : ChangeKind.Removed, null, null, null);
                continue;
            }

            Compare(old, current, list);
        }
    }

    private static void Compare(Instrument then, Instrument now, ChangeList list)
    {
        list.Text("mechanism", then.Mechanism.Wire(), now.Mechanism.Wire(), ChangeEffect.Wider);
        list.Text("exporter", then.Exporter.ToString(), now.Exporter.ToString(), ChangeEffect.Wider);
        list.Text("recipient", then.Recipient.ToString(), now.Recipient.ToString(), ChangeEffect.Wider);
        list.Set("categories", then.Categories.Select(Spell), now.Categories.Select(Spell));
        list.Set(
            "purposes",
            then.Purposes.Select(purpose => purpose.ToString()),
            now.Purposes.Select(purpose => purpose.ToString()));
        list.Ordered("effective", -then.Effective.DayNumber, -now.Effective.DayNumber, day => Day(-day));
        list.Ordered("validTo", LastDay(then), LastDay(now), day => day == int.MaxValue ? null : Day(day));
        list.Set("filings", then.Filings.Select(Spell), now.Filings.Select(Spell));
        list.Set("pia", Spell(then.Pia), Spell(now.Pia));
        CompareCaps(then.VolumeCap, now.VolumeCap, list);
        CompareEnvelopes(then.Envelope, now.Envelope, list);
    }

    private static void CompareCaps(VolumeCap then, VolumeCap now, ChangeList list)
    {
        var isStricter = now.Kind != VolumeCapKind.Waived
            && (then.Kind == VolumeCapKind.Waived || (now.Persons < then.Persons && now.Kind == then.Kind));
        list.Text("volumeCap", Spell(then), Spell(now), isStricter ? ChangeEffect.Narrower : ChangeEffect.Wider);
    }

    private static void CompareEnvelopes(Envelope? then, Envelope? now, ChangeList list)
    {
        list.Text("envelope.means", then?.Means, now?.Means, ChangeEffect.Wider);
        list.Text("envelope.retention", then?.Retention, now?.Retention, ChangeEffect.Wider);
        list.Text("envelope.storagePlace", then?.StoragePlace, now?.StoragePlace, ChangeEffect.Wider);
        list.Ordered(
            "envelope.scale", then?.Scale ?? long.MaxValue, now?.Scale ?? long.MaxValue,
            scale => scale == long.MaxValue ? null : scale.ToString(CultureInfo.InvariantCulture));
        list.Set("envelope.subRecipients", then?.SubRecipients ?? [], now?.SubRecipients ?? []);
    }

    private static int LastDay(Instrument instrument) =>
        MechanismRules.LastDay(instrument)?.DayNumber ?? int.MaxValue;

    private static string Spell(PinnedCategory pin) =>
        string.Create(CultureInfo.InvariantCulture, $"{pin.Id}@{pin.Version}");

    private static string Spell(Filing filing) =>
        $"{filing.Zone.Wire()}, number {filing.Number ?? "-"}, date {Day(filing.Date)}, due {Day(filing.Due)}";

    private static IEnumerable<string> Spell(ImpactAssessment? pia) =>
        pia is null ? [] : [$"{pia.Id}, {Day(pia.Date)}"];

    private static string Spell(VolumeCap cap) => cap.Persons is { } persons
        ? persons.ToString(CultureInfo.InvariantCulture)
        : cap.Kind == VolumeCapKind.Waived ? "waived" : "national";

    private static string Day(int number) => Day(DateOnly.FromDayNumber(number));

    private static string Day(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "-";
}
