using Gateway.Closing;
using Gateway.Commands.Dev;
using Gateway.Policies;

namespace Gateway.Commands.Demo;

/// <summary>The table of transfers, in the order in which they are tried and printed.</summary>
internal static class DemoCases
{
    /// <summary>"Reading:MaxBodyBytes" of the demo: a little above the patient record.</summary>
    internal const int MaxBodyBytes = 512 * 1024;

    internal const string Outage = "the ledger cannot write (disk full)";
    internal const string OutageGroup = "Refused because nothing leaves unrecorded";

    private const string Crossing = "Crosses, masked and stamped";
    private const string Who = "Refused for who is asking";
    private const string Law = "Refused for want of a route or a legal basis";
    private const string Content = "Refused for what is in it";
    private const string Errors = "An error body never crosses";

    private const string Bank = "bank-gz.client";
    private const string Clinic = "clinic-hk.client";
    private const string Customers = "/hk/customers/HKG001";

    /// <summary>The push that the ledger's outage is tried with.</summary>
    internal static DemoCase Push { get; } = new(
        Crossing, "bank pushes customer files to its branch", DemoDoor.North, Bank, $"{Customers}?lang=zh",
        DemoDocuments.Customers, Receipt.Crossed, null)
    {
        Secrets = DemoDocuments.CustomerSecrets,
        ExpectsStampedAnswer = true,
    };

    internal static IReadOnlyList<DemoCase> All { get; } =
    [
        Push,
        new(
            Crossing, "clinic pulls a patient record (FHIR, 470 KB)", DemoDoor.South, Clinic,
            Summary(HospitalStub.Patient), null, Receipt.Crossed, null)
        {
            Secrets = DemoDocuments.PatientSecrets,
            ExpectsStampedAnswer = true,
        },
        .. Strangers(),
        Refused(Law, "route that nobody declared", "/hk/payroll", DemoDocuments.Customers, RefusalCode.RouteUnknown),
        Refused(
            Law, "query value that nobody declared", $"{Customers}?lang=zh&customer=C-0001", DemoDocuments.Customers,
            RefusalCode.RouteParameter),
        Refused(Law, "no legal instrument", "/hk/clinic/credit", DemoDocuments.Credit, RefusalCode.InstrumentMissing),
        Refused(
            Law, "legal instrument for other data", "/hk/credit", DemoDocuments.Credit,
            RefusalCode.CategoryNotCovered),
        Refused(Law, "legal instrument expired", "/hk/loans", DemoDocuments.Loan, RefusalCode.InstrumentExpired),
        Refused(Law, "core data", "/hk/settlement", DemoDocuments.Settlement, RefusalCode.GradeCore),
        .. Contents(),
        new(
            Errors, "hospital answers 404 with personal data", DemoDoor.South, Clinic,
            Summary(HospitalStub.NoPatient), null, Receipt.Emptied, null)
        {
            Secrets = [MadeUpIdentity.Specimen, "小芳", "13800138000"],
        },
    ];

    private static IEnumerable<DemoCase> Strangers() =>
    [
        Refused(Who, "no certificate", Customers, DemoDocuments.Customers, RefusalCode.CertificateAbsent)
            with { Certificate = null },
        Bad("certificate of an unlisted authority", DevBad.Untrusted, RefusalCode.CertificateUntrusted),
        Bad("certificate revoked", DevBad.Revoked, RefusalCode.CertificateRevoked),
        Refused(
            Who, "Hong Kong party at the mainland door", Customers, DemoDocuments.Customers, RefusalCode.PartyZone)
            with { Certificate = "bank-hk.client" },
    ];

    private static IEnumerable<DemoCase> Contents() =>
    [
        Remark("resident ID in a remark", MadeUpIdentity.Specimen),
        Remark("the same in full-width digits", MadeUpIdentity.FullWidth(MadeUpIdentity.Specimen)),
        Remark("the same as \\u escapes", MadeUpIdentity.Escaped(MadeUpIdentity.Specimen)),
        new(
            Content, "resident ID in the hospital's answer", DemoDoor.South, Clinic,
            Summary(HospitalStub.LeakyPatient), null, Receipt.Refused, RefusalCode.ScreenFinding.Wire)
        {
            Secrets = [MadeUpIdentity.Specimen],
        },
        Refused(
            Content, "unlisted member in a closed form", "/hk/notices", DemoDocuments.NoticeWithMore,
            RefusalCode.FieldUnlisted),
        Refused(Content, "JSON cut off in the middle", Customers, DemoDocuments.Malformed, RefusalCode.BodyMalformed),
        Refused(
            Content, "body over the limit", Customers, DemoDocuments.LargerThan(MaxBodyBytes),
            RefusalCode.BodyTooLarge),
    ];

    private static DemoCase Bad(string name, string certificate, RefusalCode code) =>
        Refused(Who, name, Customers, DemoDocuments.Customers, code) with
        {
            Certificate = certificate,
            IsBadCertificate = true,
        };

    private static DemoCase Remark(string name, string text) =>
        Refused(Content, name, Customers, DemoDocuments.Remark(text), RefusalCode.ScreenFinding);

    private static DemoCase Refused(string group, string name, string target, byte[] body, RefusalCode code) =>
        new(group, name, DemoDoor.North, Bank, target, body, Receipt.Refused, code.Wire);

    private static string Summary(string patient) => $"/gz/patients/{patient}/summary";
}
