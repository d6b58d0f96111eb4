using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>A document of every format crosses whole, stamped and on record; with one number too many none does.</summary>
public sealed class FormatTests(FormatTests.Doors doors) : IClassFixture<FormatTests.Doors>
{
    private static readonly string[] PaymentNames = ["MsgId", "CtrlSum", "EndToEndId", "InstdAmt", "Nm", "IBAN", "Ustrd"];

    private static readonly string[] ReferralNames =
    [
        "resourceType", "type", "entry", "fullUrl", "resource", "id", "gender", "name", "family", "code", "coding", "system",
        "display", "text", "subject", "reference", "valueQuantity", "value", "meta", "security", "contained",
    ];

    private static readonly Dictionary<string, Action<string>> Checks = new()
    {
        ["payments"] = CheckPayments,
        ["referral"] = CheckReferral,
        ["result"] = text => Assert.Matches(
            "^MSH\\|\\^~\\\\&\\|+ORU\\^R01\\^ORU_R01\\|+2\\.5\\.1\\|+UNICODE UTF-8\r"
                + "PID\\|\\|\\|hash-1\\.[0-9a-f]{32}\\|\\|欧\\*\\|\\|1990\r"
                + "OBX\\|+none seen\r$",
            text),
        ["form"] = text => Assert.Equal("branch=GZ-01&name=%E7%8E%8B**&remark=regular&name=W***", text),
        ["application"] = text => Assert.Equal(
            "--gateway-part\r\nContent-Disposition: form-data; name=\"person\"\r\nContent-Type: application/json\r\n\r\n"
                + "{\"name\":\"王**\",\"city\":\"Guangzhou\"}\r\n"
                + "--gateway-part\r\nContent-Disposition: form-data; name=\"accounts\"\r\nContent-Type: text/csv\r\n\r\n"
                + "number,currency\n******6789,HKD\n\r\n--gateway-part--\r\n",
            text),
        ["rows"] = CheckRows,
    };

    public static TheoryData<string> Routes => [.. SentDocuments.ByRoute.Keys];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task What_the_category_lists_leaves_stamped_and_on_record_and_nothing_else(string route)
    {
        var boundary = doors.Fresh();
        var document = SentDocuments.ByRoute[route];

        var answer = await PushAsync(boundary, document, document.Body);

        Assert.Equal((HttpStatusCode.OK, null), (answer.Status, answer.Code));
        var sent = Assert.Single(boundary.BankHk.Received);
        Checks[route](document.Encoding.GetString(sent.Body));
        Assert.Equal($"sha-256=:{Convert.ToBase64String(SHA256.HashData(sent.Body))}:", sent.Field("Content-Digest"));
        Assert.Empty(Stamps.Verify(sent, boundary.BankHk.Port, sent.Body));
        Assert.NotEmpty(Stamps.Verify(sent, boundary.BankHk.Port, [.. sent.Body, 0]));
        var entries = await boundary.WholeAsync(answer.TransferId);
        Assert.Equal(["release", "outcome"], entries.Select(entry => entry.Kind));
        var statement = Encoding.UTF8.GetString(Convert.FromBase64String(entries[0].Text("statement")!));
        Assert.Contains($"\"category\":\"T.{route}\"", statement, StringComparison.Ordinal);
        Assert.Contains($"\"bytes\":{sent.Body.Length}", statement, StringComparison.Ordinal);
        Assert.Contains($"\"type\":\"{sent.Field("Content-Type")}\"", statement, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task One_identity_number_in_a_value_that_would_leave_keeps_all_of_it_back(string route)
    {
        var boundary = doors.Fresh();
        var document = SentDocuments.ByRoute[route];
        var number = People.ResidentId();

        var answer = await PushAsync(boundary, document, document.With(number));

        Expect.RefusedBeforeLeaving(boundary, answer, "screen.finding");
        Assert.DoesNotContain(number, answer.Text, StringComparison.Ordinal);
        Assert.All(
            boundary.EntriesOf(answer.TransferId),
            entry => Assert.DoesNotContain(number, entry.Json.GetRawText(), StringComparison.Ordinal));
    }

    private static async Task<CallersAnswer> PushAsync(Boundary boundary, SentDocument document, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", document.Media);
        return await boundary.North().AskAsync(HttpMethod.Post, "/hk/" + document.Route, content);
    }

    private static void CheckPayments(string text)
    {
        var came = XDocument.Parse(Encoding.UTF8.GetString(SentDocuments.ByRoute["payments"].Body));
        var leaves = XDocument.Parse(text).Descendants().Where(element => !element.HasElements && element.Value.Length > 0);
        Assert.Equal(PaymentNames.Order(), leaves.Select(element => element.Name.LocalName).Distinct().Order());
        Assert.All(
            XDocument.Parse(text).Descendants().Attributes().Where(attribute => !attribute.IsNamespaceDeclaration),
            attribute => Assert.Equal("Ccy", attribute.Name.LocalName));
        string[] kept = [.. PaymentNames.Except(["Nm", "IBAN"])];
        CheckHidden(
            text,
            came.Descendants().Where(element => !element.HasElements)
                .Select(element => (kept.Contains(element.Name.LocalName), element.Value)));
    }

    private static void CheckReferral(string text)
    {
        using var sent = JsonDocument.Parse(text);
        Assert.All(Names(sent.RootElement), name => Assert.Contains(name, ReferralNames));
        using var came = JsonDocument.Parse(SentDocuments.ByRoute["referral"].Body);
        CheckHidden(
            // What the gateway itself says: the type of each resource, and what was done to it.
            Regex.Replace(text, "\"resourceType\":\"[A-Za-z]+\"|CodeSystem/v3-ObservationValue", ""),
            came.RootElement.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("resource"))
                .SelectMany(resource => resource.EnumerateObject().SelectMany(member => Texts(member.Value).Select(
                    value => (IsKept($"{resource.GetProperty("resourceType")}.{member.Name}"), value)))));

        static bool IsKept(string path) => path is "Observation.code" or "Patient.gender";
    }

    private static void CheckRows(string text)
    {
        Assert.StartsWith("id_card,name,birth,bank_card,balance,note\r\n", text, StringComparison.Ordinal);
        var rows = text.TrimEnd().Split("\r\n").Skip(1).ToList();
        Assert.Equal(2000, rows.Count);
        Assert.All(rows, row => Assert.Matches(@"^\d{17}[\dX],.\*+,\d{3}0s,\*\*\*,(0-10000|10000-100000|100000\+),", row));
        var came = SentDocuments.Gb18030.GetString(SentDocuments.ByRoute["rows"].Body).TrimEnd().Split("\r\n").Skip(1);
        CheckHidden(text, came.SelectMany(row => row.Split(',').Take(8).Select(field => (false, field))));
    }

    // Short ones ("CH", "10") may stand in a value that leaves; so may what also stands in one that is kept.
    private static void CheckHidden(string text, IEnumerable<(bool IsKept, string Value)> values)
    {
        var all = values.Where(one => one.Value.Length >= 6).Distinct().ToLookup(one => one.IsKept, one => one.Value);
        var kept = string.Join('\n', all[true]);
        var hidden = all[false].Where(value => !kept.Contains(value, StringComparison.Ordinal)).ToList();
        Assert.True(hidden.Count > 5, "the document holds what must not leave");
        Assert.All(hidden, value => Assert.False(text.Contains(value, StringComparison.Ordinal), "something unlisted left"));
    }

    private static IEnumerable<string> Names(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Names(member.Value).Prepend(member.Name)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Names),
        _ => [],
    };

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Texts(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [value.GetString()!],
        _ => [],
    };

    /// <summary>A daemon with a door for each format.</summary>
    public sealed class Doors : IAsyncLifetime
    {
        private Boundary? _boundary;

        internal Boundary Fresh()
        {
            _boundary!.BankHk.Received.Clear();
            return _boundary;
        }

        public async ValueTask InitializeAsync()
        {
            _boundary = Boundary.Prepare();
            var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Bundle", "formats.yaml"));
            await File.WriteAllTextAsync(
                Path.Combine(Path.GetDirectoryName(_boundary.BundleFile)!, "formats.yaml"),
                text.Replace("${bank-hk}", $"{_boundary.BankHk.Port}", StringComparison.Ordinal));
            await _boundary.StartAsync();
        }

        public ValueTask DisposeAsync() => _boundary!.DisposeAsync();
    }
}
