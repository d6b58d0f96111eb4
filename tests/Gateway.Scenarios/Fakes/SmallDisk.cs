using System.Diagnostics;

namespace Gateway.Scenarios.Fakes;

/// <summary>
/// A volume of a few MiB that is really full when it is full: tmpfs, mounted over a folder. Mounted as root; where that
/// is not allowed, in a user and mount namespace of its own, which a process holds open and the daemon enters. Where
/// neither is allowed there is none.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;
    private readonly Process? _holder;

    private SmallDisk(string folder, Process? holder)
    {
        _folder = folder;
        _holder = holder;
    }

    /// <summary>What the daemon's command is put behind, so that it sees the volume; may be empty.</summary>
    internal string Enter => _holder is { } holder
        ? $"nsenter --target {holder.Id} --user --mount --preserve-credentials "
        : "";

    /// <summary>The volume as this process sees it.</summary>
    internal string Folder => _holder is { } holder ? $"/proc/{holder.Id}/root{_folder}" : _folder;

    /// <summary>Null, with the reason, where no volume can be mounted.</summary>
    internal static SmallDisk? Mount(string folder, int mebibytes, out string reason)
    {
        Directory.CreateDirectory(folder);
        var mount = $"mount -t tmpfs -o size={mebibytes}m,mode=0700 tmpfs '{folder}'";
        if (Run(mount, out var said))
        {
            reason = "";
            return new SmallDisk(folder, null);
        }

        var holder = Start("unshare --user --map-root-user --mount /bin/bash -c "
            + $"\"{mount.Replace('\'', ' ')} && echo mounted && exec sleep infinity\"");
        if (holder.StandardOutput.ReadLine() == "mounted")
        {
            reason = "";
            return new SmallDisk(folder, holder);
        }

        reason = $"no volume can be mounted here: {said.Trim()}; {holder.StandardError.ReadToEnd().Trim()}";
        holder.Dispose();
        return null;
    }

    /// <summary>Makes the volume larger: what an operator does.</summary>
    internal void Grow(int mebibytes) =>
        Assert.True(Run($"{Enter}mount -o remount,size={mebibytes}m '{_folder}'", out var said), said);

    public void Dispose()
    {
        if (_holder is { } holder)
        {
            holder.Kill();
            holder.WaitForExit();
            holder.Dispose();
        }
        else
        {
            Assert.True(Run($"umount '{_folder}'", out var said), said);
        }
    }

    private static bool Run(string command, out string said)
    {
        using var process = Start(command);
        said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static Process Start(string command)
    {
        var start = new ProcessStartInfo("/bin/bash") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec " + command);
        return Process.Start(start) ?? throw new InvalidOperationException("no shell");
    }
}
