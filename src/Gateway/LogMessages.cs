namespace Gateway;

/// <summary>
/// Every event of the operational log, with a stable id and name; docs/formats/log.md says of each when it is written
/// and what to do. The log may lose lines; the ledger may not. None takes a body, a header value or a message of an
/// exception that may quote one. 1000: transfers; 2000: the daemon; 8000: the ledger.
/// </summary>
internal static partial class LogMessages
{
    [LoggerMessage(1001, LogLevel.Information, "transfer {TransferId} {Ending} {Code} with status {Status}")]
    internal static partial void TransferClosed(
        this ILogger log, string transferId, string ending, string code, int status);

    [LoggerMessage(1002, LogLevel.Error, "transfer {TransferId}: the ledger is unavailable; nothing left")]
    internal static partial void LedgerUnavailable(this ILogger log, string transferId);

    [LoggerMessage(1003, LogLevel.Error, "transfer {TransferId}: unexpected {ExceptionType} at {StackTrace}")]
    internal static partial void TransferFault(
        this ILogger log, string transferId, string exceptionType, string stackTrace);

    [LoggerMessage(1004, LogLevel.Information, "officer {Officer} was answered: {Resource}")]
    internal static partial void OperatorAnswered(this ILogger log, string officer, string resource);

    [LoggerMessage(
        1005, LogLevel.Debug, "copy {TransferId} on route '{Route}': {Decision} {Code}; nothing is forwarded")]
    internal static partial void CopyObserved(
        this ILogger log, string transferId, string route, string decision, string code);

    [LoggerMessage(1006, LogLevel.Information, "{Reader} read {Resource}")]
    internal static partial void AuditAnswered(this ILogger log, string reader, string resource);

    [LoggerMessage(2001, LogLevel.Information, "listening: {Listener} ({Kind}) at {Address}")]
    internal static partial void ListenerOpen(this ILogger log, string listener, string kind, string address);

    [LoggerMessage(2002, LogLevel.Information, "bundle {Name} version {Version} ({Digest}) is in force")]
    internal static partial void PolicyInForce(this ILogger log, string name, long version, string digest);

    [LoggerMessage(2003, LogLevel.Error, "the new {What} was not taken, the old one stays: {Fault}")]
    internal static partial void ReloadRefused(this ILogger log, string what, string fault);

    [LoggerMessage(2004, LogLevel.Information, "trust lists in force: {Lists}")]
    internal static partial void TrustInForce(this ILogger log, string lists);

    [LoggerMessage(
        2030, LogLevel.Information, "stopping: {UnderWay} transfers under way have up to {Most}; nothing new is begun")]
    internal static partial void Draining(this ILogger log, int underWay, TimeSpan most);

    [LoggerMessage(2031, LogLevel.Information, "stopping: {UnderWay} transfers are still under way")]
    internal static partial void Drained(this ILogger log, int underWay);

    [LoggerMessage(
        2032, LogLevel.Warning, "listener {Listener}: user {Uid} is not one of its 'Uids'; the connection is cut off")]
    internal static partial void UserCutOff(this ILogger log, string listener, string uid);

    [LoggerMessage(
        2005, LogLevel.Critical, "the ledger stopped: {Reason}; answering 503 for {Grace}, then ending with 1")]
    internal static partial void LedgerStopped(this ILogger log, string reason, TimeSpan grace);

    [LoggerMessage(2006, LogLevel.Warning, "the collector does not take telemetry: {Reason}; transfers go on")]
    internal static partial void TelemetryLost(this ILogger log, string reason);

    [LoggerMessage(2007, LogLevel.Information, "the collector takes telemetry")]
    internal static partial void TelemetryTaken(this ILogger log);

    [LoggerMessage(2020, LogLevel.Warning, "look at this: {Warning}")]
    internal static partial void StartWarning(this ILogger log, string warning);

    [LoggerMessage(2021, LogLevel.Information, "{What} in force: {Which}")]
    internal static partial void Taken(this ILogger log, string what, string which);

    [LoggerMessage(2022, LogLevel.Warning, "{File} changed and is read at the start only: restart to put it in force")]
    internal static partial void NeedsRestart(this ILogger log, string file);

    [LoggerMessage(2023, LogLevel.Warning, "what was observed cannot be written: {Reason}; tried again in a minute")]
    internal static partial void ObservedUnsaved(this ILogger log, string reason);

    [LoggerMessage(2060, LogLevel.Warning,
        "tap {Tap} does not deliver: {Reason}; entries wait for it, transfers go on")]
    internal static partial void TapLost(this ILogger log, string tap, string reason);

    [LoggerMessage(2061, LogLevel.Information, "tap {Tap} delivers, and has everything before {Next}")]
    internal static partial void TapTaken(this ILogger log, string tap, string next);

    [LoggerMessage(8000, LogLevel.Information,
        "ledger {Origin} opened: {Year} at {Size} entries, {Replayed} from the WAL")]
    internal static partial void LedgerOpened(this ILogger log, string origin, int year, long size, long replayed);

    [LoggerMessage(8001, LogLevel.Warning,
        "cut an unfinished batch off {Segment} at {Offset}: {Length} bytes nobody was told of")]
    internal static partial void TornTailCut(this ILogger log, string segment, int offset, int length);

    [LoggerMessage(8002, LogLevel.Warning,
        "derived state is missing or does not fit: reading all entries up to {Year} again")]
    internal static partial void DerivedStateReadAgain(this ILogger log, int year);

    [LoggerMessage(8003, LogLevel.Warning,
        "no anchor is configured: a ledger restored from an old copy would not be noticed")]
    internal static partial void NoAnchor(this ILogger log);

    [LoggerMessage(8004, LogLevel.Critical, "the ledger stopped, nothing leaves any more")]
    internal static partial void LedgerFailed(this ILogger log, Exception reason);

    [LoggerMessage(8005, LogLevel.Information, "ledger {Origin} closed")]
    internal static partial void LedgerClosed(this ILogger log, string origin);

    [LoggerMessage(8006, LogLevel.Warning,
        "the clock is behind the last entry ({Last}): nothing leaves until it has caught up")]
    internal static partial void ClockBehind(this ILogger log, DateTimeOffset last);

    [LoggerMessage(8020, LogLevel.Information, "ledger {Origin} is sealed at {Size} entries")]
    internal static partial void LedgerSealed(this ILogger log, string origin, long size);

    [LoggerMessage(8021, LogLevel.Warning,
        "the ledger could not be sealed: {Reason}; transfers go on, the next interval tries again")]
    internal static partial void SealFailed(this ILogger log, string reason);

    [LoggerMessage(8040, LogLevel.Warning,
        "{Cosigned} witnesses cosigned the ledger's head, {Needed} are needed: {Missing}")]
    internal static partial void WitnessQuorumLost(this ILogger log, int cosigned, int needed, string missing);

    [LoggerMessage(8041, LogLevel.Information,
        "{Cosigned} witnesses cosigned the ledger's head, {Needed} are needed: {Origin} at {Size} entries")]
    internal static partial void WitnessQuorum(this ILogger log, int cosigned, int needed, string origin, long size);

    [LoggerMessage(8042, LogLevel.Critical,
        "witness {Witness} holds a head that this ledger signed and does not continue: an older copy was restored")]
    internal static partial void WitnessContradicts(this ILogger log, string witness);

    [LoggerMessage(9001, LogLevel.Information, "{Role} listening at {Address}")]
    internal static partial void ReaderListening(this ILogger log, string role, string address);

    [LoggerMessage(9002, LogLevel.Information, "cosigned {Origin} at {Size} entries")]
    internal static partial void HeadCosigned(this ILogger log, string origin, long size);

    [LoggerMessage(9003, LogLevel.Warning, "did not cosign a head that was shown: {Status} {Why}")]
    internal static partial void HeadNotCosigned(this ILogger log, int status, string why);

    [LoggerMessage(9004, LogLevel.Critical, "the witness's disk failed: nothing is cosigned any more")]
    internal static partial void WitnessFailed(this ILogger log);

    [LoggerMessage(9010, LogLevel.Information, "mirrored {Origin} at {Size} entries")]
    internal static partial void HeadMirrored(this ILogger log, string origin, long size);

    [LoggerMessage(9011, LogLevel.Warning, "{Code} at {Where}: {Detail}")]
    internal static partial void MirrorFound(this ILogger log, string code, string where, string detail);

    [LoggerMessage(8022, LogLevel.Warning, "a trace could not be recorded: {Reason}; it stays and is tried again")]
    internal static partial void TraceNotRecorded(this ILogger log, string reason);

    [LoggerMessage(8025, LogLevel.Warning, "the seal has no timestamp: {Reason}; it is kept without one")]
    internal static partial void TimestampFailed(this ILogger log, string reason);

    [LoggerMessage(8030, LogLevel.Warning, "the ledger's index is made again: {Reason}")]
    internal static partial void IndexThrownAway(this ILogger log, string reason);

    [LoggerMessage(8031, LogLevel.Warning,
        "the ledger's index stays behind: {Reason}; readers get 503, and it is tried again")]
    internal static partial void IndexBehind(this ILogger log, string reason);
}
