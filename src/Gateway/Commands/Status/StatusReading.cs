using System.Collections;
using Gateway.Audit.Taps;
using Gateway.Commands.Run;
using Gateway.Ledger;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Notes;
using Gateway.Policies;
using Gateway.Settings;
using Gateway.Stamping;
using Gateway.State;
using Gateway.Trust;

namespace Gateway.Commands.Status;

/// <summary>
/// Looks at everything an operator would look at: the files the daemon reads, its ledger, its lock, its probe. Changes
/// nothing, and needs no running daemon.
/// </summary>
internal static class StatusReading
{
    internal static async Task<StatusView> ReadAsync(
        string configFile,
        IDictionary environment,
        TimeSpan within,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var view = new StatusView(configFile, time.GetUtcNow(), within);
        var faults = new List<Fault>();
        if (Foundation.ReadAll(configFile, environment, faults) is not { IsValid: true } read)
        {
            return view with { Faults = faults };
        }

        var settings = read.Settings;
        faults.Clear();
        Foundation.Read(configFile, environment, AcceptedState.None, time, faults)?.Dispose();
        view = view with { Settings = settings, Faults = [.. faults.Where(fault => !fault.IsWarning)] };
        view = ReadLedger(ReadFiles(view, read, time), settings);
        return view.Ledger is { IsHeld: true }
            ? view with { Probe = await ProbeClient.AskAsync(settings, cancellationToken) }
            : view;
    }

    // Each thing by itself: what has run out is told with its date, and hides nothing of the rest.
    private static StatusView ReadFiles(StatusView view, ReadSettings read, TimeProvider time)
    {
        var settings = read.Settings;
        var reading = new FoundationReading(settings, read.Places, Pins.Read(settings, read.Places, []), time);
        var expiries = new List<Expiry>();
        using var keys = KeyRing.Read(settings.Keys.File, []) ?? KeyRing.Empty();
        expiries.AddRange(ExpiriesOf.Keys(keys, settings.Keys.File));
        expiries.AddRange(ExpiriesOf.CertificateFiles(settings));
        foreach (var endorsement in new[] { settings.Stamping.Endorsement, settings.Ledger.Endorsement })
        {
            expiries.AddRange(ReadEndorsement(endorsement) is { } signed
                ? ExpiriesOf.Endorsement(signed, endorsement)
                : []);
        }

        // Of a bundle with faults in its files only parts are there, and those have no version.
        var bundle = reading.ReadBundle(AcceptedState.None).Readable is { Version: > 0 } whole ? whole : null;
        expiries.AddRange(bundle is null ? [] : ExpiriesOf.Bundle(bundle, settings.Policy.Folder));
        var trust = reading.ReadTrust(AcceptedState.None, []);
        var lists = trust?.Sources ?? [.. settings.Trust.Lists.Select(ReadDates).OfType<TrustList>()];
        expiries.AddRange(trust is null
            ? lists.Select(list => ExpiriesOf.TrustList(list, settings.Trust))
            : ExpiriesOf.Trust(trust, settings.Trust));
        return view with
        {
            Bundle = bundle,
            TrustLists = lists,
            WithoutRevocation = trust?.EntriesWithoutRevocation() ?? [],
            Expiries = Expiries.Sorted(expiries),
            Observed = new ObservedFile(settings.State.Directory).Read() is [.., var newest] ? newest : null,
            IsStopped = Directory.Exists(settings.State.Directory)
                && new StopSwitch(settings.State.Directory).IsEngaged,
        };
    }

    private static SignedEndorsement? ReadEndorsement(string file)
    {
        try
        {
            return new SignedEndorsement(File.ReadAllBytes(file), default);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Its dates alone, of a list that is not accepted: stale is the usual reason, and then they are what matters.
    private static TrustList? ReadDates(TrustListSettings list)
    {
        try
        {
            return TrustListParser.Parse(File.ReadAllBytes(list.File), Path.GetFileName(list.File), []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static StatusView ReadLedger(StatusView view, GatewaySettings settings)
    {
        var folder = settings.Ledger.Directory;
        try
        {
            var glance = LedgerGlance.At(folder);
            return view with
            {
                Ledger = glance,
                Anchor = Checkpoint.ClaimedBy(File.Exists(settings.Ledger.Anchor)
                    ? File.ReadAllBytes(settings.Ledger.Anchor)
                    : []),
                Process = glance.IsHeld ? LedgerLock.HolderOf(folder) : null,
                Taps = [.. settings.Audit.Taps.Select(tap => TapProgress.Read(tap, settings))],
                FreeBytes = Directory.Exists(folder) ? new PosixDisk().FreeBytes(folder) : null,
                Witnessed = WitnessedHead.In(folder, settings.Ledger.Witnesses),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return view;
        }
    }
}
