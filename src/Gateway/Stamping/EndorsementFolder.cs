using System.Security.Cryptography;

namespace Gateway.Stamping;

/// <summary>Endorsed public keys in a folder, rotated ones beside the current, with their signatures.</summary>
internal static class EndorsementFolder
{
    private const int MaxFiles = 100;

    internal static void Write(string folder, KeyUse use, SignedEndorsement signed)
    {
        File.WriteAllBytes(Path.Combine(folder, use.FileName), signed.Json.Span);
        File.WriteAllBytes(Path.Combine(folder, use.SignatureFileName), signed.Signature.Span);
    }

    /// <summary>True when exactly this endorsement is kept in the folder already.</summary>
    internal static bool IsKept(string folder, KeyUse use, SignedEndorsement signed) =>
        File.Exists(KeptPath(folder, use, signed));

    /// <summary>
    /// Keeps an endorsement beside those before it: the ledger's keys/ folder, where whoever reads the ledger finds
    /// every key that ever signed. The signature is written first, so that a file that is there has one.
    /// </summary>
    internal static void Keep(string folder, KeyUse use, SignedEndorsement signed)
    {
        var path = KeptPath(folder, use, signed);
        File.WriteAllBytes(path + ".p7s", signed.Signature.Span);

        // Whole or not there: what a crash left of it would count as kept, and 'ledger verify' would find it for ever.
        var begun = path + ".new";
        File.WriteAllBytes(begun, signed.Json.Span);
        File.Move(begun, path, overwrite: true);
    }

    private static string KeptPath(string folder, KeyUse use, SignedEndorsement signed)
    {
        const int EnoughDigits = 16;
        var digest = Convert.ToHexStringLower(SHA256.HashData(signed.Json.Span))[..EnoughDigits];
        return Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(use.FileName)}-{digest}.json");
    }

    /// <summary>
    /// Every <c>stamping-key*.json</c> with its <c>.p7s</c>, by name; findings for what cannot be read.
    /// </summary>
    internal static IReadOnlyDictionary<string, SignedEndorsement> Read(
        string folder, KeyUse use, List<VerificationFinding> findings)
    {
        var read = new SortedDictionary<string, SignedEndorsement>(StringComparer.Ordinal);
        var pattern = Path.GetFileNameWithoutExtension(use.FileName) + "*.json";
        try
        {
            foreach (var path in Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal).Take(MaxFiles))
            {
                read[Path.GetFileName(path)] = new SignedEndorsement(File.ReadAllBytes(path), ReadSignature(path));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            findings.Add(new(FindingCodes.EvidenceMissing, use.FileName, "the folder of keys cannot be read"));
        }

        if (read.Count == 0)
        {
            findings.Add(new(FindingCodes.EvidenceMissing, use.FileName, "no endorsed key is there"));
        }

        return read;
    }

    // "stamping-key.json.p7s" is what is written here; "stamping-key.p7s" is understood too.
    private static byte[] ReadSignature(string path)
    {
        var appended = path + ".p7s";
        return File.ReadAllBytes(File.Exists(appended) ? appended : Path.ChangeExtension(path, ".p7s"));
    }
}
