using System.Security.Cryptography.X509Certificates;
using Gateway.Trust;

namespace Gateway.Tests.Trust;

/// <summary>
/// The revocation chapter of NIST PKITS (4.4, 4.14, 4.15), as far as it is about full CRLs of one CA.
/// </summary>
public sealed class PkitsCrlTests
{
    private static readonly DateTimeOffset Now = new(2015, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string Folder = Path.Combine(TrustListFormatTests.Root, "tests", "vectors", "pkits");

    // CA, certificate (null: any), what its CRL says.
    [Theory]
    [InlineData("GoodCA", "ValidCertificatePathTest1EE", "Good")]
    [InlineData("GoodCA", "InvalidRevokedEETest3EE", "Revoked")]
    [InlineData("GeneralizedTimeCRLnextUpdateCA", "ValidGeneralizedTimeCRLnextUpdateTest13EE", "Good")]
    [InlineData("NegativeSerialNumberCA", "ValidNegativeSerialNumberTest14EE", "Good")]
    [InlineData("NegativeSerialNumberCA", "InvalidNegativeSerialNumberTest15EE", "Revoked")]
    [InlineData("LongSerialNumberCA", "ValidLongSerialNumberTest16EE", "Good")]
    [InlineData("LongSerialNumberCA", "ValidLongSerialNumberTest17EE", "Good")]
    [InlineData("LongSerialNumberCA", "InvalidLongSerialNumberTest18EE", "Revoked")]
    [InlineData("UIDCA", null, "Good")]
    [InlineData("BadCRLIssuerNameCA", null, "Unknown")]
    [InlineData("BadCRLSignatureCA", null, "Unknown")]
    [InlineData("WrongCRLCA", null, "Unknown")]
    [InlineData("UnknownCRLEntryExtensionCA", null, "Unknown")]
    [InlineData("UnknownCRLExtensionCA", null, "Unknown")]
    [InlineData("OldCRLnextUpdateCA", null, "Unknown")]
    [InlineData("pre2000CRLnextUpdateCA", null, "Unknown")]
    [InlineData("deltaCRLIndicatorNoBaseCA", null, "Unknown")]
    [InlineData("onlyContainsUserCertsCA", null, "Unknown")]
    [InlineData("onlyContainsCACertsCA", null, "Unknown")]
    [InlineData("keyUsageCriticalcRLSignFalseCA", null, "Unknown")]
    public void Full_CRLs_are_judged_as_the_suite_demands(string authority, string? certificate, string expected)
    {
        using var folder = new TemporaryFolder();
        folder.Write("one.crl", File.ReadAllBytes(Path.Combine(Folder, "crls", authority + "CRL.crl")));
        using var issuer = Load(authority + "Cert");
        using var asked = Load(certificate ?? "ValidCertificatePathTest1EE");

        var crls = CrlFolder.Read(folder.Path, [issuer], []);

        Assert.Equal(
            expected,
            crls.Ask(Fingerprint.Of(issuer), SerialNumber.Of(asked), TimeSpan.FromDays(9999), Now).ToString());
    }

    private static X509Certificate2 Load(string name) =>
        X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Folder, "certs", name + ".crt"));
}
