namespace Gateway.Ledger;

/// <summary>
/// The ledger's lines in the operational log: 8000 to 8999. That log may lose lines; the ledger may not.
/// </summary>
internal static partial class LedgerLog
{
    [LoggerMessage(8000, LogLevel.Information,
        "ledger {Origin} opened: {Year} at {Size} entries, {Replayed} from the WAL")]
    internal static partial void Opened(ILogger logger, string origin, int year, long size, long replayed);

    [LoggerMessage(8001, LogLevel.Warning,
        "cut an unfinished batch off {Segment} at {Offset}: {Length} bytes nobody was told of")]
    internal static partial void TornTail(ILogger logger, string segment, int offset, int length);

    [LoggerMessage(8002, LogLevel.Warning,
        "derived state is missing or does not fit: reading all entries up to {Year} again")]
    internal static partial void DerivedAgain(ILogger logger, int year);

    [LoggerMessage(8003, LogLevel.Warning,
        "no anchor is configured: a ledger restored from an old copy would not be noticed")]
    internal static partial void NoAnchor(ILogger logger);

    [LoggerMessage(8004, LogLevel.Critical, "the ledger stopped, nothing leaves any more")]
    internal static partial void Stopped(ILogger logger, Exception reason);

    [LoggerMessage(8005, LogLevel.Information, "ledger {Origin} closed")]
    internal static partial void Closed(ILogger logger, string origin);

    [LoggerMessage(8006, LogLevel.Warning,
        "the clock is behind the last entry ({Last}): nothing leaves until it has caught up")]
    internal static partial void ClockBehind(ILogger logger, DateTimeOffset last);
}
