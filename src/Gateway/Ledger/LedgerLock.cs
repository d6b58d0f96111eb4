using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Ledger;

/// <summary>LOCK: one daemon per folder. The lock is the kernel's and goes with the process, however that ends.</summary>
internal sealed class LedgerLock : IDisposable
{
    private readonly SafeFileHandle _file;

    private LedgerLock(SafeFileHandle file) => _file = file;

    internal static LedgerLock Take(string folder)
    {
        var path = Path.Combine(folder, "LOCK");
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (!PosixDisk.TryLock(file))
        {
            file.Dispose();
            throw new LedgerStopException($"another process holds '{path}': a ledger has one daemon");
        }

        // For people only; the lock is what counts.
        RandomAccess.SetLength(file, 0);
        RandomAccess.Write(file, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n")), 0);
        return new LedgerLock(file);
    }

    public void Dispose() => _file.Dispose();
}
