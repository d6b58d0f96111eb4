using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Policies.Parties;
using Gateway.Stamping;

namespace Gateway.Tests.Stamping;

public sealed class KeyEndorsementTests : IDisposable
{
    private static readonly DateTimeOffset From = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly X509Certificate2 _bank = TestCertificate.Ecdsa("Bank GZ");
    private readonly X509Certificate2 _clinic = TestCertificate.Ecdsa("Clinic SZ");

    public void Dispose()
    {
        _bank.Dispose();
        _clinic.Dispose();
    }

    [Fact]
    public void The_bytes_of_an_endorsement_are_as_documented() => Assert.Equal(
        File.ReadAllText(Path.Combine(Vectors.Root, "docs", "formats", "golden", "endorsement.json")).TrimEnd('\n'),
        Encoding.UTF8.GetString(Sample().ToJson()));

    [Fact]
    public void An_endorsement_holds_when_every_exporter_it_is_for_has_signed() =>
        Assert.Empty(KeyEndorsementReader.Verify(Sample().Sign([_bank, _clinic], From), From, PartyOf));

    [Fact]
    public void An_exporter_who_has_not_signed_is_named()
    {
        var json = Sample().ToJson();
        var signed = new SignedEndorsement(json, CadesSignature.Sign(_bank, json, From));
        var fault = Assert.Single(KeyEndorsementReader.Verify(signed, From, PartyOf));
        Assert.Contains("'clinic-sz'", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_signer_nobody_trusts_endorses_nothing()
    {
        var signed = Sample().Sign([_bank, _clinic], From);
        Assert.Equal(2, KeyEndorsementReader.Verify(signed, From, _ => null).Count);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(90)]
    public void An_endorsement_out_of_its_dates_is_refused(int days)
    {
        var signed = Sample().Sign([_bank, _clinic], From);
        Assert.Single(KeyEndorsementReader.Verify(signed, From.AddDays(days), PartyOf));
    }

    [Fact]
    public void An_endorsement_longer_than_ninety_days_is_not_made() =>
        Assert.Throws<ArgumentException>(() => (Sample() with { To = From.AddDays(90).AddMilliseconds(1) }).ToJson());

    [Theory]
    [InlineData("\"v\":1", "\"v\":2")]
    [InlineData("stamping", "reading")]
    [InlineData("ed25519", "hmac-sha256")]
    [InlineData("\"key\":\"11", "\"key\":\"21")]
    [InlineData("URo=", "URp=")]
    [InlineData("kPrK", "kPrL")]
    [InlineData("\"for\":[\"bank-gz\",\"clinic-sz\"]", "\"for\":[]")]
    [InlineData("\"for\":[\"bank-gz\",\"clinic-sz\"]", "\"for\":[\"bank-gz\",\"bank-gz\"]")]
    [InlineData("2027-01-30", "2027-01-31")]
    [InlineData("2027-01-30", "2026-10-30")]
    [InlineData("\"v\":1", "\"v\":1,\"v\":1")]
    [InlineData("\"v\":1", "\"v\":1,\"crit\":[\"quorum\"],\"quorum\":3")]
    [InlineData("\"v\":1", "\"v\":1,\"crit\":[\"\\ud800\"]")]
    [InlineData("gateway.bank-gz.example", "")]
    [InlineData("}", "} ,")]
    public void What_is_not_an_endorsement_of_this_form_is_refused(string part, string instead)
    {
        var text = Encoding.UTF8.GetString(Sample().ToJson());
        var json = Encoding.UTF8.GetBytes(text.Replace(part, instead, StringComparison.Ordinal));
        Assert.True(KeyEndorsementReader.TryRead(Sample().ToJson(), out _, out _));
        Assert.False(KeyEndorsementReader.TryRead(json, out var endorsement, out var fault));
        Assert.Null(endorsement);
        Assert.NotEmpty(fault);
    }

    [Fact]
    public void A_member_that_is_not_critical_may_be_unknown()
    {
        var text = Encoding.UTF8.GetString(Sample().ToJson())
            .Replace("\"v\":1", "\"v\":1,\"note\":{\"a\":[1]}", StringComparison.Ordinal);
        Assert.True(KeyEndorsementReader.TryRead(Encoding.UTF8.GetBytes(text), out _, out _));
    }

    private PartyId? PartyOf(CadesSigner signer)
    {
        var name = signer.Certificate.Thumbprint == _bank.Thumbprint ? "bank-gz"
            : signer.Certificate.Thumbprint == _clinic.Thumbprint ? "clinic-sz" : null;
        return PartyId.TryParse(name, out var party) ? party : null;
    }

    // The key of RFC 8037 appendix A.1; its thumbprint is printed in A.3.
    private static KeyEndorsement Sample() => new(
        KeyUse.Stamping,
        Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"),
        "gateway.bank-gz.example",
        "bank-gz",
        ["bank-gz", "clinic-sz"],
        From,
        From.AddDays(90));
}
