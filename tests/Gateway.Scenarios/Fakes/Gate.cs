namespace Gateway.Scenarios.Fakes;

/// <summary>A far side that answers nobody until it is opened: what is under way stays under way.</summary>
internal sealed class Gate : IDisposable
{
    private readonly FarSide _far;
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Gate(FarSide far)
    {
        _far = far;
        far.Hold = _open.Task;
    }

    internal void Open() => _open.TrySetResult();

    internal Task ReachedAsync(int requests) =>
        Eventually.TrueAsync(() => _far.Received.Count >= requests ? this : null);

    public void Dispose() => Open();
}
