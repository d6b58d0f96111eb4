using Gateway.Stamping;

namespace Gateway.Tests.Stamping;

public sealed class StampVerifierTests : IDisposable
{
    private readonly Samples _samples = new();

    public void Dispose() => _samples.Dispose();

    [Fact]
    public void A_request_and_a_response_as_they_were_stamped_verify()
    {
        Assert.Empty(Codes(_samples.RequestEvidence().Message));
        Assert.Empty(Codes(_samples.ResponseEvidence(null).Message));
        Assert.Empty(Codes(_samples.ResponseEvidence("{}"u8.ToArray()).Message));
    }

    [Theory]
    [InlineData("Content-Type", "text/plain", "stamp.invalid,statement.mismatch")]
    [InlineData("Content-Digest", "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:", "content.digest,stamp.invalid")]
    [InlineData("Content-Digest", null, "content.digest,stamp.components")]
    [InlineData("Transfer-Statement", ":e30=:", "stamp.invalid,statement.malformed")]
    [InlineData("Transfer-Statement", null, "stamp.components,statement.malformed")]
    [InlineData("Transfer-Id", "019aa9c0-5a3d-7c10-8000-000000000000", "statement.mismatch")]
    [InlineData("Content-Encoding", "gzip", "content.encoding")]
    [InlineData("Signature", null, "stamp.missing")]
    [InlineData("Signature", "gateway=AAAA", "stamp.malformed")]
    [InlineData("Signature", "other=:AAAA:", "stamp.malformed")]
    [InlineData("Signature-Input", null, "stamp.missing")]
    [InlineData("Signature-Input", "gateway=()", "stamp.missing")]
    public void A_changed_field_is_found(string name, string? value, string codes)
    {
        var message = _samples.RequestEvidence().Message;
        var fields = message.Head.Fields.Where(line => line.Name != name);
        if (value is not null)
        {
            fields = fields.Append(new HeaderLine(name, value));
        }

        Assert.Equal(codes, string.Join(',', Codes(message with { Head = message.Head with { Fields = [.. fields] } })));
    }

    [Theory]
    [InlineData("\"@method\" ", "", "stamp.components,stamp.invalid")]
    [InlineData("\"content-digest\" ", "", "stamp.components,stamp.invalid")]
    [InlineData("\"@method\"", "\"@method\" \"@method\"", "stamp.components")]
    [InlineData("\"@method\"", "\"@method\";sf", "stamp.components")]
    [InlineData("\"@method\"", "\"@status\"", "stamp.components")]
    [InlineData("\"@method\"", "\"@method\";req", "stamp.components")]
    [InlineData("\"content-type\"", "\"Content-Type\"", "stamp.components")]
    [InlineData("\"content-type\"", "\"content-type\" \"x-absent\"", "stamp.components")]
    [InlineData("alg=\"ed25519\"", "alg=\"hmac-sha256\"", "stamp.invalid,stamp.parameters")]
    [InlineData(";alg=\"ed25519\"", "", "stamp.invalid,stamp.parameters")]
    [InlineData("tag=\"cross-border-transfer\"", "tag=\"another\"", "stamp.missing")]
    [InlineData("created=", "created=1", "stamp.invalid,stamp.key,stamp.time,statement.mismatch")]
    [InlineData("expires=", "expires=1", "stamp.invalid,stamp.time")]
    [InlineData("nonce=\"AQ", "nonce=\"BQ", "stamp.invalid")]
    [InlineData("nonce=\"AQ", "nonce=\"", "stamp.invalid,stamp.parameters")]
    [InlineData("keyid=\"k", "keyid=\"l", "stamp.key")]
    [InlineData(";created", ";created=1;created", "stamp.malformed")]
    public void A_changed_component_or_parameter_is_found(string part, string instead, string codes)
    {
        var message = _samples.RequestEvidence().Message;
        var fields = message.Head.Fields.Select(line => line.Name != "Signature-Input"
            ? line
            : line with { Value = line.Value.Replace(part, instead, StringComparison.Ordinal) });
        Assert.Equal(codes, string.Join(',', Codes(message with { Head = message.Head with { Fields = [.. fields] } })));
    }

    [Fact]
    public void A_changed_method_target_or_body_is_found()
    {
        var message = _samples.RequestEvidence().Message;
        Assert.Contains("stamp.invalid", Codes(message with { Head = message.Head with { Method = "PUT" } }));
        Assert.Contains("stamp.invalid", Codes(message with { Head = message.Head with { TargetUri = Samples.TargetUri + "1" } }));
        for (var i = 0; i < message.Body.Length; i++)
        {
            var body = message.Body.ToArray();
            body[i] ^= 1;
            Assert.Equal(["content.digest", "statement.mismatch"], Codes(message with { Body = body }));
        }
    }

    [Fact]
    public void A_response_moved_to_another_request_is_found()
    {
        var message = _samples.ResponseEvidence("{}"u8.ToArray()).Message;
        var request = message.Request!;
        Assert.Contains("stamp.invalid", Codes(message with { Request = request with { Method = "GET" } }));
        Assert.Contains("stamp.invalid", Codes(message with { Request = request with { TargetUri = "https://gateway.hk.example/clinic/patients/8" } }));
        Assert.Contains("stamp.invalid", Codes(message with { Request = request with { TargetUri = request.TargetUri + "?a" } }));
        Assert.Contains("stamp.invalid", Codes(message with { Head = message.Head with { Status = 201 } }));
        Assert.Contains("stamp.components", Codes(message with { Request = null }));

        // A body that the caller sent and the stamp does not cover.
        var bodyless = _samples.ResponseEvidence(null).Message;
        var withBody = bodyless.Request! with { Fields = [new("Content-Length", "2")] };
        Assert.Equal(["stamp.components"], Codes(bodyless with { Request = withBody }));
    }

    [Fact]
    public void A_field_named_like_a_derived_component_changes_nothing()
    {
        var message = _samples.RequestEvidence().Message;
        var head = message.Head with { Fields = [.. message.Head.Fields, new("@method", "GET")] };
        Assert.Empty(Codes(message with { Head = head }));
    }

    [Fact]
    public void A_second_stamp_with_our_tag_makes_the_message_ambiguous()
    {
        var message = _samples.RequestEvidence().Message;
        var input = message.Head.FieldValue("Signature-Input")!;
        var fields = message.Head.Fields
            .Append(new("Signature-Input", "forged" + input["gateway".Length..]))
            .Append(new("Signature", "forged=:AAAA:"));
        Assert.Equal(["stamp.missing"], Codes(message with { Head = message.Head with { Fields = [.. fields] } }));
    }

    [Fact]
    public void A_renamed_label_is_still_our_stamp()
    {
        var message = _samples.RequestEvidence().Message;
        var fields = message.Head.Fields.Select(line => line.Name.StartsWith("Signature", StringComparison.Ordinal)
            ? line with { Value = "sig1" + line.Value["gateway".Length..] }
            : line);
        Assert.Empty(Codes(message with { Head = message.Head with { Fields = [.. fields] } }));
    }

    [Theory]
    [InlineData(-61, "stamp.time")]
    [InlineData(-59, "")]
    [InlineData(299, "")]
    [InlineData(300, "stamp.time")]
    public void A_stamp_holds_for_five_minutes(int seconds, string codes) => Assert.Equal(
        codes,
        string.Join(',', StampVerifier
            .Verify(_samples.RequestEvidence().Message, _samples.Keys, Created.AddSeconds(seconds))
            .Findings.Select(finding => finding.Code)));

    [Fact]
    public void A_key_out_of_its_endorsement_or_of_another_use_stamps_nothing()
    {
        var message = _samples.RequestEvidence().Message;
        foreach (var key in new[]
        {
            _samples.Endorsement with { To = Samples.Time.AddSeconds(-1) },
            _samples.Endorsement with { From = Samples.Time.AddSeconds(1) },
            _samples.Endorsement with { Use = KeyUse.Ledger },
        })
        {
            var keys = new Dictionary<string, KeyEndorsement> { [key.KeyId] = key };
            Assert.Equal(["stamp.key"], StampVerifier.Verify(message, keys, null).Findings.Select(f => f.Code));
        }
    }

    [Fact]
    public void A_key_endorsed_for_another_exporter_or_gateway_does_not_fit_the_statement()
    {
        var message = _samples.RequestEvidence().Message;
        var key = _samples.Endorsement with { Exporters = ["clinic-sz"], Origin = "gateway.elsewhere.example" };
        var keys = new Dictionary<string, KeyEndorsement> { [key.KeyId] = key };
        Assert.Equal(2, StampVerifier.Verify(message, keys, null).Findings.Count(f => f.Code == "statement.mismatch"));
    }

    private static DateTimeOffset Created => DateTimeOffset.FromUnixTimeSeconds(Samples.Time.ToUnixTimeSeconds());

    private IReadOnlyList<string> Codes(ReceivedMessage message) =>
    [
        .. StampVerifier.Verify(message, _samples.Keys, null).Findings
            .Select(finding => finding.Code).Distinct().Order(StringComparer.Ordinal),
    ];
}
