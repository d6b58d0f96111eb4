using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Ledger;

/// <summary>
/// LOCK: one daemon per folder. The lock is the kernel's and goes with the process, however that ends.
/// </summary>
internal sealed class LedgerLock : IDisposable
{
    private const string Name = "LOCK";

    private readonly SafeFileHandle _file;

    private LedgerLock(SafeFileHandle file) => _file = file;

    /// <param name="rule">What is said to a second process.</param>
    internal static LedgerLock Take(string folder, string rule = "a ledger has one daemon")
    {
        var path = Path.Combine(folder, Name);
        var file = PosixDisk.OpenForLock(path);
        if (!PosixDisk.TryLock(file))
        {
            file.Dispose();
            throw new LedgerStopException($"another process holds '{path}': {rule}");
        }

        // For people only; the lock is what counts.
        RandomAccess.SetLength(file, 0);
        RandomAccess.Write(file,
            Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n")), 0);
        return new LedgerLock(file);
    }

    /// <summary>True while a daemon holds the folder.</summary>
    internal static bool IsTaken(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
        {
            return false;
        }

        using var file = PosixDisk.OpenToAsk(path);
        return !PosixDisk.TryLock(file);
    }

    /// <summary>The process id that the daemon wrote there, for people; null where there is none.</summary>
    internal static int? HolderOf(string folder)
    {
        // Not by the framework's own open, which wants a lock too.
        using var file = PosixDisk.OpenToAsk(Path.Combine(folder, Name));
        Span<byte> text = stackalloc byte[16];
        var length = RandomAccess.Read(file, text, 0);
        var digits = text[..length].TrimEnd((byte)'\n');
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;
    }

    public void Dispose()
    {
        if (!_file.IsClosed)
        {
            PosixDisk.Unlock(_file);
        }

        _file.Dispose();
    }
}
