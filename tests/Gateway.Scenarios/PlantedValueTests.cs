using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>
/// A resident number is planted in every place of a request, of a connection and of an answer. It appears in no log
/// line, metric, trace, file of the ledger or of the state, and in no message to the other side.
/// </summary>
public sealed class PlantedValueTests
{
    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task A_planted_resident_number_is_nowhere_but_where_it_was_put(string format)
    {
        var id = People.ResidentId();
        var said = new Places();
        await using var collector = await Collector.StartAsync();
        await using var boundary = await Boundary.OpenAsync(settings: new Dictionary<string, string>
        {
            ["Log__Level"] = "Trace",
            ["Log__Format"] = format,
            ["Telemetry__Otlp__Endpoint"] = collector.Http,
            ["Telemetry__Otlp__Interval"] = "00:00:01",
            ["Telemetry__TraceRatio"] = "1",
        });
        await SendAllAsync(boundary, id, said);
        await AnswerAllAsync(boundary, id, said);
        await ProbeAllAsync(boundary, id, said);
        said.Add("/metrics", await boundary.MetricsAsync(
            text => text.Contains("code=\"screen.finding\"", StringComparison.Ordinal)), "code=\"screen.finding\"");
        await boundary.StopAsync();

        said.Add("the log", LogCapture.Instance.Text, format == "json" ? "\"event\":\"TransferClosed\"" : "1001 TransferClosed");
        said.Add("what the collector got", collector.Text, "screen.finding");
        foreach (var request in boundary.BankHk.Received.Concat(boundary.HospitalGz.Received))
        {
            said.Add("what crossed", request.StartLine + string.Concat(request.Fields) + request.Text, "HTTP/1.1");
        }

        foreach (var file in Directory.EnumerateFiles(boundary.Folder, "*", SearchOption.AllDirectories))
        {
            said.Add(Path.GetRelativePath(boundary.Folder, file), Encoding.Latin1.GetString(File.ReadAllBytes(file)), "");
        }

        Assert.Contains(boundary.Entries(), entry => entry.Code == "screen.finding");
        said.AssertClean(id);

        // The same search finds it where it was put, so that it could have found it elsewhere.
        Assert.All(Requests(id), message => Assert.True(Places.Holds(message, id)));
        Assert.All(Answers(id), message => Assert.True(Places.Holds(message, id)));
        said.Add("a control", "...trace " + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(id)), "trace");
        Assert.Single(said.With(id));
    }

    private static async Task SendAllAsync(Boundary boundary, string id, Places said)
    {
        using var party = DevAssets.Certificate("bank-gz.client");
        using var stranger = NamedFor(id);
        var answers = await Task.WhenAll(Requests(id)
            .Select(message => RawCaller.AskAsync(boundary.Door("north"), party, message))
            .Append(RawCaller.AskAsync(boundary.Door("north"), stranger, Post(Asking.PushPath, "", "{}")))
            .Append(RawCaller.AskAsync(boundary.Door("north"), party, Post(Asking.PushPath, "", "{}"), $"{id}.example")));
        Array.ForEach(answers, answer => said.Add("an answer", answer, ""));
        var second = await OverHttp2Async(boundary, id);
        said.Add("an answer over HTTP/2", second, "");
    }

    private static async Task<string> OverHttp2Async(Boundary boundary, string id)
    {
        using var client = boundary.North();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/{id}?{id}={id}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = Asking.Json(Encoding.UTF8.GetBytes($"{{\"{id}\":1}}")),
        };
        request.Headers.TryAddWithoutValidation("traceparent", TraceParent(id));
        request.Headers.TryAddWithoutValidation("x-" + id, id);
        using var response = await client.SendAsync(request);
        return response.Headers.ToString() + await response.Content.ReadAsStringAsync();
    }

    private static async Task AnswerAllAsync(Boundary boundary, string id, Places said)
    {
        foreach (var answer in Answers(id))
        {
            boundary.BankHk.Answer = boundary.HospitalGz.Answer = _ => FarAnswer.Raw(answer);
            foreach (var got in new[] { await boundary.North().PushAsync(), await boundary.South().PullAsync() })
            {
                said.Add("an answer", $"{got.Headers}{got.ContentHeaders}{got.Reason}{got.Text}", "");
            }
        }
    }

    private static async Task ProbeAllAsync(Boundary boundary, string id, Places said)
    {
        foreach (var path in new[] { $"/{id}", $"/metrics?{id}={id}", $"/readyz/{id}" })
        {
            var got = await boundary.ProbeAsync(path);
            said.Add("a probe's answer", $"{got.Headers}{got.ContentHeaders}{got.Reason}{got.Text}", "");
        }
    }

    private static IEnumerable<string> Requests(string id)
    {
        yield return Post($"/hk/customers/{id}", "", "{}");
        yield return Post($"/{id}", "", "{}");
        yield return Post($"http://{id}/{id}", "", "{}");
        yield return Post(Asking.PushPath + $"?{id}=1", "", "{}");
        yield return Post(Asking.PushPath + $"?lang={id}", "", "{}");
        yield return Post(Asking.PushPath, $"X-Request-Source: {id}\r\n", "{}");
        yield return Post(Asking.PushPath, $"X-{id}: {id}\r\nCookie: {id}={id}\r\nUser-Agent: {id}\r\nReferer: https://a/{id}\r\n", "{}");
        yield return Post(Asking.PushPath, $"Authorization: Bearer {id}\r\nX-Forwarded-For: {id}\r\nAccept: {id}\r\n", "{}");
        yield return Post(Asking.PushPath, $"traceparent: {TraceParent(id)}\r\ntracestate: a={id}\r\nbaggage: {id}={id}\r\n", Asking.File);
        yield return Post(Asking.PushPath, $"Request-Id: |{id}.\r\nCorrelation-Context: {id}={id}\r\n", Asking.File);
        yield return Post(Asking.PushPath, $"Transfer-Id: {id}\r\nContent-Digest: {id}\r\nSignature: {id}\r\n", "{}");
        yield return Post(Asking.PushPath, $"Content-Encoding: {id}\r\n", "{}");
        yield return Post(Asking.PushPath, $"Upgrade: {id}\r\n", "{}");
        yield return Post(Asking.PushPath, "", $"{{\"customers\":[{{\"remark\":\"{id}\"}}]}}");
        yield return Post(Asking.PushPath, "", $"{{\"customers\":[{{\"{id}\":\"x\",\"name\":\"{id}\",\"idNumber\":\"{id}\"}}]}}");
        yield return Post(Asking.PushPath, "", $"{{\"customers\":[{{\"grade\":[\"{id}\"]}}]}}");
        yield return Post(Asking.PushPath, "", $"{{\"batch\":{{\"{id}\":1}}}}");
        yield return Post(Asking.PushPath, "", $"{{\"batch\":\"{id}");
        yield return Post(Asking.PushPath, "", id);
        yield return $"{id} {Asking.PushPath} HTTP/1.1\r\nHost: a\r\n\r\n";
        yield return $"GET /{id} HTTP/{id}\r\nHost: a\r\n\r\n";
        yield return $"GET / HTTP/1.1\r\nHost: a\r\n{id}\r\n\r\n";
        yield return $"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: {id}\r\n\r\n";
        yield return $"POST {Asking.PushPath} HTTP/1.1\r\nHost: {id}\r\nContent-Type: application/{id}\r\nContent-Length: 2\r\n\r\n{{}}";
        yield return $"POST {Asking.PushPath} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            + $"2;{id}\r\n{{}}\r\n0\r\nX-After: {id}\r\ntraceparent: {TraceParent(id)}\r\n\r\n";
        yield return $"POST {Asking.PushPath} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{id}\r\n";
    }

    private static IEnumerable<string> Answers(string id)
    {
        const string Json = "Content-Type: application/json\r\n";
        yield return $"HTTP/1.1 200 {id}\r\n{Json}X-{id}: {id}\r\nSet-Cookie: {id}={id}\r\nContent-Length: 14\r\n\r\n{{\"accepted\":1}}";
        yield return $"HTTP/1.1 200 OK\r\n{Json}traceparent: {TraceParent(id)}\r\nbaggage: {id}={id}\r\nContent-Length: 14\r\n\r\n{{\"accepted\":1}}";
        yield return $"HTTP/1.1 200 OK\r\n{Json}X-Batch-State: {id}\r\nContent-Length: 14\r\n\r\n{{\"accepted\":1}}";
        yield return $"HTTP/1.1 404 {id}\r\n{Json}Content-Length: 18\r\n\r\n{id}";
        yield return $"HTTP/1.1 500 {id}\r\nContent-Type: application/problem+json\r\nContent-Length: {id.Length + 13}\r\n\r\n{{\"detail\":\"{id}\"}}";
        yield return $"HTTP/1.1 302 {id}\r\nLocation: https://a/{id}\r\nContent-Length: 0\r\n\r\n";
        yield return $"HTTP/1.1 200 OK\r\n{Json}Content-Length: {id.Length + 11}\r\n\r\n{{\"note\":\"{id}\"}}";
        yield return $"HTTP/1.1 200 OK\r\n{Json}Content-Length: {id.Length + 6}\r\n\r\n{{\"{id}\":1}}";
        yield return $"HTTP/1.1 200 OK\r\n{Json}Content-Length: {id.Length + 9}\r\n\r\n{{\"note\":\"{id}";
        yield return $"HTTP/1.1 200 OK\r\nContent-Type: {id}/{id}\r\nContent-Length: 2\r\n\r\n{{}}";
        yield return $"HTTP/1.1 200 OK\r\n{Json}Content-Encoding: {id}\r\nContent-Length: 2\r\n\r\n{{}}";
        yield return $"HTTP/1.1 200 OK\r\n{Json}Transfer-Encoding: chunked\r\n\r\n2;{id}\r\n{{}}\r\n0\r\nX-After: {id}\r\n\r\n";
        yield return $"HTTP/1.1 200 OK\r\nContent-Length: {id}\r\n\r\n{id}";
        yield return $"HTTP/1.1 {id} OK\r\n\r\n";
        yield return $"{id}\r\n\r\n";
    }

    // 18 characters fit into a trace id; its own check character may be an X, which hexadecimal has not.
    private static string TraceParent(string id) =>
        $"00-{id.Replace('X', 'a').PadLeft(32, '0')}-00f067aa0ba902b7-01";

    private static string Post(string target, string fields, string body) =>
        $"POST {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n{fields}"
        + $"Content-Length: {body.Length}\r\n\r\n{body}";

    private static X509Certificate2 NamedFor(string id)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={id}, O={id}, SERIALNUMBER={id}", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>Every place that is searched. Each but the anonymous ones must hold a word that shows it was really written.</summary>
    private sealed class Places
    {
        private readonly List<(string Place, string Text)> _all = [];

        internal static bool Holds(string text, string id) => Forms(id).Any(form => text.Contains(form, StringComparison.OrdinalIgnoreCase));

        internal void Add(string place, string text, string mark)
        {
            Assert.True(text.Contains(mark, StringComparison.Ordinal), $"{place} is not what it should be");
            _all.Add((place, text));
        }

        internal IEnumerable<string> With(string id) => _all.Where(place => Holds(place.Text, id)).Select(place => place.Place);

        // Not Assert.DoesNotContain: its message would print what it looked through.
        internal void AssertClean(string id)
        {
            var found = string.Join(", ", With(id));
            Assert.True(found.Length == 0, $"the planted value is in {found}");
        }

        // As it is; without its check character, as a trace id holds it; and as bytes are printed.
        private static IEnumerable<string> Forms(string id)
        {
            var bytes = Encoding.UTF8.GetBytes(id);
            return [id, id[..^1], Convert.ToHexString(bytes), Convert.ToBase64String(bytes)];
        }
    }
}
