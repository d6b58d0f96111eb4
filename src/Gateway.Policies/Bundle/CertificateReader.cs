using Gateway.Policies.Parties;

namespace Gateway.Policies.Bundle;

/// <summary>Reads how a certificate is recognised: by fingerprint, or by trust-list entry and attributes.</summary>
internal static class CertificateReader
{
    private const int Sha256HexLength = 64;

    internal static IReadOnlyList<CertificateMatch> ReadAll(IReadOnlyList<YamlNode> items, FaultList faults) =>
        [.. items.Select(item => Read(item, faults)).OfType<CertificateMatch>()];

    private static CertificateMatch? Read(YamlNode node, FaultList faults)
    {
        if (MapReader.From(node, faults) is not { } map)
        {
            return null;
        }

        var sha256 = map.Text("sha256")?.ToLowerInvariant();
        var entry = map.Text("entry");
        var match = map.TextMap("match");
        map.Close();
        if (sha256 is not null)
        {
            CheckFingerprint(sha256, map, entry is null && match.Count == 0, faults);
        }
        else if (entry is null || match.Count == 0)
        {
            const string Advice = "give 'sha256', or 'entry' with at least one attribute in 'match'";
            faults.Add(map.Mark, "certificate.form", Advice);
        }

        foreach (var member in map.Map("match")?.Members.Where(member => !IsAttribute(member.Key)) ?? [])
        {
            faults.Add(member.Mark, "certificate.attribute", "name a subject attribute, or give its dotted OID");
        }

        return new CertificateMatch(sha256, entry, match, map.Mark);
    }

    private static void CheckFingerprint(string sha256, MapReader map, bool isAlone, FaultList faults)
    {
        if (sha256.Length != Sha256HexLength || !sha256.All(char.IsAsciiHexDigitLower))
        {
            faults.Add(map.MarkOf("sha256"), "value.format", "64 hex digits of the certificate's SHA-256 are wanted");
        }

        if (!isAlone)
        {
            faults.Add(map.Mark, "certificate.form", "give 'sha256' alone: a fingerprint leaves nothing to match");
        }
    }

    private static bool IsAttribute(string name) =>
        name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '.');
}
