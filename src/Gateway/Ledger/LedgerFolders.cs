namespace Gateway.Ledger;

/// <summary>The folders a ledger needs before anything is in them, durably.</summary>
internal static class LedgerFolders
{
    internal static void Make(LedgerDisk disk, LedgerSettings settings)
    {
        foreach (var folder in new[] { settings.Folder, settings.WalFolder, settings.SideFolder, settings.KeysFolder })
        {
            disk.CreateFolder(folder);
        }

        disk.FlushFolder(settings.Folder);
        if (ShardFolder.All(settings.Folder).Count == 0
            && Path.GetDirectoryName(Path.GetFullPath(settings.Folder)) is { } parent)
        {
            // A new ledger: its own name is not on the disk before the folder around it was flushed.
            disk.FlushFolder(parent);
        }
    }
}
