using System.Diagnostics;
using System.Security.Cryptography.Pkcs;
using Gateway.Ledger.Verification;
using Gateway.Policies.Parties;
using Gateway.Scenarios.Fakes;
using Gateway.Stamping;

namespace Gateway.Scenarios.Evidence;

/// <summary>An authority's time on the seals of a running daemon: made by openssl ts, checked by it, and tampered with.</summary>
[Collection(nameof(StandardOutput))]
public sealed class TimestampTests
{
    private const string Attribute = "1.2.840.113549.1.9.16.2.14";

    [Fact]
    public async Task A_seal_carries_an_authoritys_time_that_openssl_checks_and_evidence_needs()
    {
        await using var authority = await TimestampAuthority.StartAsync();
        await using var boundary = await OpenAsync(authority);
        var pushed = await boundary.North().PushAsync();
        await boundary.WholeAsync(pushed.TransferId);
        await boundary.StopAsync();

        using var scratch = new Scratch();
        var file = SealOf(boundary);
        var seal = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        var note = await File.ReadAllBytesAsync(Path.ChangeExtension(file, ".checkpoint"), TestContext.Current.CancellationToken);
        var signer = Assert.Single(CadesSignature.Verify(note, seal).Signers);
        Assert.NotNull(signer.Timestamp);
        Assert.Equal(0, OpenSsl(scratch, seal, value => value));
        Assert.NotEqual(0, OpenSsl(scratch, seal, value => [(byte)(value[0] ^ 1), .. value[1..]]));
        Assert.Empty(LedgerVerifier.Verify(boundary.Ledger, null).Findings);
        Assert.Equal((0, ""), await VerifyAsync(boundary, pushed.TransferId, scratch));

        // The twins: without its timestamp, with that of another signature, with one of an authority that nobody lists.
        await TwinAsync(boundary, file, Strip(seal), "seal.invalid");
        Assert.Equal((0, ""), await VerifyAsync(boundary, pushed.TransferId, scratch));
        using var withKey = Gateway.Settings.CertificateFiles.LoadWithKey(DevAssets.Pki.Certificate("gateway-gz.signing"), DevAssets.Pki.Key("gateway-gz.signing"));
        var other = CadesSignature.Sign(withKey, note, TimeProvider.System.GetUtcNow());
        await TwinAsync(boundary, file, Graft(other, TokenOf(seal)), "seal.invalid");
        Assert.Equal((3, "seal.invalid"), await VerifyAsync(boundary, pushed.TransferId, scratch));
        await using var rogue = await TimestampAuthority.StartRogueAsync(scratch);
        await TwinAsync(boundary, file, await StampAsync(rogue, other), "seal.invalid");
        Assert.Equal((3, "seal.timestamp"), await VerifyAsync(boundary, pushed.TransferId, scratch));

        File.Delete(file);
        Assert.Equal(["seal.missing"], Codes(boundary));
    }

    [Theory]
    [InlineData("rogue")]
    [InlineData("garbage")]
    [InlineData("replay")]
    [InlineData("gone")]
    public async Task A_seal_without_a_timestamp_is_kept_and_said(string how)
    {
        using var scratch = new Scratch();
        await using var authority = how == "rogue" ? await TimestampAuthority.StartRogueAsync(scratch) : await TimestampAuthority.StartAsync();
        authority.Instead = how switch
        {
            "garbage" => "no timestamp"u8.ToArray(),
            "replay" => await ReplyAsync(authority),
            _ => null,
        };
        await using var boundary = await OpenAsync(authority);
        if (how == "gone")
        {
            await authority.StopAsync();
        }

        await boundary.StopAsync();

        Assert.Contains("8025 TimestampFailed", LogCapture.Instance.Text, StringComparison.Ordinal);
        var seal = await File.ReadAllBytesAsync(SealOf(boundary), TestContext.Current.CancellationToken);
        var note = await File.ReadAllBytesAsync(Path.ChangeExtension(SealOf(boundary), ".checkpoint"), TestContext.Current.CancellationToken);
        Assert.Null(Assert.Single(CadesSignature.Verify(note, seal).Signers).Timestamp);
        Assert.Empty(LedgerVerifier.Verify(boundary.Ledger, null).Findings);
    }

    [Fact]
    public async Task Whether_seals_have_timestamps_is_said_or_asked_for()
    {
        await using var boundary = Boundary.Prepare(settings: Settings(null));
        Assert.Contains(await boundary.TryStartAsync(), fault => fault is { Code: "seal.timestamp", IsWarning: true });

        await using var off = Boundary.Prepare(settings: Settings("off"));
        Assert.DoesNotContain(await off.TryStartAsync(), fault => fault.Code.EndsWith("timestamp", StringComparison.Ordinal));

        await using var wrong = Boundary.Prepare(settings: Settings("ftp://tsa.example"));
        Assert.Contains(await wrong.TryStartAsync(), fault => fault is { Code: "settings.timestamp", IsWarning: false });
    }

    private static async Task TwinAsync(Boundary boundary, string file, byte[] seal, string code)
    {
        await File.WriteAllBytesAsync(file, seal, TestContext.Current.CancellationToken);
        Assert.Equal(code, Assert.Single(Codes(boundary).Distinct()));
    }

    private static IEnumerable<string> Codes(Boundary boundary) =>
        LedgerVerifier.Verify(boundary.Ledger, null).Findings.Select(finding => finding.Code);

    // The codes of what is wrong about the seal.
    private static async Task<(int ExitCode, string Codes)> VerifyAsync(Boundary boundary, string id, Scratch scratch)
    {
        var zip = scratch.At(Path.GetRandomFileName());
        var year = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(SealOf(boundary))!)!);
        await File.WriteAllTextAsync(scratch.At("policy"), $"log {await File.ReadAllTextAsync(Path.Combine(boundary.Ledger, year, "vkey"))}quorum none\n");
        var made = await CapturedCommand.RunAsync("evidence", "--config", boundary.ConfigFile, "--id", id, "--out", zip);
        Assert.True(made.ExitCode == 0, made.Errors);
        var told = await CapturedCommand.RunAsync(
            "verify", zip, "--log-policy", scratch.At("policy"), "--crl-dir", DevAssets.Pki.Crls, "--json",
            "--trust-list", DevAssets.Pki.TrustList(Zone.CN), "--trust-list", DevAssets.Pki.TrustList(Zone.HK));
        var findings = System.Text.Json.JsonElement.Parse(told.Output).GetProperty("findings").EnumerateArray()
            .Select(finding => finding.GetProperty("code").GetString()!).Where(code => code != "policy.unsigned").Distinct().ToList();
        return (findings.Count == 0 ? 0 : told.ExitCode, string.Join(' ', findings));
    }

    private static string SealOf(Boundary boundary) => Directory.GetFiles(boundary.Ledger, "*.p7s", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "seals")
        .MaxBy(file => long.Parse(Path.GetFileNameWithoutExtension(file), null))!;

    private static async Task<byte[]> ReplyAsync(TimestampAuthority authority)
    {
        using var http = new HttpClient();
        using var withKey = Gateway.Settings.CertificateFiles.LoadWithKey(DevAssets.Pki.Certificate("gateway-gz.signing"), DevAssets.Pki.Key("gateway-gz.signing"));
        var question = SignatureTimestamp.Ask(CadesSignature.Sign(withKey, "x"u8, TimeProvider.System.GetUtcNow()));
        var answer = await http.PostAsync(authority.Url, new ByteArrayContent(question.Bytes), TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<byte[]> StampAsync(TimestampAuthority authority, byte[] p7s)
    {
        using var http = new HttpClient();
        var question = SignatureTimestamp.Ask(p7s);
        var answer = await http.PostAsync(authority.Url, new ByteArrayContent(question.Bytes), TestContext.Current.CancellationToken);
        return question.Answer(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), out _)!;
    }

    private static byte[] TokenOf(byte[] p7s) =>
        Decode(p7s).SignerInfos[0].UnsignedAttributes.Cast<System.Security.Cryptography.CryptographicAttributeObject>()
            .Single(attribute => attribute.Oid.Value == Attribute).Values[0].RawData;

    private static byte[] Strip(byte[] p7s)
    {
        var cms = Decode(p7s);
        var info = cms.SignerInfos[0];
        info.RemoveUnsignedAttribute(info.UnsignedAttributes[0].Values[0]);
        return cms.Encode();
    }

    private static byte[] Graft(byte[] p7s, byte[] token)
    {
        var cms = Decode(p7s);
        cms.SignerInfos[0].AddUnsignedAttribute(new System.Security.Cryptography.AsnEncodedData(Attribute, token));
        return cms.Encode();
    }

    private static SignedCms Decode(byte[] p7s)
    {
        var cms = new SignedCms();
        cms.Decode(p7s);
        return cms;
    }

    // "openssl ts -verify" over the signature's value, which the test takes out of the seal.
    private static int OpenSsl(Scratch scratch, byte[] seal, Func<byte[], byte[]> change)
    {
        File.WriteAllBytes(scratch.At("token.der"), TokenOf(seal));
        File.WriteAllBytes(scratch.At("signature.bin"), change(Decode(seal).SignerInfos[0].GetSignature()));
        File.WriteAllText(scratch.At("anchors.pem"), File.ReadAllText(DevAssets.Pki.Authority("cn-root")) + File.ReadAllText(DevAssets.Pki.Authority("cn-issuing")));
        using var openssl = Process.Start(new ProcessStartInfo(
            "openssl", ["ts", "-verify", "-token_in", "-in", "token.der", "-data", "signature.bin", "-CAfile", "anchors.pem"])
        { WorkingDirectory = scratch.Folder, RedirectStandardError = true, RedirectStandardOutput = true })!;
        openssl.StandardError.ReadToEnd();
        openssl.WaitForExit();
        return openssl.ExitCode;
    }

    private static Task<Boundary> OpenAsync(TimestampAuthority authority) => Boundary.OpenAsync(settings: Settings(authority.Url));

    private static Dictionary<string, string> Settings(string? timestamp)
    {
        var settings = new Dictionary<string, string>
        {
            ["Ledger__Seal__Certificate"] = DevAssets.Pki.Certificate("gateway-gz.signing"),
            ["Ledger__Seal__Key"] = DevAssets.Pki.Key("gateway-gz.signing"),
        };
        if (timestamp is not null)
        {
            settings["Ledger__Seal__Timestamp"] = timestamp;
        }

        return settings;
    }
}
