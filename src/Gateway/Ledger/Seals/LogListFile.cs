using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Stamping;

namespace Gateway.Ledger.Seals;

/// <summary>A list of logs as it lies in a ledger's folder, and the e-certificate's signature over it.</summary>
internal sealed record LogListFile(byte[] Json, byte[] Signature)
{
    /// <summary>A list that still says the same is signed anew only when it is as old as this.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromDays(1);

    // The signature of the list with that digest, until it stands in its own place.
    private const string SparePrefix = LogList.FileName + ".";
    private const string SpareEnding = ".p7s";

    /// <summary>
    /// Looks more than once: whoever reads beside a running daemon may meet the old list with the signature of the new
    /// one. Null where there is no list; an absent signature is empty.
    /// </summary>
    internal static LogListFile? Read(string ledgerFolder)
    {
        const int Looks = 5;
        LogListFile? file = null;
        for (var look = 0; look < Looks && (file is null || !file.IsSigned); look++)
        {
            var (json, signature) = (Bytes(ledgerFolder, LogList.FileName), Bytes(ledgerFolder, LogList.SignatureName));
            if (json is null && signature is null)
            {
                return null;
            }

            file = new LogListFile(json ?? [], signature ?? []);
            if (!file.IsSigned && Bytes(ledgerFolder, SpareOf(file.Json)) is { } spare)
            {
                file = file with { Signature = spare };
            }
        }

        return file;
    }

    /// <summary>Writes the list of this moment, where the one that stands there is not it, or is a day old.</summary>
    /// <exception cref="IOException">It cannot be kept.</exception>
    internal static void Keep(LedgerDisk disk, string ledgerFolder, LogList now, X509Certificate2 withKey)
    {
        Settle(disk, ledgerFolder);
        if (Read(ledgerFolder) is { IsSigned: true } standing && LogList.Parse(standing.Json) is { } before
            && before.SaysTheSame(now) && now.Time - before.Time < Freshness)
        {
            return;
        }

        // Two files cannot be replaced at once. So the signature is durable first, under a name that only this very
        // list leads to: if we crash now, the old pair stands; after the next line, the new list with its spare.
        var json = now.ToBytes();
        var signature = CadesSignature.Sign(withKey, json, now.Time);
        disk.ReplaceDurably(Path.Combine(ledgerFolder, SpareOf(json)), signature);
        disk.ReplaceDurably(Path.Combine(ledgerFolder, LogList.FileName), json);
        Settle(disk, ledgerFolder);
    }

    /// <summary>Ends what a crash interrupted: the list has its signature beside it, and no spare is left.</summary>
    /// <exception cref="IOException">It cannot be ended; the pair is good all the same.</exception>
    internal static void Settle(LedgerDisk disk, string ledgerFolder)
    {
        var spares = Directory.Exists(ledgerFolder)
            ? Directory.GetFiles(ledgerFolder, SparePrefix + "*" + SpareEnding)
            : [];
        if (spares.Length == 0)
        {
            return;
        }

        if (Read(ledgerFolder) is { IsSigned: true } standing)
        {
            disk.ReplaceDurably(Path.Combine(ledgerFolder, LogList.SignatureName), standing.Signature);
        }

        foreach (var spare in spares)
        {
            disk.Delete(spare);
        }

        disk.FlushFolder(ledgerFolder);
    }

    private static string SpareOf(byte[] json) =>
        SparePrefix + Convert.ToHexStringLower(SHA256.HashData(json)) + SpareEnding;

    private bool IsSigned => CadesSignature.Verify(Json, Signature).IsSound;

    private static byte[]? Bytes(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) && new FileInfo(path).Length <= LogList.MaxBytes ? File.ReadAllBytes(path) : null;
    }
}
