using Gateway.Policies.Parties;
using Gateway.Stamping;
using Gateway.Trust;

namespace Gateway.Commands.Dev;

/// <summary>Where everything of the throw-away PKI lies: stable names, listed in INDEX.md.</summary>
internal sealed class DevLayout(DirectoryInfo root)
{
    internal string Root => root.FullName;

    internal string Index => Path.Combine(Root, "INDEX.md");

    internal string Authorities => Path.Combine(Root, "ca");

    internal string Certificates => Path.Combine(Root, "certs");

    internal string Bad => Path.Combine(Root, "bad");

    internal string Trust => Path.Combine(Root, "trust");

    internal string Crls => Path.Combine(Trust, "crls");

    internal string Keys => Path.Combine(Root, "keys");

    internal string KeysFile => Path.Combine(Keys, "keys.json");

    /// <summary>A file at the top, for example "client.pem" of a PKI for load tests.</summary>
    internal string Named(string name) => Path.Combine(Root, name);

    internal string TrustList(Zone zone) => Path.Combine(Trust, $"trust-list-{zone}.json");

    /// <summary>The certificate whose fingerprint configuration pins as the signer of that zone's list.</summary>
    internal string ListSigner(Zone zone) => Path.Combine(Trust, $"signer-{zone}.crt");

    internal string Authority(string name) => Path.Combine(Authorities, name + ".crt");

    /// <summary>For example Certificate("bank-gz.client"); its key has the same name with ".key".</summary>
    internal string Certificate(string name) => Path.Combine(Certificates, name + ".crt");

    internal string Key(string name) => Path.Combine(Certificates, name + ".key");

    /// <summary>To whom values are encrypted: beside the keys file that names it; its key is the party's.</summary>
    internal string Recipient(string party) => Path.Combine(Keys, party + ".encryption.crt");

    /// <summary>Of a custodian, beside the keys file that may name it; its key is the custodian's.</summary>
    internal string Custody(string officer) => Path.Combine(Keys, officer + ".custody.crt");

    internal string BadCertificate(string name) => Path.Combine(Bad, name + ".crt");

    internal string BadKey(string name) => Path.Combine(Bad, name + ".key");

    internal string PrivateKey(KeyUse use) => Path.Combine(Keys, use.Name + ".key");

    internal string PublicKey(KeyUse use) => Path.Combine(Keys, use.Name + ".pub.pem");

    internal string Endorsement(KeyUse use) => Path.Combine(Keys, use.FileName);

    internal string EndorsementSignature(KeyUse use) => Path.Combine(Keys, use.SignatureFileName);

    /// <summary>What the daemon's trust section says, for this PKI.</summary>
    internal TrustFiles TrustFiles() => new(
        [.. new[] { Zone.CN, Zone.HK }.Select(zone => new TrustListFile(TrustList(zone), Pin(ListSigner(zone))))],
        Crls);

    private static string Pin(string signer) =>
        TrustListReader.ReadPin(signer) ?? throw new FileNotFoundException("no list signer", signer);
}

/// <summary>Names of the certificates that must be refused, each for one reason.</summary>
internal static class DevBad
{
    /// <summary>Right in every word, from a CA that is on no list.</summary>
    internal const string Untrusted = "untrusted";
    internal const string Revoked = "revoked";
    internal const string Expired = "expired";
    internal const string NotYetValid = "not-yet-valid";

    /// <summary>No certificate policy at all.</summary>
    internal const string NoPolicy = "no-policy";

    /// <summary>"…810.20…", which begins like "…810.2" only as text.</summary>
    internal const string OtherPolicy = "other-policy";

    /// <summary>A person's certificate type in an organisation's certificate.</summary>
    internal const string WrongType = "wrong-type";

    /// <summary>A CA certificate, presented as a client's.</summary>
    internal const string AuthorityAsLeaf = "ca-as-leaf";

    /// <summary>Trusted, but of nobody a bundle names.</summary>
    internal const string UnknownParty = "unknown-party";
}
