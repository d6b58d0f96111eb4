namespace Gateway.Ledger;

/// <summary>What the ledger needs to know. The lead's "Ledger" section is checked before it becomes this.</summary>
/// <param name="Folder">The ledger folder (FORMATS.md 5); made where it is missing.</param>
/// <param name="Origin">Name of the log without the year; never changes. No white space, no '+'.</param>
/// <param name="Software">Product and version for entries of the ledger's own.</param>
internal sealed record LedgerSettings(string Folder, string Origin, string Software)
{
    /// <summary>
    /// Where the last published head is kept, on another volume; null: no anchor, a restored copy passes.
    /// </summary>
    internal string? AnchorFile { get; init; }

    /// <summary>Size of one preallocated WAL segment. Default 16 MiB.</summary>
    internal int SegmentBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How much may wait in the WAL for publication before appends are refused. Default 512 MiB.</summary>
    internal long WalBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>Room, in the WAL and on its volume, that strangers may not use. Default 64 MiB.</summary>
    internal long ReserveBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>How long published state may lag behind. Default 250 ms.</summary>
    internal TimeSpan PublishDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a write may take; one that does not come back stops the ledger. Default 30 s.</summary>
    internal TimeSpan AppendTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a tick entry says that the log lives. Default 60 s.</summary>
    internal TimeSpan TickInterval { get; init; } = TimeSpan.FromSeconds(60);

    internal string WalFolder => Path.Combine(Folder, "wal");

    internal string SideFolder => Path.Combine(Folder, "side");

    internal string KeysFolder => Path.Combine(Folder, "keys");
}
