namespace Gateway.State;

/// <summary>
/// Set once, when the daemon was told to stop: from then on it is not ready, so that a load balancer turns away while
/// what was taken in is finished.
/// </summary>
internal sealed class Draining
{
    private volatile bool _isOn;

    internal bool IsOn => _isOn;

    internal void Begin() => _isOn = true;
}
