using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Gateway.Scenarios.Fakes;

/// <summary>A caller's view of an answer, read whole.</summary>
internal sealed record CallersAnswer(
    HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, byte[] Body, string? Reason)
{
    internal string Text => Encoding.UTF8.GetString(Body);

    internal string TransferId => Header("Transfer-Id") ?? "";

    internal string? Code => Member("code");

    internal string? Detail => Member("detail");

    internal string? Header(string name) =>
        Headers.TryGetValues(name, out var values) || ContentHeaders.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;

    internal JsonElement Problem => JsonElement.Parse(Body);

    private string? Member(string name) =>
        ContentHeaders.ContentType?.MediaType == "application/problem+json" && Problem.TryGetProperty(name, out var value)
            ? value.GetString()
            : null;
}

/// <summary>The requests of the scenarios.</summary>
internal static class Asking
{
    internal const string PushPath = "/hk/customers/GZH001";

    internal const string File = """{"batch":"b-1","customers":[{"name":"Wong","idNumber":"A1","remark":"regular","secret":"x"}]}""";

    internal static Task<CallersAnswer> PushAsync(this HttpClient client, string json = File, string path = PushPath) =>
        client.AskAsync(HttpMethod.Post, path, Json(Encoding.UTF8.GetBytes(json)));

    internal static Task<CallersAnswer> PullAsync(this HttpClient client, string path = "/gz/records/r-1") =>
        client.AskAsync(HttpMethod.Get, path, null);

    internal static ByteArrayContent Json(byte[] body, string? encoding = null, string type = "application/json")
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (encoding is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        }

        return content;
    }

    internal static async Task<CallersAnswer> AskAsync(
        this HttpClient client, HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in fields)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request);
        return new CallersAnswer(
            response.StatusCode,
            response.Headers,
            response.Content.Headers,
            await response.Content.ReadAsByteArrayAsync(),
            response.ReasonPhrase);
    }
}
