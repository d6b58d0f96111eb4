using System.Text;

namespace Gateway.Commands.Demo;

/// <summary>The documents that are sent: customer files, notices, answers. Every person in them is made up.</summary>
internal static class DemoDocuments
{
    internal const string Json = "application/json";

    internal const string FhirJson = "application/fhir+json";

    /// <summary>The bank's acknowledgement, as its branch sends it.</summary>
    internal static byte[] Acknowledgement { get; } = Utf8(
        """{ "batch": "demo-1", "accepted": 3, "rejected": 0 }""");

    /// <summary>An error of the hospital's software, which names the patient as such software does.</summary>
    internal static byte[] HospitalError { get; } = Utf8(
        $$"""
        { "error": "no summary", "patient": "王小芳", "idNumber": "{{MadeUpIdentity.Specimen}}", "phone": "13800138000" }
        """);

    /// <summary>A summary whose free text holds what no rule declared.</summary>
    internal static byte[] LeakySummary { get; } = Utf8(
        $$"""
        { "resourceType": "Bundle", "type": "collection", "entry": [ { "resource": {
          "resourceType": "Condition", "id": "c1", "code": { "coding": [
            { "code": "38341003", "display": "Hypertension, patient {{MadeUpIdentity.Specimen}}" } ] } } } ] }
        """);

    /// <summary>What of <see cref="Customers"/> must never be seen on the far side.</summary>
    internal static IReadOnlyList<string> CustomerSecrets { get; } =
    [
        MadeUpIdentity.OfNobody(1), MadeUpIdentity.OfNobody(2), MadeUpIdentity.OfNobody(3),
        "13800138000", "6222020000000000005", "小明", "小芳", "示例路1号", "internalScore",
    ];

    /// <summary>What of the patient record must never be seen on the far side.</summary>
    internal static IReadOnlyList<string> PatientSecrets { get; } =
        ["d88f994a-5efa-421d-9c40-5f116d2114a6", "mothersMaidenName", "geolocation", "\"telecom\"", "\"text\""];

    internal static byte[] Customers { get; } = Utf8(
        $$"""
        { "batch": "demo-1", "customers": [
          { "customerNo": "C-0001", "name": "陈小明", "idNumber": "{{MadeUpIdentity.OfNobody(1)}}",
            "phone": "13800138000",
            "accounts": [ { "number": "6222020000000000005", "currency": "CNY", "balance": 1200.50 } ],
            "riskLevel": 2, "city": "440100", "source": "crm", "address": "广州市示例路1号", "internalScore": 71 },
          { "customerNo": "C-0002", "name": "王小芳", "idNumber": "{{MadeUpIdentity.OfNobody(2)}}",
            "phone": "13800138000", "accounts": [], "riskLevel": 1, "city": "440300", "source": "crm",
            "remark": "prefers e-mail" },
          { "customerNo": "C-0003", "name": "Example, Lee", "idNumber": "{{MadeUpIdentity.OfNobody(3)}}",
            "riskLevel": 3, "city": "440400", "internalScore": 12 }
        ] }
        """);

    internal static byte[] Settlement { get; } = Utf8("""{ "total": 1200000000 }""");

    internal static byte[] Credit { get; } = Utf8("""{ "score": 640 }""");

    internal static byte[] Loan { get; } = Utf8("""{ "amount": 250000 }""");

    /// <summary>A form that is declared to the last member, with one more.</summary>
    internal static byte[] NoticeWithMore { get; } = Utf8(
        """{ "number": "N-1", "text": "closed on Friday", "author": "王小芳" }""");

    /// <summary>Cut off in the middle.</summary>
    internal static byte[] Malformed { get; } = Utf8(
        """{ "batch": "demo-2", "customers": [ { "customerNo": "C-0004" """);

    /// <summary>One customer whose remark is kept by rule, and holds this.</summary>
    internal static byte[] Remark(string text) => Utf8(
        $$"""{ "batch": "demo-3", "customers": [ { "customerNo": "C-0005", "remark": "call back, {{text}}" } ] }""");

    /// <summary>Well-formed, and longer than the limit in force.</summary>
    internal static byte[] LargerThan(int limit) => Utf8($$"""{ "batch": "{{new string('x', limit)}}" }""");

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
