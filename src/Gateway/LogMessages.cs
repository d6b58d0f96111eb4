using Gateway.Listening;
using Gateway.Operations;

namespace Gateway;

/// <summary>
/// Every event of the operational log, with a stable id. It may lose lines; the ledger may not. None takes a body, a
/// header value or an exception's message.
/// </summary>
internal static partial class LogMessages
{
    [LoggerMessage(1001, LogLevel.Information, "transfer {TransferId} {Ending} {Code} with status {Status}")]
    internal static partial void TransferClosed(
        this ILogger<TransferEdge> log, string transferId, string ending, string code, int status);

    [LoggerMessage(1002, LogLevel.Error, "transfer {TransferId}: the ledger is unavailable; nothing left")]
    internal static partial void LedgerUnavailable(this ILogger<TransferEdge> log, string transferId);

    [LoggerMessage(1003, LogLevel.Error, "transfer {TransferId}: unexpected {ExceptionType} at {StackTrace}")]
    internal static partial void TransferFault(
        this ILogger<TransferEdge> log, string transferId, string exceptionType, string stackTrace);

    [LoggerMessage(1004, LogLevel.Information, "officer {Officer} was answered: {Resource}")]
    internal static partial void OperatorAnswered(this ILogger<OperatorDesk> log, string officer, string resource);

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
        2005, LogLevel.Critical, "the ledger stopped: {Reason}; answering 503 for {Grace}, then ending with 1")]
    internal static partial void LedgerStopped(this ILogger log, string reason, TimeSpan grace);
}
