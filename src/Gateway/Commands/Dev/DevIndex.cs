using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Policies.Parties;

namespace Gateway.Commands.Dev;

/// <summary>INDEX.md: what each file is, for the person who opens the folder.</summary>
internal static class DevIndex
{
    private const string Head = """
        # Throw-away PKI

        Made by `gateway certs dev`. For development and the demo only: every private key lies beside its certificate,
        mode 0600, without a password. Everything lasts 90 days; make it again, never renew it.

        | file | what it is |
        |---|---|
        | `ca/cn-root`, `ca/cn-issuing` | mainland root and issuing CA (P-256) |
        | `ca/hk-root`, `ca/hk-issuing` | Hong Kong root and issuing CA (RSA 2048) |
        | `ca/rogue-root`, `ca/rogue-issuing` | a hierarchy on no list |
        | `trust/trust-list-CN.json`, `trust/trust-list-HK.json` | the lists; the signature is beside each, `.p7s` |
        | `trust/signer-CN.crt`, `trust/signer-HK.crt` | who signed them: pin these in configuration |
        | `trust/crls/*.crl` | a full CRL of every listed CA, DER |
        | `keys/keys.json` | the engine's keys: `hash-1`, `tokenise-1`, `shift-1`, `source-1`, `subject-1`, `annex-1` |
        | `keys/*.encryption.crt` | to whom `do: encrypt` encrypts, named in `keys.json`; the keys are in `certs/` |
        | `keys/stamping.key`, `keys/ledger.key`, `keys/witness.key` | Ed25519, PKCS#8 PEM; `.pub.pem` beside each |
        | `keys/stamping-key.json`, `ledger-key.json`, `witness-key.json` | by every exporter, `.p7s` |

        Each name below is a `.crt` and a `.key`.

        """;

    internal static void Write(DevLayout layout, DevCast cast)
    {
        var text = new StringBuilder(Head);
        Table(text, "parties (`certs/`)", "organizationIdentifier", cast.All.SelectMany(party => new[]
        {
            ($"{party.Id}.client", party.Registration, $"clientAuth; {Entry(party.Zone, DevEntryKind.Organisation)}"),
            ($"{party.Id}.server", party.Registration, $"serverAuth; {Entry(party.Zone, DevEntryKind.Organisation)}"),
            ($"{party.Id}.signing", party.Registration, $"endorsements; {Entry(party.Zone, DevEntryKind.Signing)}"),
            ($"{party.Id}.encryption", party.Registration, "key agreement; `keys.json`"),
        }));
        Table(text, "officers (`certs/`)", "serialNumber", cast.Officers.Select(officer =>
            ($"officer.{officer.Id}", officer.Number, $"bundles, TLS; {Entry(officer.Zone, DevEntryKind.Person)}")));
        Custodians(text, layout, cast);
        text.Append("\n`timestamp.tsa`: for an RFC 3161 authority to try seals with; ")
            .Append(Entry(Zone.CN, DevEntryKind.Timestamp)).Append(".\n");
        Table(text, "refused (`bad/`)", "refusal", Bad.Select(bad => (bad.Name, bad.Code, bad.Why)));
        text.Append("\nAlso refused: a southern `.client` at the north listener (`party.zone`), ")
            .Append("a `.server` as a client (`certificate.usage`).\n");
        File.WriteAllText(layout.Index, text.ToString());
    }

    /// <summary>What each bad certificate is refused with; the demo and the tests hold it to that.</summary>
    internal static IReadOnlyList<(string Name, string Code, string Why)> Bad { get; } =
    [
        (DevBad.Untrusted, "certificate.untrusted", "its CA is on no list"),
        (DevBad.Revoked, "certificate.revoked", "on the CRL of its CA"),
        (DevBad.Expired, "certificate.expired", "since yesterday"),
        (DevBad.NotYetValid, "certificate.not_yet_valid", "for a hundred days"),
        (DevBad.NoPolicy, "certificate.policy", "no policy identifier"),
        (DevBad.OtherPolicy, "certificate.policy", "an identifier that only begins alike as text"),
        (DevBad.WrongType, "certificate.type", "says it is a person's"),
        (DevBad.AuthorityAsLeaf, "certificate.usage", "a CA certificate"),
        (DevBad.UnknownParty, "party.unknown", "trusted, and of nobody a bundle names"),
    ];

    // To be pasted: the keys file's member, and what the bundle says of each.
    private static void Custodians(StringBuilder text, DevLayout layout, DevCast cast)
    {
        if (cast.Custodians.Count == 0)
        {
            return;
        }

        Table(text, "custodians (`certs/`)", "sha256, for the bundle", cast.Custodians.Select(officer =>
            ($"{officer.Id}.custody", Fingerprint(layout.Custody(officer.Id)), "key agreement; also in `keys/`")));
        text.Append("\nTo keep originals (`commit: originals`): give both the role `custodian` and `{ sha256: … }` ")
            .Append("in the bundle, and `keys.json` the member\n\n    \"custodians\": [ ")
            .AppendJoin(", ", cast.Custodians.Select(officer =>
                $"{{ \"officer\": \"{officer.Id}\", \"certificate\": \"{officer.Id}.custody.crt\" }}"))
            .Append(" ]\n");
    }

    private static string Fingerprint(string file)
    {
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(file));
        return Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span));
    }

    private static string Entry(Zone zone, string kind) => $"entry `{DevParties.Entry(zone, kind)}`";

    private static void Table(
        StringBuilder text, string title, string second, IEnumerable<(string Name, string Second, string Note)> rows)
    {
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n| {title} | {second} | |\n|---|---|---|\n");
        foreach (var (name, value, note) in rows)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"| `{name}` | {value} | {note} |\n");
        }
    }
}
