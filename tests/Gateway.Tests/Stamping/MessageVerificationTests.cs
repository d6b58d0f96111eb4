using System.Text;
using System.Text.Json;
using Gateway.Stamping;

namespace Gateway.Tests.Stamping;

public sealed class MessageVerificationTests : IDisposable
{
    private readonly Samples _samples = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-message").FullName;

    public void Dispose()
    {
        _samples.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_kept_message_verifies_against_trusted_e_certificates()
    {
        Write(_samples.RequestEvidence());
        Assert.Empty(Codes());
        Write(_samples.ResponseEvidence("{}"u8.ToArray()));
        Assert.Empty(Codes());
        Write(_samples.ResponseEvidence(null));
        Assert.Empty(Codes());
    }

    [Fact]
    public void Without_anchors_nothing_is_proven()
    {
        Write(_samples.RequestEvidence());
        var result = MessageVerification.Run(At("message"), At("keys"), judge: null);
        Assert.Equal("evidence.unanchored", Assert.Single(result.Findings).Code);
    }

    [Fact]
    public void An_e_certificate_that_is_not_on_the_lists_proves_nothing()
    {
        Write(_samples.RequestEvidence());
        var result = MessageVerification.Run(At("message"), At("keys"), (_, _) => "not on any list");
        Assert.Equal("endorsement.untrusted", Assert.Single(result.Findings).Code);
    }

    [Fact]
    public void No_changed_byte_of_a_kept_message_passes()
    {
        Write(_samples.ResponseEvidence("{}"u8.ToArray()));
        foreach (var name in new[] { "signature-base.txt", "signature.bin", "body" })
        {
            var bytes = File.ReadAllBytes(At("message", name));
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] ^= 1;
                File.WriteAllBytes(At("message", name), bytes);
                Assert.NotEmpty(Codes());
                bytes[i] ^= 1;
            }

            File.WriteAllBytes(At("message", name), bytes);
        }

        Assert.Empty(Codes());
    }

    [Fact]
    public void No_changed_byte_of_a_covered_field_passes()
    {
        Write(_samples.ResponseEvidence("{}"u8.ToArray()));
        var text = File.ReadAllText(At("message", "head.txt"));
        string[] covered = ["Content-Type: ", "Content-Digest: ", "Transfer-Statement: ", "Signature: ", "Signature-Input: "];
        var at = 0;
        foreach (var line in text.Split('\n'))
        {
            var skip = covered.FirstOrDefault(name => line.StartsWith(name, StringComparison.Ordinal))?.Length;

            // The label, up to the first '=', is not signed.
            skip += skip is not null && line.StartsWith("Signature", StringComparison.Ordinal) ? "gateway".Length : 0;
            for (var i = skip ?? line.Length; i < line.Length; i++)
            {
                var changed = new StringBuilder(text) { [at + i] = (char)(line[i] ^ 1) };
                File.WriteAllText(At("message", "head.txt"), changed.ToString());
                Assert.True(Codes().Count > 0, $"{line[..20]} {i}");
            }

            at += line.Length + 1;
        }
    }

    [Fact]
    public void Every_missing_file_is_named()
    {
        Write(_samples.RequestEvidence());
        File.Delete(At("message", "body"));
        File.Delete(At("message", "signature.bin"));
        File.Delete(At("keys", "stamping-key.json"));
        var result = MessageVerification.Run(At("message"), At("keys"), _samples.Judge);
        Assert.Equal(
            ["body", "signature.bin", "stamping-key.json"],
            result.Findings.Select(finding => finding.Member));
        Assert.All(result.Findings, finding => Assert.Equal("evidence.missing", finding.Code));
    }

    [Fact]
    public void An_endorsement_whose_bytes_changed_is_found()
    {
        Write(_samples.RequestEvidence());
        var path = At("keys", "stamping-key.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"party\":\"bank-gz\"", "\"party\":\"bank-hk\"", StringComparison.Ordinal));
        Assert.Contains("endorsement.invalid", Codes());
    }

    [Theory]
    [InlineData("POST /relative HTTP/1.1\n")]
    [InlineData("POST https://a/b HTTP/1.1\nName : value\n")]
    [InlineData("POST https://a/b HTTP/1.1\nName: a\n folded\n")]
    [InlineData("POST https://a/b HTTP/1.1\r\nName: a\r\n")]
    [InlineData("POST https://a/b HTTP/1.1\nA: b\n\nGET https://a/b HTTP/1.1\n")]
    [InlineData("HTTP/1.1 20\n")]
    [InlineData("HTTP/1.1 200\n\nHTTP/1.1 200\n")]
    [InlineData("")]
    public void What_is_not_a_message_head_is_not_read_as_one(string head)
    {
        Write(_samples.RequestEvidence());
        File.WriteAllText(At("message", "head.txt"), head);
        Assert.Equal(["message.malformed"], Codes());
    }

    [Fact]
    public void The_answer_for_machines_is_as_the_contract_says()
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            new VerificationResult([new("stamp.invalid", "Signature", "no")]).WriteTo(json);
        }

        Assert.Equal(
            "{'ok':false,'findings':[{'code':'stamp.invalid','member':'Signature','detail':'no'}]}".Replace('\'', '"'),
            Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    [Fact]
    public void Openssl_verifies_the_kept_base_and_endorsement_and_refuses_tampered_twins()
    {
        Write(_samples.RequestEvidence());
        File.WriteAllText(At("pub.pem"), Ed25519KeyFile.PublicPem(_samples.Key.PublicKey));
        File.WriteAllText(At("root.pem"), _samples.Root.ExportCertificatePem());
        Assert.Equal(0, OpenSsl.VerifyEd25519(At("pub.pem"), At("message", "signature-base.txt"), At("message", "signature.bin")));
        Assert.Equal(0, OpenSsl.VerifyCms(At("root.pem"), At("keys", "stamping-key.json"), At("keys", "stamping-key.json.p7s")));
        foreach (var path in new[] { At("message", "signature-base.txt"), At("keys", "stamping-key.json") })
        {
            var bytes = File.ReadAllBytes(path);
            bytes[^2] ^= 1;
            File.WriteAllBytes(path, bytes);
        }

        Assert.NotEqual(0, OpenSsl.VerifyEd25519(At("pub.pem"), At("message", "signature-base.txt"), At("message", "signature.bin")));
        Assert.NotEqual(0, OpenSsl.VerifyCms(At("root.pem"), At("keys", "stamping-key.json"), At("keys", "stamping-key.json.p7s")));
    }

    private string At(params string[] names) => Path.Combine([_folder, .. names]);

    private void Write(MessageEvidence evidence)
    {
        MessageFolder.Write(At("message"), evidence);
        Directory.CreateDirectory(At("keys"));
        EndorsementFolder.Write(At("keys"), KeyUse.Stamping, _samples.Signed);
    }

    private IReadOnlyList<string> Codes() =>
    [
        .. MessageVerification.Run(At("message"), At("keys"), _samples.Judge).Findings
            .Select(finding => finding.Code).Distinct().Order(StringComparer.Ordinal),
    ];
}
