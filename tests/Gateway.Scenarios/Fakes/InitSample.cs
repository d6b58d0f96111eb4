namespace Gateway.Scenarios.Fakes;

/// <summary>A sample that <c>gateway init</c> is given, and what crosses once one of its paths is opened.</summary>
/// <param name="Media">Content-Type.</param>
/// <param name="Path">The one that is opened; no value of another one says anything of it.</param>
/// <param name="Crosses">The body on the far side.</param>
/// <param name="Options">Beside <c>--sample</c>.</param>
internal sealed record InitSample(string Text, string Media, string Path, string Crosses, params string[] Options)
{
    /// <summary>One of every format that a sample may have.</summary>
    internal static IReadOnlyDictionary<string, InitSample> All { get; } = new Dictionary<string, InitSample>
    {
        ["json"] = new(
            """{"order":"o-1","buyer":"Wong"}""", "application/json", "$.order", """{"order":"o-1"}"""),
        ["ndjson"] = new(
            "{\"order\":\"o-1\",\"buyer\":\"Wong\"}\n{\"order\":\"o-2\",\"buyer\":\"Wong\"}\n",
            "application/x-ndjson", "$.order", "{\"order\":\"o-1\"}\n{\"order\":\"o-2\"}\n", "--format", "ndjson"),
        ["csv"] = new(
            "order,buyer\no-1,Wong\n", "text/csv", "$[*].order", "order\no-1\n", "--format", "csv"),
        ["tsv"] = new(
            "order\tbuyer\n\"o,1\"\tWong\n", "text/tab-separated-values", "$[*].order", "order\n\"o,1\"\n",
            "--format", "csv", "--media", "text/tab-separated-values"),
        ["xml"] = new(
            "<order xmlns=\"urn:o\" no=\"o-1\"><buyer>Wong</buyer></order>", "application/xml", "$.p:order@no",
            "<order xmlns=\"urn:o\" no=\"o-1\"></order>", "--format", "xml"),
        ["fhir"] = new(
            """{"resourceType":"Patient","gender":"female","name":[{"family":"Wong"}]}""", "application/fhir+json",
            "Patient.gender",
            """{"resourceType":"Patient","gender":"female","name":[{}],"meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"REDACTED","display":"redacted"}]}}""",
            "--format", "fhir"),
        ["hl7v2"] = new(
            "MSH|^~\\&|LIS|GZ|||2026||ORU^R01|M-1|P|2.5.1\rPID|1||H42||Wong^Mei\r", "x-application/hl7-v2+er7", "PID-3",
            "MSH|^~\\&\rPID|||H42\r", "--format", "hl7v2"),
        ["form"] = new(
            "order=o-1&buyer=Wong", "application/x-www-form-urlencoded", "$.order", "order=o-1", "--format", "form"),
    };
}
