namespace Gateway.Ledger.Entries;

/// <summary>
/// Under what an entry was made: the pinned snapshots of its transfer, or those of the daemon for entries of its own.
/// </summary>
/// <param name="Software">Product and version, for example "gateway/0.1.0".</param>
/// <param name="PolicyDigest">Bundle digest, lower-case hex; null while no bundle is in force.</param>
/// <param name="Trust">The trust lists in force, in ordinal order of their names.</param>
public sealed record EntryContext(string Software, string? PolicyDigest, IReadOnlyList<TrustListState> Trust);

/// <summary>One trust list as it was accepted.</summary>
/// <param name="List">Its name, for example "CN".</param>
/// <param name="Sequence">Never falls.</param>
/// <param name="Sha256">Of its exact bytes, lower-case hex.</param>
public sealed record TrustListState(string List, long Sequence, string Sha256);

/// <summary>The bundle that was last put in force: what a rollback is measured against (FORMATS.md 1).</summary>
public sealed record PolicyState(string Name, long Version, string Digest);
