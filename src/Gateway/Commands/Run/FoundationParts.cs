using Gateway.Listening;
using Gateway.Permit;
using Gateway.Policies;
using Gateway.Settings;
using Gateway.Stamping;
using Gateway.Trust;

namespace Gateway.Commands.Run;

/// <summary>The parts of a foundation as they are read, until they are put together or thrown away.</summary>
internal sealed class FoundationParts(
    GatewaySettings settings, SettingsPlaces places, Pins pins, AcceptedState accepted, TimeProvider time)
    : IDisposable
{
    private readonly FoundationReading _reading = new(settings, places, pins, time);

    internal TrustSnapshot? Trust { get; private set; }

    internal KeyRing? Secrets { get; private set; }

    internal EndorsedKeys? Endorsed { get; private set; }

    internal TlsIdentities? Tls { get; private set; }

    internal BundleCandidate? Bundle { get; private set; }

    // Of lists whose settings have faults nothing is known, and what hangs on them would be told wrongly.
    private bool HasAllLists => settings.Trust.Crls.Length > 0 && pins.Lists.Count == settings.Trust.Lists.Count;

    /// <summary>Reads all of them, whatever is wrong with the others. Null where any fault was found.</summary>
    internal PinnedSnapshots? Read(List<Fault> faults)
    {
        var before = faults.Count(fault => !fault.IsWarning);

        // The bundle asks nothing of the others: read beside them, it is a tenth of a start less.
        var bundle = settings.Policy.Folder.Length > 0 ? Task.Run(() => _reading.ReadBundle(accepted)) : null;
        Trust = pins.Lists.Count > 0 ? _reading.ReadTrust(accepted, faults) : null;
        Secrets = settings.Keys.File.Length > 0 ? _reading.ReadSecrets(faults) : null;
        Endorsed = _reading.ReadEndorsed(faults);
        Tls = TlsIdentities.Read(settings, places, faults);
        Bundle = bundle?.GetAwaiter().GetResult();
        faults.AddRange(Bundle?.Faults ?? []);
        SealCertificate.Check(settings, places, Trust, time.GetUtcNow(), faults);
        IndexFiles.Check(settings.Audit.Postgres, places, faults);
        TapFiles.Check(settings.Audit, Bundle?.Readable, places, faults);
        var policy = Join(faults);
        return faults.Count(fault => !fault.IsWarning) == before
            && (policy, Trust, Secrets, Endorsed, Tls) is ({ }, { }, { }, { }, { })
            ? new PinnedSnapshots(policy, Trust, Secrets, Endorsed, Tls)
            : null;
    }

    public void Dispose()
    {
        Secrets?.Dispose();
        Endorsed?.Dispose();
    }

    // What hangs on two of them, as far as both can be read.
    private PolicySnapshot? Join(List<Fault> faults)
    {
        PolicySnapshot? policy = null;
        if (Secrets is { } secrets && Bundle is { } candidate)
        {
            if (candidate.Bundle is { } bundle)
            {
                policy = _reading.Compile(bundle, secrets, faults);
            }
            else if (candidate.Readable is { } readable)
            {
                PolicyCompiler.Check(readable, secrets, time.GetUtcNow(), faults);
            }
        }

        if (Endorsed is { } endorsed && Bundle?.Readable is { } routes)
        {
            if (Bundle.Bundle is not null && Trust is { } trust && HasAllLists)
            {
                _reading.CheckEndorsed(endorsed, routes, trust, faults);
            }
            else
            {
                EndorsementFiles.CheckNames(endorsed, settings, routes, faults);
            }
        }

        return policy;
    }
}
