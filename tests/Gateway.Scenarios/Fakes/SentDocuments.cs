using System.Text;

namespace Gateway.Scenarios.Fakes;

/// <summary>A document of one format, as the bank sends it, and the same with a number where free text leaves.</summary>
/// <param name="Route">Its door is /hk/… of this name.</param>
/// <param name="Media">Content-Type.</param>
/// <param name="Body">As it is sent.</param>
/// <param name="Kept">Stands in a value that leaves as it is.</param>
/// <param name="Encoding">Of the body.</param>
internal sealed record SentDocument(string Route, string Media, byte[] Body, string Kept, Encoding Encoding)
{
    internal byte[] With(string planted) =>
        Encoding.GetBytes(Encoding.GetString(Body).Replace(Kept, $"{Kept}:{planted}", StringComparison.Ordinal));
}

/// <summary>One document of each format, published ones where there are any.</summary>
internal static class SentDocuments
{
    internal const string Message =
        "MSH|^~\\&|LIS|GZ|EMR|HK|20261102093000||ORU^R01^ORU_R01|M-1|P|2.5.1||||||UNICODE UTF-8\r"
        + "PID|1||H0042^^^GZ^MR~SECRET1^^^PSB^NI||欧阳^示例||19900307|F|||SECRET2^^广州\r"
        + "NK1|1|SECRET3^示例|SPO\rOBX|1|ST|600-7^Culture^LN||none seen||||||F\r";

    internal const string Form = "branch=GZ-01&name=%E7%8E%8B%E5%B0%8F%E6%98%8E&secret=SECRET1&remark=regular&name=Wong";

    internal const string Parts =
        "--x\r\nContent-Disposition: form-data; name=person\r\nContent-Type: application/json\r\n\r\n"
        + """{"name":"王小明","city":"Guangzhou","secret":"SECRET1"}"""
        + "\r\n--x\r\nContent-Disposition: form-data; name=accounts; filename=SECRET2.csv\r\nContent-Type: text/csv\r\n\r\n"
        + "number,currency,owner\n0123456789,HKD,SECRET3\n"
        + "\r\n--x\r\nContent-Disposition: form-data; name=notes\r\n\r\nSECRET4\r\n--x--\r\n";

    /// <summary>The charset of the rows.</summary>
    internal static Encoding Gb18030 { get; } = CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!;

    internal static IReadOnlyDictionary<string, SentDocument> ByRoute { get; } = new SentDocument[]
    {
        new("payments", "application/xml", Vector("moov__musterfile_pain.001_Nov2020.xml"), "Rechnung 1122", Encoding.UTF8),
        new("referral", "application/fhir+json", Vector("patient-bundle-1.json"), "Body Height", Encoding.UTF8),
        new("result", "application/hl7-v2", Encoding.UTF8.GetBytes(Message), "none seen", Encoding.UTF8),
        new("form", "application/x-www-form-urlencoded", Encoding.UTF8.GetBytes(Form), "regular", Encoding.UTF8),
        new("application", "multipart/form-data; boundary=x", Encoding.UTF8.GetBytes(Parts), "Guangzhou", Encoding.UTF8),
        new("rows", "text/csv; charset=gb18030", Vector("synthetic-cn-customers.gb18030.csv"), "VIP客户", Gb18030),
    }.ToDictionary(document => document.Route);

    private static byte[] Vector(string file) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", "formats", file));
}
