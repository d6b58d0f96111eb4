using System.Security.Cryptography.X509Certificates;

namespace Gateway.Commands.Dev;

/// <summary>Certificates that must be refused: each is the bank's client certificate with one thing wrong.</summary>
internal static class DevBadCertificates
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <returns>The one to put on the CRL.</returns>
    internal static X509Certificate2 Write(DevLayout layout, DevHierarchy side, DevHierarchy rogue)
    {
        var good = side.Client(DevParties.BankGz);
        var now = side.Clock.Now;
        Issue(layout, DevBad.Untrusted, rogue, good);
        Issue(layout, DevBad.Expired, side, good with { NotBefore = now - (60 * Day), NotAfter = now - Day });
        Issue(layout, DevBad.NotYetValid, side, good with
        {
            NotBefore = now + (100 * Day),
            NotAfter = now + (200 * Day),
        });
        Issue(layout, DevBad.NoPolicy, side, good with { Policies = [] });
        Issue(layout, DevBad.OtherPolicy, side, good with
        {
            Policies = [$"{DevParties.PolicyOid}0.{DevParties.PolicyVersion}"],
        });
        Issue(layout, DevBad.WrongType, side, good with
        {
            Name = DevNames.Organisation(DevParties.BankGz, "bank-gz.client", DevParties.PersonalUnit),
        });
        Issue(layout, DevBad.AuthorityAsLeaf, side, good with
        {
            IsAuthority = true,
            KeyUsage = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature,
        });
        Issue(layout, DevBad.UnknownParty, side, side.Client(DevParties.Stranger));
        var revoked = side.Issuing.Issue(good);
        DevFiles.WritePair(layout.Bad, DevBad.Revoked, revoked);
        return revoked;
    }

    private static void Issue(DevLayout layout, string name, DevHierarchy side, DevSubject subject)
    {
        using var certificate = side.Issuing.Issue(subject);
        DevFiles.WritePair(layout.Bad, name, certificate);
    }
}
