using Gateway.Ledger.Entries;

namespace Gateway.Forwarding;

/// <summary>
/// The connections to one party: across a network with TLS, or to the application beside the gateway.
/// </summary>
internal interface IPeerClient : IDisposable
{
    HttpMessageInvoker Invoker { get; }

    /// <summary>By what the far end of the newest connection was known; null before the first.</summary>
    EntryPeer? LastPeer { get; }
}
