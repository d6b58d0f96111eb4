using System.Text;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>
/// A resident number is planted in every place of a request and of an answer; it appears in no log line, no file of the
/// ledger and no answer that refuses.
/// </summary>
public sealed class PlantedValueTests
{
    [Fact]
    public async Task A_planted_resident_number_is_nowhere_but_where_it_was_put()
    {
        var id = People.ResidentId();
        var answers = new StringBuilder();
        await using var boundary = await Boundary.OpenAsync(
            settings: new Dictionary<string, string> { ["Log__Level"] = "Trace" });
        using var certificate = DevAssets.Certificate("bank-gz.client");
        foreach (var message in Requests(id))
        {
            answers.Append(await RawCaller.AskAsync(boundary.Door("north"), certificate, message));
        }

        foreach (var answer in Answers(id))
        {
            boundary.BankHk.Answer = _ => FarAnswer.Raw(answer);
            var got = await boundary.North().PushAsync();
            answers.Append(got.Headers).Append(got.ContentHeaders).Append(got.Reason).Append(got.Text);
        }

        await boundary.StopAsync();
        AssertClean(id, answers.ToString(), "an answer");
        AssertClean(id, LogCapture.Instance.Text, "the log");
        Assert.All(boundary.BankHk.Received, request =>
            AssertClean(id, request.StartLine + string.Concat(request.Fields) + request.Text, "what crossed"));
        foreach (var file in Directory.EnumerateFiles(boundary.Folder, "*", SearchOption.AllDirectories))
        {
            AssertClean(id, Encoding.Latin1.GetString(File.ReadAllBytes(file)), Path.GetFileName(file));
        }

        // The search finds what is there: the refusals themselves are on record.
        Assert.Contains(boundary.Entries(), entry => entry.Code == "screen.finding");
        Assert.Contains("refused", LogCapture.Instance.Text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Requests(string id)
    {
        yield return Post($"/hk/customers/{id}", "", "{}");
        yield return Post($"/{id}", "", "{}");
        yield return Post(Asking.PushPath + $"?{id}=1", "", "{}");
        yield return Post(Asking.PushPath + $"?lang={id}", "", "{}");
        yield return Post(Asking.PushPath, $"X-Request-Source: {id}\r\n", "{}");
        yield return Post(Asking.PushPath, $"X-{id}: {id}\r\nCookie: {id}\r\n", "{}");
        yield return Post(Asking.PushPath, $"Transfer-Id: {id}\r\n", "{}");
        yield return Post(Asking.PushPath, $"Content-Encoding: {id}\r\n", "{}");
        yield return Post(Asking.PushPath, "", $"{{\"customers\":[{{\"remark\":\"{id}\"}}]}}");
        yield return Post(Asking.PushPath, "", $"{{\"customers\":[{{\"{id}\":\"x\",\"name\":\"{id}\",\"idNumber\":\"{id}\"}}]}}");
        yield return Post(Asking.PushPath, "", $"{{\"batch\":{{\"{id}\":1}}}}");
        yield return Post(Asking.PushPath, "", $"{{\"batch\":\"{id}");
        yield return Post(Asking.PushPath, "", id);
        yield return $"{id} {Asking.PushPath} HTTP/1.1\r\nHost: a\r\n\r\n";
        yield return $"GET /{id} HTTP/{id}\r\nHost: a\r\n\r\n";
        yield return $"GET / HTTP/1.1\r\nHost: a\r\n{id}\r\n\r\n";
        yield return $"POST {Asking.PushPath} HTTP/1.1\r\nHost: {id}\r\nContent-Type: application/{id}\r\nContent-Length: 2\r\n\r\n{{}}";
        yield return $"POST {Asking.PushPath} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            + $"2;{id}\r\n{{}}\r\n0\r\nX-After: {id}\r\n\r\n";
    }

    private static IEnumerable<string> Answers(string id)
    {
        const string Json = "Content-Type: application/json\r\n";
        yield return $"HTTP/1.1 200 {id}\r\n{Json}X-{id}: {id}\r\nContent-Length: 14\r\n\r\n{{\"accepted\":1}}";
        yield return $"HTTP/1.1 404 {id}\r\n{Json}Content-Length: 18\r\n\r\n{id}";
        yield return $"HTTP/1.1 302 {id}\r\nLocation: https://a/{id}\r\nContent-Length: 0\r\n\r\n";
        yield return $"HTTP/1.1 200 OK\r\n{Json}Content-Length: {id.Length + 11}\r\n\r\n{{\"note\":\"{id}\"}}";
        yield return $"HTTP/1.1 200 OK\r\n{Json}Content-Length: {id.Length + 6}\r\n\r\n{{\"{id}\":1}}";
        yield return $"HTTP/1.1 200 OK\r\nContent-Type: {id}/{id}\r\nContent-Length: 2\r\n\r\n{{}}";
        yield return $"HTTP/1.1 200 OK\r\n{Json}Content-Encoding: {id}\r\nContent-Length: 2\r\n\r\n{{}}";
        yield return $"HTTP/1.1 200 OK\r\nContent-Length: {id}\r\n\r\n{id}";
        yield return $"{id}\r\n\r\n";
    }

    private static string Post(string target, string fields, string body) =>
        $"POST {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n{fields}"
        + $"Content-Length: {body.Length}\r\n\r\n{body}";

    // Not Assert.DoesNotContain: its message would print what it looked through.
    private static void AssertClean(string id, string text, string place) =>
        Assert.False(text.Contains(id, StringComparison.OrdinalIgnoreCase), $"the planted value is in {place}");
}
