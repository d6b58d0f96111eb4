using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Policies;
using Gateway.Stamping;

namespace Gateway.Settings;

/// <summary>
/// Whose certificate values are encrypted to. The operator vouches that it is that party's: no trust list has a use for
/// encryption.
/// </summary>
internal sealed record RecipientEntry(string Party, X509Certificate2 Certificate, Mark Mark)
{
    internal FieldEnvelope Envelope { get; } = new(Certificate);

    internal bool IsInForce(DateTimeOffset at) =>
        Certificate.NotBefore.ToUniversalTime() <= at.UtcDateTime && at.UtcDateTime < Certificate.NotAfter.ToUniversalTime();

    internal bool IsSame(RecipientEntry other) =>
        Party == other.Party
        && CryptographicOperations.FixedTimeEquals(
            Certificate.RawDataMemory.Span, other.Certificate.RawDataMemory.Span);

    /// <summary>Null with a fault.</summary>
    internal static RecipientEntry? Read(SectionReader reader)
    {
        var party = reader.RequiredText("party");
        var file = reader.RequiredPath("certificate");
        reader.Close();
        if (party.Length == 0 || file.Length == 0)
        {
            return null;
        }

        try
        {
            var certificate = CertificateFiles.Load(file);
            if (FieldEnvelope.Fault(certificate) is not { } fault)
            {
                return new RecipientEntry(party, certificate, reader.Mark);
            }

            certificate.Dispose();
            reader.Add("certificate", "keys.recipient", fault);
        }
        catch (SettingsFileException e)
        {
            reader.Add("certificate", "keys.recipient", e.Message);
        }

        return null;
    }
}
