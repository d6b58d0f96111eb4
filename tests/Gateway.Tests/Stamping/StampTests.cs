using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Drawing;
using Gateway.Policies;
using Gateway.Stamping;

namespace Gateway.Tests.Stamping;

public sealed class StampTests : IDisposable
{
    private readonly Samples _samples = new();

    public void Dispose() => _samples.Dispose();

    [Fact]
    public void The_bytes_of_a_statement_are_as_documented() => Assert.Equal(
        File.ReadAllText(Golden("statement.json")).TrimEnd('\n'),
        Encoding.UTF8.GetString(Samples.Statement(Leg.Request, "application/json", Samples.Body).ToJson()));

    [Fact]
    public void A_statement_says_the_same_whether_its_standing_members_were_written_before_or_not()
    {
        var statement = Samples.Statement(Leg.Response, "text/csv", Samples.Body);
        var prepared = statement with { Written = StatementWriter.WriteStanding(statement) };
        Assert.Equal(statement.ToJson(), prepared.ToJson());
    }

    [Fact]
    public void A_statement_that_is_too_long_shortens_its_lists_whatever_was_written_before()
    {
        var statement = Samples.Statement(Leg.Request, "text/csv", []) with
        {
            Sensitive = [.. Enumerable.Range(0, 900).Select(number => $"SP{number}")],
        };
        var prepared = statement with { Written = StatementWriter.WriteStanding(statement) };
        Assert.Equal(statement.ToJson(), prepared.ToJson());
        Assert.InRange(prepared.ToJson().Length, 1, TransferStatement.MaxSize);
    }

    [Fact]
    public void No_two_draws_of_nonces_and_salts_are_the_same()
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < 1000; i++)
        {
            var drawn = new byte[16 + (i % 3 * 8)];
            FreshBytes.Fill(drawn);
            Assert.True(seen.Add(Convert.ToHexString(drawn.AsSpan(0, 16))));
            Assert.True(drawn.AsSpan(^8..).ContainsAnyExcept((byte)0));
        }
    }

    [Fact]
    public void The_base_and_fields_of_a_request_are_as_documented() =>
        Assert.Equal(File.ReadAllText(Golden("request.txt")), Show(_samples.StampRequest()));

    [Fact]
    public void The_base_and_fields_of_a_response_are_as_documented() => Assert.Equal(
        File.ReadAllText(Golden("response.txt")),
        Show(_samples.StampResponse(ContentDigest.OfCaller(null, "{}"u8))));

    [Fact]
    public void Two_stamps_of_one_message_have_different_nonces()
    {
        var content = Samples.Content(Leg.Request, Samples.Body);
        var first = _samples.Stamp.OfRequest("POST", Samples.TargetUri, content, Samples.Time);
        var second = _samples.Stamp.OfRequest("POST", Samples.TargetUri, content, Samples.Time);
        Assert.NotEqual(first.SignatureInput, second.SignatureInput);
    }

    [Theory]
    [InlineData("application/json\r\nX-Forged: 1")]
    [InlineData("application/jsön")]
    [InlineData("application/json\0")]
    public void A_message_with_a_value_that_cannot_be_signed_is_not_stamped(string contentType) =>
        Assert.Throws<UnsignableMessageException>(() => _samples.Stamp.OfRequest(
            "POST",
            Samples.TargetUri,
            Samples.Content(Leg.Request, Samples.Body) with { ContentType = contentType },
            Samples.Time));

    [Fact]
    public void Long_lists_become_counts_and_a_digest()
    {
        var statement = Samples.Statement(Leg.Request, "application/json", Samples.Body) with
        {
            Trust =
            [
                .. Enumerable.Range(1, 60).Select(i => new StatementTrustList($"list-{i}", i, new string('e', 64))),
            ],
        };
        var json = statement.ToJson();
        Assert.InRange(json.Length, 1, TransferStatement.MaxSize);
        using var document = JsonDocument.Parse(json);
        Assert.Equal(60, document.RootElement.GetProperty("trust").GetProperty("count").GetInt32());
        Assert.Equal(64, document.RootElement.GetProperty("trust").GetProperty("sha256").GetString()!.Length);
        Assert.Equal(1, document.RootElement.GetProperty("sensitive").GetProperty("count").GetInt32());
    }

    [Fact]
    public void A_statement_that_cannot_be_made_short_is_not_made() =>
        Assert.Throws<StatementTooLargeException>(() =>
            (Samples.Statement(Leg.Request, "application/json", []) with { Dataset = new string('x', 4096) }).ToJson());

    [Fact]
    public void What_is_stamped_verifies_whatever_the_message() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        ArbMap.Default.ArbFor<NonNull<string>>(),
        (body, text) =>
        {
            var path = "/" + Uri.EscapeDataString(new string([.. text.Get.Where(c => !char.IsSurrogate(c))]));
            var statement = Samples.Statement(Leg.Request, "text/csv", body).ToJson();
            var content = new StampContent("text/csv", System.Security.Cryptography.SHA256.HashData(body), statement);
            var stamped = _samples.Stamp.OfRequest("PUT", "https://a.example" + path, content, Samples.Time);
            var head = MessageHead.OfRequest("PUT", "https://a.example" + path,
            [
                new("content-type", " text/csv\t"),
                new("content-digest", stamped.ContentDigest),
                new("transfer-statement", stamped.TransferStatement),
                new("signature-input", stamped.SignatureInput),
                new("signature", stamped.Signature),
            ]);
            var verdict = StampVerifier.Verify(new(head, null, body), _samples.Keys, Samples.Time);
            return verdict.IsOk && verdict.Base!.SequenceEqual(stamped.Base);
        }).Check(Draws.Of(100));

    [Theory]
    [InlineData("Transfer-Statement", true)]
    [InlineData("transfer_id", true)]
    [InlineData("Signature", true)]
    [InlineData("Signature-Input", true)]
    [InlineData("SIGNATURE_INPUT", true)]
    [InlineData("Content-Digest", true)]
    [InlineData("Want-Repr_Digest", true)]
    [InlineData("Accept-Signature", true)]
    [InlineData("accept_signature", true)]
    [InlineData("Forwarded", true)]
    [InlineData("X-Forwarded-For", true)]
    [InlineData("X_FORWARDED_HOST", true)]
    [InlineData("X-Client-Cert", true)]
    [InlineData("x-client-certificate-chain", true)]
    [InlineData("Transfer-Encoding", false)]
    [InlineData("Content-Type", false)]
    [InlineData("Digest", false)]
    [InlineData("X-Request-Source", false)]
    [InlineData("Forwarded-By", false)]
    [InlineData("Accept", false)]
    [InlineData("", false)]
    public void Fields_that_speak_in_the_gateways_voice_are_known(string name, bool isStampLike) =>
        Assert.Equal(isStampLike, StampLikeFields.IsStampLike(name));

    [Fact]
    public void A_long_name_is_known_by_its_ends()
    {
        Assert.True(StampLikeFields.IsStampLike("X-" + new string('a', 500) + "-Digest"));
        Assert.True(StampLikeFields.IsStampLike("Transfer-" + new string('a', 500)));
        Assert.False(StampLikeFields.IsStampLike(new string('a', 500)));
    }

    [Theory]
    [InlineData("https://Branch.HK.example:443/a%2Fb?x=%41", "branch.hk.example", "/a%2Fb", "?x=%41")]
    [InlineData("https://branch.hk.example:9443", "branch.hk.example:9443", "/", "?")]
    [InlineData("http://a.example:80?q", "a.example", "/", "?q")]
    [InlineData("https://a.example:80/./b/../c", "a.example:80", "/./b/../c", "?")]
    public void Components_of_a_target_are_cut_and_never_rewritten(
        string uri, string authority, string path, string query)
    {
        var parts = TargetParts.Parse(uri)!;
        Assert.Equal((authority, path, query), (parts.Authority, parts.Path, parts.Query));
    }

    [Theory]
    [InlineData("/a")]
    [InlineData("ftp://a/b")]
    [InlineData("https://user@a/b")]
    [InlineData("https://a/b#c")]
    [InlineData("https://a/b c")]
    [InlineData("https:///b")]
    public void What_is_not_an_absolute_http_uri_has_no_components(string uri) => Assert.Null(TargetParts.Parse(uri));

    [Fact]
    public void The_callers_digest_is_taken_only_when_it_is_right()
    {
        var right = ContentDigest.OfCaller(null, "{}"u8);
        Assert.Equal($"{right}, unixsum=:AA==:", ContentDigest.OfCaller($"{right}, unixsum=:AA==:", "{}"u8));
        Assert.Equal(right, ContentDigest.OfCaller(ContentDigest.OfCaller(null, "[]"u8), "{}"u8));
        Assert.Equal(right, ContentDigest.OfCaller("sha-256=nonsense", "{}"u8));
    }

    [Fact]
    public void One_wrong_digest_refuses_a_body_that_another_fits()
    {
        var right = ContentDigest.OfCaller(null, "{}"u8);
        Assert.Null(ContentDigest.Check(right, "{}"u8));
        Assert.NotNull(ContentDigest.Check($"{right}, sha-512=:{Convert.ToBase64String(new byte[64])}:", "{}"u8));
        Assert.NotNull(ContentDigest.Check($"{right}, {right}", "{}"u8));
        Assert.NotNull(ContentDigest.Check("sha=:AAAA:", "{}"u8));
    }

    // RFC 9530 appendix: the body {"hello": "world"}.
    [Fact]
    public void The_digest_printed_in_the_rfc_is_ours() => Assert.Equal(
        "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:",
        ContentDigest.OfCaller(null, "{\"hello\": \"world\"}"u8));

    private static string Golden(string name) => Path.Combine(Vectors.Root, "docs", "formats", "golden", name);

    private static string Show(StampedMessage stamped) =>
        $"{Encoding.ASCII.GetString(stamped.Base)}\n\n"
        + $"Content-Digest: {stamped.ContentDigest}\nTransfer-Statement: {stamped.TransferStatement}\n"
        + $"Signature-Input: {stamped.SignatureInput}\nSignature: {stamped.Signature}\n";
}
