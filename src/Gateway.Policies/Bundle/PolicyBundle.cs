using System.Collections.Frozen;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Instruments;
using Gateway.Policies.Parties;
using Gateway.Policies.Purposes;
using Gateway.Policies.Routes;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Bundle;

/// <summary>One regular file of a bundle folder: path with '/', relative to the folder, and its exact bytes.</summary>
public sealed record BundleFile(string Path, ReadOnlyMemory<byte> Bytes);

/// <summary>A parsed, lint-clean bundle. Immutable: swapped as a snapshot.</summary>
/// <param name="Digest">Lower-case hex of the bundle digest (FORMATS.md 1).</param>
/// <param name="Instruments">
/// In ordinal file, then document, order: the first valid one that covers a leg is used.
/// </param>
public sealed record PolicyBundle(
    string Name,
    long Version,
    DateTimeOffset Issued,
    DateTimeOffset Expires,
    string Digest,
    FrozenDictionary<PartyId, Party> Parties,
    FrozenDictionary<OfficerId, Officer> Officers,
    FrozenDictionary<PurposeId, Purpose> Purposes,
    FrozenDictionary<CategoryId, Category> Categories,
    IReadOnlyList<Instrument> Instruments,
    IReadOnlyList<RouteDefinition> Routes)
{
    /// <summary>Every detector of this build, with the bundle's thresholds, and the bundle's own.</summary>
    public IReadOnlyList<DetectorKind> Detectors { get; init; } = DetectorKind.Built;

    /// <summary>How long the ledger's entries are kept at least. Default three years.</summary>
    public RecordRetention KeepRecords { get; init; } = RecordRetention.Least;

    /// <summary>Where each member of the files stands, for checks that come after the reading.</summary>
    public BundleMarks Marks { get; init; } = BundleMarks.None;
}
