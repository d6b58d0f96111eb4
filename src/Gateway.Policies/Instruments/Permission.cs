using System.Diagnostics.CodeAnalysis;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Parties;
using Gateway.Policies.Purposes;

namespace Gateway.Policies.Instruments;

/// <summary>Why one leg may cross: what it carries, for what, from whom to whom, under which instrument.</summary>
/// <param name="Exporter">The party on the side the leg leaves from; a branch itself, not its legal entity.</param>
[SuppressMessage("Naming", "CA1711", Justification = "the word of the house; code access security is gone")]
public sealed record Permission(
    Category Category,
    Purpose Purpose,
    Instrument Instrument,
    Party Exporter,
    Party Recipient,
    Direction Direction);
