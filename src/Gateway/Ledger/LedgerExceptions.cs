namespace Gateway.Ledger;

/// <summary>
/// A record was not made durable, so what it stands for must not happen: 503 <c>ledger.unavailable</c>. Thrown to the
/// caller of one append; whether the whole ledger stopped is said by <see cref="TransparencyLedger.IsAvailable"/>.
/// </summary>
internal sealed class LedgerUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// The ledger may not be opened: its state is not known, or not what was published. The message says what to do.
/// </summary>
internal sealed class LedgerStopException(string message, Exception? inner = null) : Exception(message, inner);
