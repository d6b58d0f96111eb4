using Gateway.Permit;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Instruments;

namespace Gateway.Commands.Offline;

/// <summary>A bundle for commands without a daemon: unsigned or expired is a warning on stderr, not a fault.</summary>
internal static class OfflineBundle
{
    /// <summary>The bundle; null when a fault stands in its way. Adds every fault and warning.</summary>
    internal static PolicyBundle? Read(string folder, TimeProvider time, List<Fault> faults) =>
        Read(folder, time, faults, out _);

    /// <summary>The same, with the files it was read from.</summary>
    internal static PolicyBundle? Read(
        string folder, TimeProvider time, List<Fault> faults, out IReadOnlyList<BundleFile> files)
    {
        var bundle = ReadAll(folder, time, faults, out files)?.Bundle;
        return faults.Exists(fault => !fault.IsWarning) ? null : bundle;
    }

    /// <summary>
    /// Adds every fault and warning, those of controls that this build does not enforce too: also where other faults
    /// keep the bundle from being read whole.
    /// </summary>
    internal static void Check(string folder, TimeProvider time, List<Fault> faults)
    {
        if (ReadAll(folder, time, faults, out _) is { } reading && (reading.Bundle ?? reading.Readable) is { } readable)
        {
            faults.AddRange(EnforcementCheck.Check(readable));
            faults.AddRange(InstrumentOutlook.Check(readable, time.GetUtcNow()));
        }
    }

    private static BundleReading? ReadAll(
        string folder, TimeProvider time, List<Fault> faults, out IReadOnlyList<BundleFile> files)
    {
        files = BundleFolder.Read(folder, faults) ?? [];
        if (faults.Exists(fault => fault.Code == BundleFolder.NoFolder))
        {
            return null;
        }

        // A folder of something else would be valid for want of anything that is wrong.
        if (files.Count == 0)
        {
            faults.Add(new Fault(
                "bundle", 0, 0, "bundle", "bundle.empty", "the folder has no files: is it the bundle's?"));
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

    /// <summary>The category of that id; null, with a fault that names those there are.</summary>
    internal static Category? Find(PolicyBundle bundle, string category, List<Fault> faults)
    {
        if (CategoryId.TryParse(category, out var id) && bundle.Categories.TryGetValue(id, out var found))
        {
            return found;
        }

        var known = string.Join(
            ", ", bundle.Categories.Keys.Select(key => key.ToString()).Order(StringComparer.Ordinal));
        faults.Add(new Fault(
            "bundle", 0, 0, "categories", "category.unknown", $"no category '{category}'; there are: {known}"));
        return null;
    }

    private static Fault Warning(string code, string message) =>
        new("bundle", 0, 0, "bundle", code, message) { IsWarning = true };
}
