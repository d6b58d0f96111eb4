using Gateway.Policies.Catalogue;
using Gateway.Policies.Parties;
using Gateway.Policies.Purposes;

namespace Gateway.Policies.Instruments;

/// <summary>
/// The legal mechanisms (facts: PIPL 38, the 2024 provisions on cross-border flows, the GBA contracts).
/// </summary>
public enum Mechanism
{
    Assess,
    Scc,
    Cert,
    GbaHk,
    GbaMo,
    Ex3,
    Ex4,
    Ex51,
    Ex52,
    Ex53,
    Ex54,
    Ex6,
    Duty,
    HkOut,
}

/// <summary>The legal mechanism on file for a pair of parties.</summary>
/// <param name="Categories">Pinned: id and the version the instrument was made for.</param>
/// <param name="Effective">First day it holds (UTC date).</param>
/// <param name="ValidTo">Last day it holds (UTC date); null where the mechanism has no end.</param>
public sealed record Instrument(
    InstrumentId Id,
    Mechanism Mechanism,
    PartyId Exporter,
    PartyId Recipient,
    IReadOnlyList<PinnedCategory> Categories,
    IReadOnlyList<PurposeId> Purposes,
    Envelope? Envelope,
    DateOnly Effective,
    DateOnly? ValidTo,
    IReadOnlyList<Filing> Filings,
    ImpactAssessment? Pia,
    VolumeCap VolumeCap,
    Mark Mark);

/// <summary>A category in the version an instrument covers, written "BK.cdd@3".</summary>
public sealed record PinnedCategory(CategoryId Id, int Version);

/// <summary>What the instrument was approved or filed for.</summary>
public sealed record Envelope(
    string? Means, long? Scale, string? Retention, string? StoragePlace, IReadOnlyList<string> SubRecipients);

/// <summary>One side's filing. Before <paramref name="Due"/> the number may still be missing.</summary>
public sealed record Filing(Zone Zone, string? Number, DateOnly? Date, DateOnly? Due);

/// <summary>The personal information protection impact assessment (PIPL 55).</summary>
public sealed record ImpactAssessment(string Id, DateOnly Date);

/// <summary>Which volume cap holds: the national thresholds, none (waived), or a number of persons.</summary>
public sealed record VolumeCap(VolumeCapKind Kind, long? Persons);

/// <summary>The kinds of volume cap.</summary>
public enum VolumeCapKind
{
    National,
    Waived,
    Number,
}
