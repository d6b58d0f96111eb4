using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>A form with a document in it crosses: each part by its own category, under a header of the gateway.</summary>
public sealed class PartsTests : IAsyncLifetime
{
    private const string Gif = "GIF89a\u0001\u0002";

    private const string Categories = """
          - id: T.file
            version: 1
            grade: general
            format: multipart
            unlisted: drop
            parts: [ { name: person, category: T.person }, { name: scan, category: T.scan, fileName: scan.gif } ]
            fields: []
          - id: T.person
            version: 1
            grade: general
            format: json
            subject: $.id
            unlisted: drop
            fields: [ { path: $.id, do: hash, key: hash-1, sensitive: [SP05] }, { path: $.city, do: keep } ]
          - id: T.scan
            version: 1
            grade: general
            format: opaque
            media: [image/gif]
            opaque: { maxBytes: 1000, release: true }
            fields: []

        """;

    private Boundary? _boundary;

    private Boundary Boundary => _boundary!;

    public async ValueTask InitializeAsync()
    {
        _boundary = Boundary.Prepare(WithParts);
        await _boundary.StartAsync();
    }

    public ValueTask DisposeAsync() => Boundary.DisposeAsync();

    [Fact]
    public async Task A_form_leaves_part_by_part_stamped_with_the_boundary_it_has()
    {
        var answer = await PushAsync(Gif);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var sent = Assert.Single(Boundary.BankHk.Received);
        Assert.Equal("multipart/form-data; boundary=gateway-part", sent.Field("Content-Type"));
        Assert.Equal($"sha-256=:{Convert.ToBase64String(SHA256.HashData(sent.Body))}:", sent.Field("Content-Digest"));
        Assert.Contains("{\"id\":\"hash-1.", sent.Text, StringComparison.Ordinal);
        Assert.Contains("filename=\"scan.gif\"\r\nContent-Type: image/gif\r\n\r\n" + Gif, sent.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", sent.Text, StringComparison.Ordinal);
        var statement = Encoding.UTF8.GetString(Convert.FromBase64String(sent.Field("Transfer-Statement")!.Trim(':')));
        Assert.Contains("\"records\":{\"in\":2,\"out\":2,\"withheld\":0},\"subjects\":1", statement, StringComparison.Ordinal);
        Assert.Contains("\"sensitive\":[\"SP05\"]", statement, StringComparison.Ordinal);
        Assert.Contains("\"type\":\"multipart/form-data; boundary=gateway-part\"", statement, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_is_not_what_it_says_keeps_the_form_back() =>
        Expect.RefusedBeforeLeaving(Boundary, await PushAsync("<svg/>"), "body.media");

    private async Task<CallersAnswer> PushAsync(string scan)
    {
        var text = "--x\r\nContent-Disposition: form-data; name=person\r\nContent-Type: application/json\r\n\r\n"
            + "{\"id\":\"C-1\",\"city\":\"GZ\",\"secret\":\"secret\"}\r\n"
            + "--x\r\nContent-Disposition: form-data; name=scan; filename=secret.gif\r\nContent-Type: image/gif\r\n\r\n"
            + scan + "\r\n--x--\r\n";
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        return await Boundary.North().AskAsync(HttpMethod.Post, Asking.PushPath, content);
    }

    private static string WithParts(string bundle)
    {
        var from = bundle.IndexOf("  - id: T.file", StringComparison.Ordinal);
        var to = bundle.IndexOf("  - id: T.ack", StringComparison.Ordinal);
        return (bundle[..from] + Categories + bundle[to..])
            .Replace("T.file@1", "T.file@1, T.person@1, T.scan@1", StringComparison.Ordinal);
    }
}
