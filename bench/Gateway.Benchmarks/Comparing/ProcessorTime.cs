using System.Runtime.InteropServices;

namespace Gateway.Benchmarks.Comparing;

/// <summary>
/// What the processor did, not what the clock says: on a shared machine the clock counts the neighbours too. All
/// threads are in it, so that a collector that runs beside is paid for.
/// </summary>
internal static partial class ProcessorTime
{
    private const int Children = -1;
    private const int Fields = 18;

    /// <summary>Nanoseconds of this process so far.</summary>
    internal static double Own => Environment.CpuUsage.TotalTime.TotalNanoseconds;

    /// <summary>Nanoseconds of all child processes that have ended (getrusage(2)).</summary>
    internal static double OfChildren()
    {
        // Two times of seconds and microseconds come first: user, system.
        Span<long> usage = stackalloc long[Fields];
        return GetResourceUsage(Children, ref usage[0]) == 0
            ? (1e9 * (usage[0] + usage[2])) + (1e3 * (usage[1] + usage[3]))
            : throw new InvalidOperationException("the time of child processes cannot be read");
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetResourceUsage(int who, ref long usage);
}
