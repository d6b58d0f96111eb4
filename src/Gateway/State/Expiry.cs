namespace Gateway.State;

/// <summary>One thing in force that runs out.</summary>
/// <param name="Kind">
/// bundle, trust-list, crl, server-certificate, client-certificate, stamping-key, ledger-key, instrument, trust-entry
/// or key.
/// </param>
/// <param name="Id">Which one: a name that the operator's own files give it.</param>
/// <param name="NotAfter">From this moment on it no longer counts.</param>
/// <param name="Source">The file it comes from.</param>
internal sealed record Expiry(string Kind, string Id, DateTimeOffset NotAfter, string Source);
