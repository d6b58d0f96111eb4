using Gateway.Ledger;
using Gateway.Ledger.Inspection;
using Gateway.Settings;

namespace Gateway.Audit.Taps;

/// <summary>How far a tap's receiver got, from its cursor and the ledger's folder: with or without a daemon.</summary>
/// <param name="Next">The first entry it does not have; null where that cannot be told.</param>
/// <param name="LagEntries">Published entries that it does not have.</param>
/// <param name="PendingSince">Time of the oldest of them; null where there is none, or it cannot be read.</param>
internal sealed record TapProgress(TapSettings Tap, LedgerCursor? Next, long LagEntries, DateTimeOffset? PendingSince)
{
    internal static TapProgress Read(TapSettings tap, GatewaySettings settings)
    {
        var entries = new PublishedEntries(settings.Ledger.Directory);
        try
        {
            var kept = new TapCursor(settings.State.Directory, tap.Name, new PosixDisk()).Read();
            if (kept?.Origin == settings.Ledger.Origin && !kept.IsOf(entries))
            {
                return new TapProgress(tap, null, 0, null);
            }

            var next = kept is null ? tap.From
                : kept.Origin == settings.Ledger.Origin ? kept.Next
                : LedgerCursor.Start;
            var oldest = entries.From(next, CancellationToken.None).FirstOrDefault();
            return new TapProgress(
                tap,
                next,
                entries.CountFrom(next),
                oldest is null ? null : EntryOutline.Of(oldest.Bytes)?.Time);
        }
        catch (Exception e) when (e is TapException or LedgerUnreadableException or IOException
            or UnauthorizedAccessException)
        {
            return new TapProgress(tap, null, 0, null);
        }
    }
}
