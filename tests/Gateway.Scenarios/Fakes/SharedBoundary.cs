namespace Gateway.Scenarios.Fakes;

/// <summary>One daemon for a class of scenarios that leave its settings alone.</summary>
public sealed class SharedBoundary : IAsyncLifetime
{
    private Boundary? _boundary;

    /// <summary>The boundary, with far sides that answer as usual and have received nothing.</summary>
    internal Boundary Fresh()
    {
        var boundary = _boundary!;
        boundary.BankHk.Received.Clear();
        boundary.BankHk.Answer = _ => FarAnswer.Json("""{"accepted":1}""");
        boundary.HospitalGz.Received.Clear();
        boundary.HospitalGz.Answer = _ => FarAnswer.Json("""{"code":"J45","patient":"Chan","ward":"7"}""");
        return boundary;
    }

    public async ValueTask InitializeAsync() => _boundary = await Boundary.OpenAsync();

    public ValueTask DisposeAsync() => _boundary!.DisposeAsync();
}
