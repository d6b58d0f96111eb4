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

    /// <exception cref="IOException">It cannot be kept, or is another bundle by now.</exception>
    /// <summary>
    /// Replaces the copy by the folder's files, through a folder beside it that is renamed into place.
    /// </summary>
    internal void Keep(string bundleFolder, string digest)
    {
        if (Read()?.Digest == digest)
        {
            return;
        }

        // Read again, so it may be another bundle by now: one that was never accepted is not kept as if it were.
        var files = Permit.BundleFolder.Read(bundleFolder, new List<Fault>()) ?? [];
        if (BundleReader.Read(files).Bundle?.Digest != digest)
        {
            throw new IOException("the bundle changed while it was put in force");
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
