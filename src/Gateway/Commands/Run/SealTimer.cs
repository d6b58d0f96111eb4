using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Seals;
using Gateway.Settings;
using Gateway.Trust;

namespace Gateway.Commands.Run;

/// <summary>
/// Seals the ledger every <c>Ledger:SealInterval</c>, when an operator asks, and once more at a clean stop. A seal that
/// cannot be made is an alarm and no reason to stop: every entry is in the signed log all the same.
/// </summary>
internal sealed class SealTimer : IAsyncDisposable
{
    private readonly DaemonParts _parts;
    private readonly ILogger _log;
    private readonly TimestampClient _timestamps = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _loop;

    // Held while one seal is made: the timer and an operator must not seal at one time.
    private readonly SemaphoreSlim _turn = new(1, 1);

    internal SealTimer(DaemonParts parts, ILogger log)
    {
        _parts = parts;
        _log = log;
        _loop = Settings is null ? Task.CompletedTask : LoopAsync();
    }

    private SealSettings? Settings => _parts.Foundation.Settings.Ledger.Seal;

    /// <summary>Seals now. Null where no e-certificate is configured, or the seal could not be made.</summary>
    internal async Task<SealEntry?> SealAsync()
    {
        if (Settings is not { } settings)
        {
            return null;
        }

        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            var seal = _parts.Witnesses is { } witnesses
                ? await witnesses.SealAsync(() => SealAsync(settings))
                : await SealAsync(settings);
            _log.LedgerSealed(seal.Origin, seal.Size);
            return seal;
        }
        catch (Exception e) when (e is SettingsFileException or CryptographicException or IOException
            or UnauthorizedAccessException or LedgerUnavailableException)
        {
            _log.SealFailed(e is SettingsFileException file ? file.Message : e.GetType().Name);
            return null;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<SealEntry> SealAsync(SealSettings settings)
    {
        // Read each time: a renewed certificate needs no restart, and the key is in memory for a moment only.
        using var withKey = CertificateFiles.LoadWithKey(settings.Certificate, settings.Key);
        var ledger = DaemonParts.LedgerSettingsOf(_parts.Foundation.Settings);
        var sealing = new LedgerSealing(
            _parts.Ledger, _parts.Disk, ledger, _parts.Foundation.Settings.Ledger.OtherLogs, _parts.Time)
        {
            Timestamp = signature => TimestampAsync(settings, signature),
        };
        return await sealing.SealAsync(
            withKey, _parts.Snapshots.Current.EntryContext(), CancellationToken.None);
    }

    // A seal without the authority's word is better than none, and that it has none is said.
    private async Task<byte[]> TimestampAsync(SealSettings settings, byte[] signature)
    {
        if (settings.Timestamp is not { } authority)
        {
            return signature;
        }

        var (stamped, why) = await _timestamps.AddAsync(authority, signature, Judge, CancellationToken.None);
        if (stamped is null)
        {
            _log.TimestampFailed(why);
        }

        return stamped ?? signature;
    }

    // A crash between list and signature left both good under two names: the second takes its place now.
    private void Settle()
    {
        try
        {
            LogListFile.Settle(_parts.Disk, _parts.Foundation.Settings.Ledger.Directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log.SealFailed(e.GetType().Name);
        }
    }

    private string? Judge(X509Certificate2 certificate, DateTimeOffset at) =>
        _parts.Snapshots.Current.Trust.Judge(certificate, TrustUse.Timestamp, at) switch
        {
            CertificateVerdict.Trusted => null,
            CertificateVerdict.Distrusted no => $"{no.Code}: {no.Detail}",
            _ => "no verdict",
        };

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _loop;
        if (_parts.Ledger.IsAvailable)
        {
            await SealAsync();
        }

        _end.Dispose();
        _timestamps.Dispose();
        _turn.Dispose();
    }

    private async Task LoopAsync()
    {
        Settle();
        try
        {
            using var timer = new PeriodicTimer(_parts.Foundation.Settings.Ledger.SealInterval, _parts.Time);
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                await SealAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The daemon is stopping, and seals once more.
        }
    }
}
