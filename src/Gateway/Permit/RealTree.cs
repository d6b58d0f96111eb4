using System.IO.Enumeration;

namespace Gateway.Permit;

/// <summary>How a folder is gone through without following links: the tree as it lies there, which ends.</summary>
internal static class RealTree
{
    /// <summary>Hidden files too; what cannot be listed is an exception, not a gap.</summary>
    internal static EnumerationOptions Everything { get; } = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = false,
        AttributesToSkip = 0,
    };

    /// <summary>A folder itself, and no link to one.</summary>
    internal static bool IsFolder(ref FileSystemEntry entry) =>
        entry.IsDirectory && (entry.Attributes & FileAttributes.ReparsePoint) == 0;
}
