using System.IO.Enumeration;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.Policies.Bundle;

namespace Gateway.Permit;

/// <summary>
/// Reads a bundle folder from disk: every regular file once, so that what is digested is what is parsed.
/// </summary>
internal static class BundleFolder
{
    internal const string SignatureFile = BundleDigest.SignatureFile;

    /// <summary>Code of the fault that there is no such folder.</summary>
    internal const string NoFolder = "bundle.folder";

    private const int MaxFileBytes = 16 * 1024 * 1024;

    /// <summary>
    /// The files in no particular order; faults for what a bundle may not hold. Null: no such folder.
    /// </summary>
    internal static IReadOnlyList<BundleFile>? Read(string folder, ICollection<Fault> faults)
    {
        if (!Directory.Exists(folder))
        {
            faults.Add(new Fault(
                Path.GetFileName(folder), 0, 0, "$", NoFolder, "the bundle's folder does not exist"));
            return null;
        }

        var files = new List<BundleFile>();
        foreach (var entry in Entries(folder))
        {
            var path = Path.GetRelativePath(folder, entry.FullName);
            if (entry.LinkTarget is not null)
            {
                faults.Add(new Fault(
                    path,
                    0,
                    0,
                    "$",
                    "bundle.symlink",
                    "a symbolic link may not stand in a bundle: put the file itself"));
            }
            else if (entry is FileInfo && PosixFile.Look(entry.FullName) is { IsRegular: false })
            {
                // Nobody may write into a pipe for as long as it is read.
                faults.Add(new Fault(
                    path,
                    0,
                    0,
                    "$",
                    "bundle.file",
                    "a pipe, a socket or a device may not stand in a bundle: take it out"));
            }
            else if (entry is FileInfo { Length: > MaxFileBytes })
            {
                faults.Add(new Fault(
                    path, 0, 0, "$", "bundle.file_size", $"a file of a bundle has at most {MaxFileBytes} bytes"));
            }
            else if (entry is FileInfo)
            {
                files.Add(new BundleFile(path, File.ReadAllBytes(entry.FullName)));
            }
        }

        return files;
    }

    // Links are told, and never followed: one to a folder above it never ends, and one to '/' reads the machine.
    private static FileSystemEnumerable<FileSystemInfo> Entries(string folder) =>
        new(folder, static (ref FileSystemEntry entry) => entry.ToFileSystemInfo(), RealTree.Everything)
        {
            ShouldRecursePredicate = RealTree.IsFolder,
        };
}
