using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;

namespace Gateway.Audit.Taps;

/// <summary>One published entry on its way to a receiver.</summary>
/// <param name="Entry">Its place, bytes and leaf hash.</param>
/// <param name="Outline">What it is known by; null where the receiver may not see it.</param>
/// <param name="Json">The event (OCSF), one line of ASCII without the line feed. Valid until the next event.</param>
internal sealed record TapEvent(PublishedEntry Entry, EntryOutline? Outline, ReadOnlyMemory<byte> Json)
{
    /// <summary>"withheld", or the entry's kind.</summary>
    internal string Name => Outline is { } seen ? seen.Kind.Wire() : "withheld";

    /// <summary>Whether somebody should look: what was turned back, and what stops or begins a log anew.</summary>
    internal bool IsNotable => Outline?.Kind
        is EntryKind.Refusal or EntryKind.Hold or EntryKind.EgressStop or EntryKind.Recover or EntryKind.Erase;
}
