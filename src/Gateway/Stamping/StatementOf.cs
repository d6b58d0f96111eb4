using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Gateway.Listening;
using Gateway.Permit;
using Gateway.Policies;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Instruments;
using Gateway.Policies.Parties;
using Gateway.Policies.Routes;
using Gateway.Screening;

namespace Gateway.Stamping;

/// <summary>
/// Fills a <see cref="TransferStatement"/> from what the rooms before found out. What says the same in each statement
/// of a route, leg and instrument under one set of snapshots is put together, and written, once.
/// </summary>
internal sealed class StatementOf(string origin)
{
    private static readonly Dictionary<string, long> NoFindings = [];

    // Gone with the snapshots.
    private readonly ConditionalWeakTable<PinnedSnapshots, StandingStatements> _standing = [];

    internal TransferStatement Leg(ScreenedLeg screened, string contentType, DateTimeOffset now)
    {
        var records = screened.Report.Records;
        var findings = screened.Report.Findings;
        return Standing(screened.Permitted, screened.Permission, screened.Leg) with
        {
            Id = screened.Permitted.Arrival.Id.Value,
            Time = now,
            Content = new StatementContent(
                contentType, screened.Output.Length, Convert.ToHexStringLower(screened.Digest)),
            Source = new StatementSource(screened.Source.Key, screened.Source.Hmac),
            Fields = FieldsOf(screened),
            Records = new StatementRecords(records.In, records.Out, records.Withheld),
            Subjects = screened.Report.Subjects,
            Findings = findings.Count == 0 ? NoFindings : findings.ToDictionary(
                pair => pair.Key.Name, pair => (long)pair.Value, StringComparer.Ordinal),
            FieldsRoot = screened.Fields is { } values ? Convert.ToHexStringLower(values.Root()) : null,
        };
    }

    // By the ids of the bundle the snapshots hold: they are unique in it.
    private TransferStatement Standing(PermittedTransfer permitted, Permission permission, Leg leg)
    {
        var made = _standing.GetOrCreateValue(permitted.Routed.Pinned);
        var key = (permitted.Routed.Route.Id, leg, permission.Instrument.Id);
        return made.TryGetValue(key, out var known) ? known : made.GetOrAdd(key, Make(permitted, permission, leg));
    }

    // What is empty here is of one transfer, and comes later.
    private TransferStatement Make(PermittedTransfer permitted, Permission permission, Leg leg)
    {
        var (category, purpose, instrument) = (permission.Category, permission.Purpose, permission.Instrument);
        var (route, pinned) = (permitted.Routed.Route, permitted.Routed.Pinned);
        var standing = new TransferStatement
        {
            Id = Guid.Empty,
            Time = default,
            Gateway = origin,
            Leg = leg,
            Direction = route.DirectionOf(leg),
            Mode = leg == Policies.Leg.Request ? StatementMode.Push : StatementMode.Pull,
            Exporter = PartyOf(permission.Exporter),
            Recipient = PartyOf(permission.Recipient),
            Route = route.Id.ToString(),
            Category = category.Id.ToString(),
            CategoryVersion = category.Version,
            Grade = WireNames.Grades.NameOf(category.Grade),
            Sensitive = SensitiveOf(category),
            Purpose = purpose.Id.ToString(),
            Basis = WireNames.Bases.NameOf(purpose.Basis),
            Notice = purpose.Notice is { } notice ? new StatementNotice(notice.Version, notice.Url) : null,
            Instrument = InstrumentOf(instrument),
            Pia = instrument.Pia is { } pia ? new StatementAssessment(pia.Id, pia.Date) : null,
            Retention = instrument.Envelope?.Retention,
            StoragePlace = instrument.Envelope?.StoragePlace,
            Policy = pinned.Policy.Bundle.Digest,
            Trust =
            [
                .. pinned.Trust.Lists.Select(list => new StatementTrustList(list.List, list.Sequence, list.Sha256)),
            ],
            Content = new StatementContent("", 0, ""),
            Source = new StatementSource("", ""),
            Fields = new StatementFields(),
            Records = new StatementRecords(0, 0, 0),
            Subjects = 0,
        };
        return standing with { Written = StatementWriter.WriteStanding(standing) };
    }

    private sealed class StandingStatements : ConcurrentDictionary<(RouteId, Leg, InstrumentId), TransferStatement>;

    private static StatementParty PartyOf(Party party) => new(party.Id.ToString(), party.Registration, party.City);

    private static StatementInstrument InstrumentOf(Instrument instrument) => new(
        instrument.Id.ToString(),
        WireNames.Mechanisms.NameOf(instrument.Mechanism),
        [
            .. instrument.Filings.Select(filing =>
                new StatementFiling(filing.Zone.ToString(), filing.Number, filing.Date)),
        ]);

    private static IReadOnlyList<string> SensitiveOf(Category category) =>
        [
            .. category.Sensitive.Concat(category.AllFields.SelectMany(field => field.Sensitive))
                .Distinct(StringComparer.Ordinal),
        ];

    private static StatementFields FieldsOf(ScreenedLeg screened)
    {
        var fields = screened.Report.Fields;
        return new StatementFields
        {
            Kept = fields.Kept,
            Dropped = fields.Dropped,
            Redacted = fields.Redacted,
            Masked = fields.Masked,
            Hashed = fields.Hashed,
            Tokenised = fields.Tokenised,
            Generalised = fields.Generalised,
            Shifted = fields.Shifted,
            Encrypted = fields.Encrypted,
            Constant = fields.Constant,
            Truncated = fields.Truncated,
        };
    }
}
