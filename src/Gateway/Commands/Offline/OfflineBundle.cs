using Gateway.Permit;
using Gateway.Policies;
using Gateway.Policies.Bundle;

namespace Gateway.Commands.Offline;

/// <summary>A bundle for commands without a daemon: unsigned or expired is a warning on stderr, not a fault.</summary>
internal static class OfflineBundle
{
    /// <summary>The bundle; null when a fault stands in its way. Adds every fault and warning.</summary>
    internal static PolicyBundle? Read(string folder, TimeProvider time, List<Fault> faults)
    {
        var bundle = ReadAll(folder, time, faults)?.Bundle;
        return faults.Exists(fault => !fault.IsWarning) ? null : bundle;
    }

    /// <summary>
    /// Adds every fault and warning, those of controls that this build does not enforce too: also where other faults
    /// keep the bundle from being read whole.
    /// </summary>
    internal static void Check(string folder, TimeProvider time, List<Fault> faults)
    {
        if (ReadAll(folder, time, faults) is { } reading && (reading.Bundle ?? reading.Readable) is { } readable)
        {
            faults.AddRange(EnforcementCheck.Check(readable));
        }
    }

    private static BundleReading? ReadAll(string folder, TimeProvider time, List<Fault> faults)
    {
        if (BundleFolder.Read(folder, faults) is not { } files)
        {
            return null;
        }

        var reading = BundleReader.ReadOffline(files);
        faults.AddRange(reading.Faults);
        if (!files.Any(file => file.Path == BundleFolder.SignatureFile))
        {
            faults.Add(Warning("bundle.unsigned", "the bundle is not signed: 'gateway policy sign' signs it"));
        }

        // A bundle without a header (version 0) has no dates to be late for.
        if (reading.Bundle is { Version: > 0 } bundle && bundle.Expires <= time.GetUtcNow())
        {
            faults.Add(Warning("bundle.expired", "the bundle has expired: issue a new version"));
        }

        return reading;
    }

    private static Fault Warning(string code, string message) =>
        new("bundle", 0, 0, "bundle", code, message) { IsWarning = true };
}
