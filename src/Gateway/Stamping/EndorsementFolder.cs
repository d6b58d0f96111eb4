namespace Gateway.Stamping;

/// <summary>Endorsed public keys in a folder: <c>stamping-key.json</c> (rotated ones beside it) and their signatures.</summary>
internal static class EndorsementFolder
{
    private const int MaxFiles = 100;

    internal static void Write(string folder, KeyUse use, SignedEndorsement signed)
    {
        File.WriteAllBytes(Path.Combine(folder, use.FileName), signed.Json.Span);
        File.WriteAllBytes(Path.Combine(folder, use.SignatureFileName), signed.Signature.Span);
    }

    /// <summary>Every <c>stamping-key*.json</c> with its <c>.p7s</c>, by file name; findings for what cannot be read.</summary>
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
