using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Stamping;

namespace Gateway.Commands.Dev;

/// <summary>Secrets of the engine (FORMATS.md 2, keys.json) and the three endorsed Ed25519 keys.</summary>
internal static class DevKeys
{
    private const int SecretSize = 32;

    // One key for each use, named for it. A rule of an example bundle says: key: hash-1.
    internal static readonly IReadOnlyList<string> Uses = ["hash", "tokenise", "shift", "source", "subject", "annex"];

    /// <param name="cast">Whose keys these are: each exporter endorses all.</param>
    internal static void Write(DevLayout layout, DevCast cast, DevClock clock)
    {
        Directory.CreateDirectory(layout.Keys);
        WriteSecrets(layout, cast);

        // Not named in the keys file: no bundle names their fingerprints before there are any.
        foreach (var officer in cast.Custodians)
        {
            File.Copy(layout.Certificate($"{officer.Id}.custody"), layout.Custody(officer.Id));
        }

        WriteEndorsed(layout, KeyUse.Stamping, cast, clock);
        WriteEndorsed(layout, KeyUse.Ledger, cast, clock);
        WriteEndorsed(layout, KeyUse.Witness, cast, clock);
    }

    private static void WriteSecrets(DevLayout layout, DevCast cast)
    {
        foreach (var use in Uses)
        {
            var secret = RandomNumberGenerator.GetBytes(SecretSize);
            DevFiles.WriteSecret(Path.Combine(layout.Keys, $"{use}.key"), secret);
            CryptographicOperations.ZeroMemory(secret);
        }

        using var file = File.Create(layout.KeysFile);
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteStartArray("keys");
        foreach (var use in Uses)
        {
            json.WriteStartObject();
            json.WriteString("id", $"{use}-1");
            json.WriteString("use", use);
            json.WriteString("file", $"{use}.key");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteRecipients(json, layout, cast);
        json.WriteEndObject();
    }

    // Beside the keys file, so that the folder of keys is whole wherever it is copied to.
    private static void WriteRecipients(Utf8JsonWriter json, DevLayout layout, DevCast cast)
    {
        json.WriteStartArray("recipients");
        foreach (var id in cast.All.Select(party => party.Id))
        {
            var certificate = layout.Certificate($"{id}.encryption");
            if (File.Exists(certificate))
            {
                File.Copy(certificate, layout.Recipient(id));
                json.WriteStartObject();
                json.WriteString("party", id);
                json.WriteString("certificate", Path.GetFileName(layout.Recipient(id)));
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    private static void WriteEndorsed(
        DevLayout layout, KeyUse use, DevCast cast, DevClock clock)
    {
        var endorsers = cast.Exporters
            .Select(party => $"{party.Id}.signing")
            .Select(name => DevFiles.Read(layout.Certificate(name), layout.Key(name)))
            .ToList();
        var seed = new byte[Ed25519.SeedSize];
        try
        {
            using var key = Ed25519PrivateKey.Create(seed);
            Ed25519KeyFile.WritePrivate(layout.PrivateKey(use), seed);
            File.WriteAllText(layout.PublicKey(use), Ed25519KeyFile.PublicPem(key.PublicKey));
            var signed = new KeyEndorsement(
                use,
                key.PublicKey.ToArray(),
                cast.Origin,
                cast.Gateway.Id,
                [.. cast.Exporters.Select(party => party.Id)],
                WireTime.Truncate(clock.From),
                WireTime.Truncate(clock.From) + KeyEndorsement.Longest).Sign(endorsers, clock.Now);
            File.WriteAllBytes(layout.Endorsement(use), signed.Json.Span);
            File.WriteAllBytes(layout.EndorsementSignature(use), signed.Signature.Span);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
            endorsers.ForEach(endorser => endorser.Dispose());
        }
    }
}
