namespace Gateway.Permit;

/// <summary>The policy snapshot in force. Swapped whole; a transfer keeps the one it started with.</summary>
internal sealed class PolicyStore(PolicySnapshot first)
{
    private volatile PolicySnapshot _current = first;

    internal PolicySnapshot Current => _current;

    internal void Swap(PolicySnapshot next) => _current = next;
}
