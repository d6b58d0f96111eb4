using Gateway.Ledger.Inspection;
using Gateway.Ledger.Notes;
using Gateway.Policies;
using Gateway.Settings;
using Gateway.State;

namespace Gateway.Commands.Status;

/// <summary>From what is there to what is wrong with it, the most urgent first.</summary>
internal static class StatusFindings
{
    // Below this the ledger's write-ahead log, 512 MiB at most, may not find room any more.
    private const long LeastFreeBytes = 1024L * 1024 * 1024;

    // A receiver may be restarted, a connection may break: beyond this somebody must look.
    private static readonly TimeSpan TapDelay = TimeSpan.FromMinutes(5);

    // Told by their dates, with the remedy for that kind.
    private static readonly HashSet<string> ToldByDate =
        new(StringComparer.Ordinal) { "trust.stale", "bundle.expired" };

    internal static IReadOnlyList<Finding> Of(StatusView view) =>
    [
        .. OfDaemon(view)
            .Concat(OfLedger(view))
            .Concat(OfTaps(view))
            .Concat(OfFaults(view))
            .Concat(view.WithoutRevocation.Select(entry => new Finding(
                Urgency.Wrong, "crl-missing", entry, null, StatusWords.NoCrl(entry), StatusRemedies.Of("crl"))))
            .Concat(OfExpiries(view))
            .OrderBy(finding => finding.Urgency)
            .ThenBy(finding => finding.At ?? DateTimeOffset.MinValue),
    ];

    private static IEnumerable<Finding> OfDaemon(StatusView view)
    {
        if (view.Settings is not { } settings)
        {
            yield break;
        }

        if (view.Ledger is { IsHeld: false })
        {
            var folder = settings.Ledger.Directory;
            yield return Now("not-running", folder, StatusWords.NotRunning, StatusRemedies.Start(view));
        }

        if (view.IsStopped)
        {
            var file = Path.Combine(settings.State.Directory, "stop");
            yield return Now("stopped", file, StatusWords.Stopped, StatusRemedies.Remove(file));
        }

        if (view.Probe is { IsHealthy: false })
        {
            yield return Now("not-answering", "/healthz", StatusWords.NotAnswering, StatusRemedies.Restart);
        }
        else if (view.Probe is { IsReady: false, Words: var words } && !view.IsStopped)
        {
            yield return Now("not-ready", "/readyz", StatusWords.NotReady(words), StatusRemedies.Ready);
        }
    }

    private static IEnumerable<Finding> OfLedger(StatusView view)
    {
        if (view.Settings is not { } settings)
        {
            yield break;
        }

        if (view.Ledger is not { } ledger)
        {
            var folder = settings.Ledger.Directory;
            yield return Now("ledger-unreadable", folder, StatusWords.LedgerUnreadable, StatusRemedies.Access(folder));
            yield break;
        }

        if (ledger.IsHeld && IsSilent(ledger, settings, view.Now))
        {
            yield return Now("silent", ledger.Origin, StatusWords.Silent(ledger.LastEntryAt), StatusRemedies.Restart);
        }

        if (ledger.Size > 0 && !File.Exists(settings.Ledger.Anchor))
        {
            yield return new Finding(
                Urgency.Wrong,
                "anchor-missing",
                settings.Ledger.Anchor,
                null,
                StatusWords.AnchorMissing(settings.Ledger.Anchor),
                StatusRemedies.Anchor);
        }

        if (view.Anchor is { } anchor && IsBehind(ledger, anchor))
        {
            yield return new Finding(
                Urgency.Wrong,
                "anchor-ahead",
                settings.Ledger.Directory,
                null,
                StatusWords.AnchorAhead(anchor.Origin, anchor.Size),
                StatusRemedies.NewestCopy);
        }

        if (ledger.IsHeld && settings.Ledger.Witnesses is { } asked && IsUnwitnessed(view.Witnessed, asked, view.Now))
        {
            yield return new Finding(
                Urgency.Wrong,
                "no-quorum",
                ledger.Origin,
                null,
                StatusWords.NoQuorum(asked.Quorum, view.Witnessed?.At),
                StatusRemedies.Witnesses);
        }

        if (view.FreeBytes < LeastFreeBytes)
        {
            yield return new Finding(
                Urgency.Wrong,
                "disk",
                settings.Ledger.Directory,
                null,
                StatusWords.DiskFull(view.FreeBytes.Value),
                StatusRemedies.Disk);
        }
    }

    // As the start will judge it. Of a running daemon the head may have moved on since the ledger was looked at.
    private static bool IsBehind(LedgerGlance ledger, Checkpoint anchor) =>
        !ledger.IsHeld && anchor.Size > 0 && string.CompareOrdinal(anchor.Origin, ledger.Origin) switch
        {
            0 when anchor.Size == ledger.Size => Convert.ToHexStringLower(anchor.Root.Span) != ledger.Root,
            0 => anchor.Size > ledger.Size,
            var later => later > 0,
        };

    // A daemon writes a tick whatever happens: three that are missing are no delay.
    private static bool IsSilent(LedgerGlance ledger, GatewaySettings settings, DateTimeOffset now) =>
        ledger.LastEntryAt is { } last && now - last > (settings.Ledger.TickInterval * 3) + TimeSpan.FromSeconds(10);

    private static IEnumerable<Finding> OfTaps(StatusView view) => view.Taps
        .Where(tap => tap.Next is null || view.Now - tap.PendingSince > TapDelay)
        .Select(tap => new Finding(
            Urgency.Wrong,
            tap.Next is null ? "tap-cursor" : "tap-behind",
            tap.Tap.Name,
            null,
            tap.Next is null ? StatusWords.TapLost(tap.Tap.Name) : StatusWords.TapBehind(tap),
            StatusRemedies.Tap));

    // A round that is late is no alarm; three are.
    private static bool IsUnwitnessed(WitnessedHead? seen, CosigningSettings asked, DateTimeOffset now) =>
        seen?.At is not { } at || now - at > ((asked.Interval + asked.Timeout) * 3) + TimeSpan.FromSeconds(10);

    private static IEnumerable<Finding> OfFaults(StatusView view) => view.Faults
        .Where(fault => !ToldByDate.Contains(fault.Code))
        .Select(fault => new Finding(
            view.Settings is null ? Urgency.Now : Urgency.Wrong,
            fault.Code,
            fault.File,
            null,
            new Titles(
                fault.ToString(),
                FaultReport.Line(fault, Language.SimplifiedChinese),
                FaultReport.Line(fault, Language.TraditionalChinese)),
            StatusRemedies.Check(view)));

    private static IEnumerable<Finding> OfExpiries(StatusView view) => view.Expiries
        .Select(expiry => (Expiry: expiry, Level: expiry.LevelAt(view.Now, view.Within)))
        .Where(each => each.Level != ExpiryLevel.Ok)
        .Select(each => new Finding(
            each.Level == ExpiryLevel.Expired ? Urgency.Wrong : Urgency.Soon,
            each.Level == ExpiryLevel.Expired ? "expired" : "expires",
            $"{each.Expiry.Kind} {each.Expiry.Id}",
            each.Expiry.NotAfter,
            StatusWords.Expiry(each.Expiry, each.Level, view.Now),
            StatusRemedies.Of(each.Expiry.Kind)));

    private static Finding Now(string code, string subject, Titles what, Titles remedy) =>
        new(Urgency.Now, code, subject, null, what, remedy);
}
