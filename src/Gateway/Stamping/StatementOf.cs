using Gateway.Policies;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Instruments;
using Gateway.Policies.Parties;
using Gateway.Screening;

namespace Gateway.Stamping;

/// <summary>Fills a <see cref="TransferStatement"/> from what the rooms before found out.</summary>
internal static class StatementOf
{
    internal static TransferStatement Leg(
        ScreenedLeg screened, string origin, ReadOnlySpan<byte> contentSha256, string contentType, DateTimeOffset now)
    {
        var routed = screened.Permitted.Routed;
        var permission = screened.Permission;
        var (category, purpose, instrument) = (permission.Category, permission.Purpose, permission.Instrument);
        var pinned = routed.Pinned;
        var records = screened.Report.Records;
        return new TransferStatement
        {
            Id = routed.Identified.Arrival.Id.Value,
            Time = now,
            Gateway = origin,
            Leg = screened.Leg,
            Direction = routed.Route.DirectionOf(screened.Leg),
            Mode = screened.Leg == Policies.Leg.Request ? StatementMode.Push : StatementMode.Pull,
            Exporter = PartyOf(permission.Exporter),
            Recipient = PartyOf(permission.Recipient),
            Route = routed.Route.Id.ToString(),
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
            Content = new StatementContent(
                contentType, screened.Output.Length, Convert.ToHexStringLower(contentSha256)),
            Source = new StatementSource(screened.Source.Key, screened.Source.Hmac),
            Fields = FieldsOf(screened),
            Records = new StatementRecords(records.In, records.Out, records.Withheld),
            Subjects = screened.Report.Subjects,
            Findings = screened.Report.Findings.ToDictionary(
                pair => pair.Key.Name, pair => (long)pair.Value, StringComparer.Ordinal),
            FieldsRoot = screened.Fields is { } values ? Convert.ToHexStringLower(values.Root()) : null,
        };
    }

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
