using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Gateway.Commands.Dev;
using Gateway.Policies.Parties;
using Gateway.Stamping;

namespace Gateway.Scenarios.Fakes;

/// <summary>A copy of the PKI for one daemon, whose files are renewed while it runs.</summary>
internal sealed class Renewal
{
    private readonly DevLayout _layout;
    private readonly List<(string Id, string Use)> _keys = [.. DevKeys.Uses.Select(use => ($"{use}-1", use))];

    internal Renewal(string folder)
    {
        DevAssets.CopyFolder(DevAssets.Pki.Root, folder);
        _layout = new DevLayout(new DirectoryInfo(folder));
        Secrets["hash-1"] = File.ReadAllBytes(Path.Combine(_layout.Keys, "hash.key"));
    }

    internal DevLayout Layout => _layout;

    /// <summary>Every hash key there ever was, by id.</summary>
    internal Dictionary<string, byte[]> Secrets { get; } = new(StringComparer.Ordinal);

    /// <summary>What makes a boundary read this copy.</summary>
    internal static IReadOnlyDictionary<string, string> Settings(string folder)
    {
        var layout = new DevLayout(new DirectoryInfo(folder));
        return new Dictionary<string, string>
        {
            ["Listeners__north__Certificate"] = layout.Certificate("gateway-gz.server"),
            ["Listeners__north__Key"] = layout.Key("gateway-gz.server"),
            ["Listeners__south__Certificate"] = layout.Certificate("gateway-gz.server"),
            ["Listeners__south__Key"] = layout.Key("gateway-gz.server"),
            ["Forwarding__Identities__*__Certificate"] = layout.Certificate("gateway-gz.client"),
            ["Forwarding__Identities__*__Key"] = layout.Key("gateway-gz.client"),
            ["Trust__Lists__CN__File"] = layout.TrustList(Zone.CN),
            ["Trust__Lists__HK__File"] = layout.TrustList(Zone.HK),
            ["Keys__File"] = layout.KeysFile,
            ["Stamping__Key"] = layout.PrivateKey(KeyUse.Stamping),
            ["Stamping__Endorsement"] = layout.Endorsement(KeyUse.Stamping),
            ["Ledger__Key"] = layout.PrivateKey(KeyUse.Ledger),
            ["Ledger__Endorsement"] = layout.Endorsement(KeyUse.Ledger),
        };
    }

    /// <summary>Issues a certificate of that name anew, with a key of its own.</summary>
    /// <returns>Its fingerprint.</returns>
    internal string Certificate(string name, DateTimeOffset? notAfter = null)
    {
        using var authority = X509Certificate2.CreateFromPemFile(
            _layout.Authority("cn-issuing"), Path.ChangeExtension(_layout.Authority("cn-issuing"), ".key"));
        using var old = X509CertificateLoader.LoadCertificateFromFile(_layout.Certificate(name));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(old.SubjectName, key, HashAlgorithmName.SHA256);
        foreach (var extension in old.Extensions.Where(extension => extension is not X509SubjectKeyIdentifierExtension))
        {
            request.CertificateExtensions.Add(extension);
        }

        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7f;
        using var made = request.Create(authority, old.NotBefore, notAfter ?? old.NotAfter, serial);
        File.WriteAllText(
            _layout.Certificate(name), made.ExportCertificatePem() + "\n" + authority.ExportCertificatePem() + "\n");
        WriteSecret(_layout.Key(name), System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        return Convert.ToHexStringLower(SHA256.HashData(made.RawData));
    }

    /// <summary>The next issue of a zone's list.</summary>
    internal void TrustList(Zone zone, int sequence)
    {
        var file = _layout.TrustList(zone);
        var text = System.Text.RegularExpressions.Regex.Replace(
            File.ReadAllText(file), "\"sequence\": [0-9]+", $"\"sequence\": {sequence}");
        using var signer = DevFiles.Read(_layout.ListSigner(zone), Path.ChangeExtension(_layout.ListSigner(zone), ".key"));
        var json = System.Text.Encoding.UTF8.GetBytes(text);
        File.WriteAllBytes(file, json);
        File.WriteAllBytes(file + ".p7s", CadesSignature.Sign(signer, json, TimeProvider.System.GetUtcNow()));
    }

    /// <summary>Puts a new key for a use before the others of it; those stay.</summary>
    /// <returns>Its id.</returns>
    internal string Key(string use, int number)
    {
        var id = $"{use}-{number}";
        var secret = RandomNumberGenerator.GetBytes(32);
        WriteSecret(Path.Combine(_layout.Keys, id + ".key"), secret);
        Secrets[id] = secret;
        _keys.Insert(0, (id, use));
        File.WriteAllBytes(_layout.KeysFile, JsonSerializer.SerializeToUtf8Bytes(new
        {
            keys = _keys.Select(key => new
            {
                id = key.Id,
                use = key.Use,
                file = (key.Id == key.Use + "-1" ? key.Use : key.Id) + ".key",
            }),
        }));
        return id;
    }

    /// <summary>A new stamping key, endorsed by every exporter.</summary>
    /// <returns>Its id.</returns>
    internal string StampingKey() => EndorsedKey(KeyUse.Stamping);

    internal string EndorsedKey(KeyUse use)
    {
        var seed = new byte[Ed25519.SeedSize];
        using var key = Ed25519PrivateKey.Create(seed);
        File.Delete(_layout.PrivateKey(use));
        Ed25519KeyFile.WritePrivate(_layout.PrivateKey(use), seed);
        var endorsers = DevParties.Exporters
            .Select(party => DevFiles.Read(_layout.Certificate($"{party.Id}.signing"), _layout.Key($"{party.Id}.signing")))
            .ToList();
        var now = WireTime.Truncate(TimeProvider.System.GetUtcNow());
        var signed = new KeyEndorsement(
            use,
            key.PublicKey.ToArray(),
            DevParties.Origin,
            DevParties.GatewayGz.Id,
            [.. DevParties.Exporters.Select(party => party.Id)],
            now.AddHours(-1),
            now.AddDays(30)).Sign(endorsers, now);
        endorsers.ForEach(endorser => endorser.Dispose());
        File.WriteAllBytes(_layout.Endorsement(use), signed.Json.Span);
        File.WriteAllBytes(_layout.EndorsementSignature(use), signed.Signature.Span);
        return KeyThumbprint.Of(key.PublicKey);
    }

    private static void WriteSecret(string path, byte[] secret)
    {
        File.Delete(path);
        DevFiles.WriteSecret(path, secret);
    }
}
