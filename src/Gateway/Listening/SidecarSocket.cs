using System.Net.Sockets;
using System.Runtime.InteropServices;
using Gateway.Settings;

namespace Gateway.Listening;

/// <summary>
/// Makes the Unix socket of a sidecar listener: in a folder nobody else can write to, with its mode set before anybody
/// can connect, and never in place of one that somebody still serves.
/// </summary>
internal static partial class SidecarSocket
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode WithGroup = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
    private const UnixFileMode OwnFolder = OwnerOnly | UnixFileMode.UserExecute;
    private const UnixFileMode GroupFolder = OwnFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
    private const uint SameOwner = uint.MaxValue; // chown(2): -1 leaves it as it is

    /// <summary>Bound and not yet listening: until the caller listens, nobody can connect.</summary>
    /// <exception cref="SettingsFileException">It may not, or cannot, stand there.</exception>
    internal static Socket Bind(string path, uint? gid)
    {
        PrepareFolder(Path.GetDirectoryName(path)!, gid);
        RemoveStale(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var isReady = false;
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            GiveTo(path, gid);
            File.SetUnixFileMode(path, gid is null ? OwnerOnly : WithGroup);
            isReady = true;
            return socket;
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsFileException(path, "the socket cannot be made there: look at the folder's modes", e);
        }
        finally
        {
            if (!isReady)
            {
                socket.Dispose();
            }
        }
    }

    // A folder of our own, where there is none: a volume shared with the application is often open to everybody.
    private static void PrepareFolder(string folder, uint? gid)
    {
        try
        {
            if (!Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder, OwnFolder);
                GiveTo(folder, gid);
                File.SetUnixFileMode(folder, gid is null ? OwnFolder : GroupFolder);
            }

            if ((File.GetUnixFileMode(folder) & UnixFileMode.OtherWrite) != 0)
            {
                throw new SettingsFileException(
                    folder, "everybody can write to the socket's folder: take that away, or name a folder below it");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsFileException(folder, "the socket's folder cannot be made or read", e);
        }
    }

    // What a killed daemon left behind refuses connections. Whatever else stands there is not ours to remove.
    private static void RemoveStale(string path)
    {
        var entry = PosixFile.Look(path);
        if (entry is null)
        {
            return;
        }

        if (!entry.IsSocket || entry.Owner != PosixFile.OwnUser)
        {
            throw new SettingsFileException(path, "something that is not our socket stands there: take it away");
        }

        if (IsServed(path))
        {
            throw new SettingsFileException(path, "another process serves this socket: stop it, or name another path");
        }

        File.Delete(path);
    }

    // Without waiting: a process that is alive and busy has a full queue, and is not to be waited for.
    private static bool IsServed(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Blocking = false;
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode != SocketError.ConnectionRefused;
        }
    }

    private static void GiveTo(string path, uint? gid)
    {
        if (gid is { } group && ChangeOwner(path, SameOwner, group) != 0)
        {
            throw new IOException($"chown: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }
    }

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeOwner(string path, uint owner, uint group);
}
