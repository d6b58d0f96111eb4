namespace Gateway.Trust;

/// <summary>The trust snapshot in force. Swapped whole; a transfer keeps the one it started with.</summary>
internal sealed class TrustStore(TrustSnapshot first)
{
    private volatile TrustSnapshot _current = first;

    internal TrustSnapshot Current => _current;

    internal void Swap(TrustSnapshot next) => _current = next;
}
