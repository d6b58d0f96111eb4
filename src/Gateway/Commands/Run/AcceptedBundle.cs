using Gateway.Policies;
using Gateway.Policies.Bundle;

namespace Gateway.Commands.Run;

/// <summary>
/// A copy of the bundle that was last put in force, kept in the state directory: after a restart a candidate is still
/// held against it, so that a pinned category cannot be widened by stopping the daemon in between.
/// </summary>
internal sealed class AcceptedBundle(string stateDirectory)
{
    private readonly string _folder = Path.Combine(stateDirectory, "accepted-bundle");

    /// <summary>
    /// The kept bundle; null where there is none or it cannot be read, which the ledger's rollback rule covers.
    /// </summary>
    internal PolicyBundle? Read()
    {
        var faults = new List<Fault>();
        return Directory.Exists(_folder) && Permit.BundleFolder.Read(_folder, faults) is { } files
            ? BundleReader.Read(files).Bundle
            : null;
    }

    /// <summary>
    /// Replaces the copy by these files, which are those that were checked, whatever the bundle's folder holds by now;
    /// through a folder beside it that is renamed into place.
    /// </summary>
    /// <exception cref="IOException">It cannot be kept.</exception>
    internal void Keep(IReadOnlyList<BundleFile> files, string digest)
    {
        if (Read()?.Digest == digest)
        {
            return;
        }

        var next = _folder + ".next";
        Delete(next);
        foreach (var file in files)
        {
            var target = Path.Combine(next, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, file.Bytes.Span);
        }

        Delete(_folder);
        Directory.Move(next, _folder);
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
