using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Ledger.Entries;
using Gateway.Policies;
using Gateway.Stamping;

namespace Gateway.Settings;

/// <summary>
/// One of the two persons for whom originals are kept, and the certificate their half of the key is encrypted to. That
/// it is that person's is said by the bundle, which names its fingerprint (<see cref="Permit.CustodianCheck"/>).
/// </summary>
/// <param name="Officer">Id of an officer of the bundle.</param>
internal sealed record CustodianEntry(string Officer, X509Certificate2 Certificate, Mark Mark)
{
    /// <summary>Neither fewer, who could open alone, nor more, of whom any two could.</summary>
    internal const int Wanted = 2;

    internal Sha256Digest Sha256 { get; } = Sha256Digest.Of(Certificate.RawDataMemory.Span);

    internal DateTimeOffset NotAfter => Certificate.NotAfter.ToUniversalTime();

    internal bool IsInForce(DateTimeOffset at) =>
        Certificate.NotBefore.ToUniversalTime() <= at.UtcDateTime && at < NotAfter;

    internal bool IsSame(CustodianEntry other) => Officer == other.Officer && Sha256 == other.Sha256;

    /// <summary>Null with a fault.</summary>
    internal static CustodianEntry? Read(SectionReader reader)
    {
        var officer = reader.RequiredText("officer");
        var file = reader.RequiredPath("certificate");
        reader.Close();
        if (officer.Length == 0 || file.Length == 0)
        {
            return null;
        }

        try
        {
            var certificate = CertificateFiles.Load(file);
            if (FieldEnvelope.Fault(certificate) is not { } fault)
            {
                return new CustodianEntry(officer, certificate, reader.Mark);
            }

            certificate.Dispose();
            reader.Add("certificate", "keys.custodian", fault);
        }
        catch (SettingsFileException e)
        {
            reader.Add("certificate", "keys.custodian", e.Message);
        }

        return null;
    }

    /// <summary>They must be two, and not one person twice: neither by name nor by key.</summary>
    internal static void CheckApart(
        IReadOnlyList<CustodianEntry> custodians, int written, Mark mark, ICollection<Fault> faults)
    {
        if (written != Wanted)
        {
            faults.Add(mark.Fault("keys.custodians", $"there are {written}: name exactly two custodians, or none"));
        }
        else if (custodians is [var one, var other] && (one.Officer == other.Officer || one.HasKeyOf(other)))
        {
            faults.Add(mark.Fault("keys.custodians", "both custodians are one person: name two, each with a key"));
        }
    }

    private bool HasKeyOf(CustodianEntry other) => CryptographicOperations.FixedTimeEquals(
        Certificate.PublicKey.ExportSubjectPublicKeyInfo(), other.Certificate.PublicKey.ExportSubjectPublicKeyInfo());
}
