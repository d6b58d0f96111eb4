using System.Runtime.InteropServices;

namespace Gateway.Listening;

//
//  Whose file it is, and of what kind
//
//  References:
//
//      statx(2) - struct statx: stx_uid at 20, stx_mode at 28; the same on every architecture
//      inode(7) - S_IFMT, S_IFSOCK, S_IFREG
//
//  .NET tells a file's mode, and neither its owner nor that it is a socket or a pipe.
//

/// <summary>One entry of a folder, itself and not what it may point to.</summary>
internal sealed partial record PosixFile(bool IsSocket, bool IsRegular, uint Owner)
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int NotThroughLinks = 0x100; // AT_SYMLINK_NOFOLLOW
    private const uint TypeAndOwner = 0x1 | 0x8; // STATX_TYPE | STATX_UID
    private const int Size = 256;
    private const int OwnerOffset = 20;
    private const int ModeOffset = 28;
    private const int KindMask = 0xF000; // S_IFMT
    private const int SocketKind = 0xC000; // S_IFSOCK
    private const int RegularKind = 0x8000; // S_IFREG
    private const int NoEntry = 2; // ENOENT

    internal static uint OwnUser => EffectiveUser();

    /// <summary>Null: nothing stands there.</summary>
    /// <exception cref="IOException">It cannot be told.</exception>
    internal static PosixFile? Look(string path)
    {
        Span<byte> found = stackalloc byte[Size];
        if (Status(CurrentFolder, path, NotThroughLinks, TypeAndOwner, ref MemoryMarshal.GetReference(found)) != 0)
        {
            return Marshal.GetLastPInvokeError() == NoEntry
                ? null
                : throw new IOException($"statx: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }

        var owner = MemoryMarshal.Read<uint>(found[OwnerOffset..]);
        var mode = MemoryMarshal.Read<ushort>(found[ModeOffset..]);
        return new PosixFile((mode & KindMask) == SocketKind, (mode & KindMask) == RegularKind, owner);
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Status(int folder, string path, int flags, uint mask, ref byte found);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint EffectiveUser();
}
