using System.Security.Cryptography.X509Certificates;
using Gateway.Stamping;

namespace Gateway.Ledger.Seals;

/// <summary>A list of logs as it lies in a ledger's folder, and the e-certificate's signature over it.</summary>
internal sealed record LogListFile(byte[] Json, byte[] Signature)
{
    /// <summary>A list that still says the same is signed anew only when it is as old as this.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromDays(1);

    /// <summary>
    /// Looks more than once: whoever reads beside a running daemon may meet a new list with the signature of the old
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
        }

        return file;
    }

    /// <summary>Writes the list of this moment, where the one that stands there is not it, or is a day old.</summary>
    /// <exception cref="IOException">It cannot be kept.</exception>
    internal static void Keep(LedgerDisk disk, string ledgerFolder, LogList now, X509Certificate2 withKey)
    {
        if (Read(ledgerFolder) is { IsSigned: true } standing && LogList.Parse(standing.Json) is { } before
            && before.SaysTheSame(now) && now.Time - before.Time < Freshness)
        {
            return;
        }

        // Two files cannot be replaced at once. After a crash in between, the list has a signature that is not its own:
        // 'ledger verify' says so until the next seal, and nobody takes one list for the other.
        var json = now.ToBytes();
        disk.ReplaceDurably(Path.Combine(ledgerFolder, LogList.FileName), json);
        disk.ReplaceDurably(
            Path.Combine(ledgerFolder, LogList.SignatureName), CadesSignature.Sign(withKey, json, now.Time));
    }

    private bool IsSigned => CadesSignature.Verify(Json, Signature).IsSound;

    private static byte[]? Bytes(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) && new FileInfo(path).Length <= LogList.MaxBytes ? File.ReadAllBytes(path) : null;
    }
}
