using System.Net;
using Gateway.Ledger.Inspection;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios.Evidence;

/// <summary>A file of one customer that was pushed, and is in the published ledger with all its entries.</summary>
internal static class PushedFile
{
    /// <summary>The place of the name in it.</summary>
    internal const string Name = "$.customers[0].name";

    internal static string Body(string name) =>
        $$"""{"batch":"b-1","customers":[{"name":"{{name}}","idNumber":"A1","remark":"regular","secret":"x"}]}""";

    /// <summary>The transfer's id.</summary>
    internal static async Task<string> PushAsync(Boundary boundary, string name)
    {
        var pushed = await boundary.North().PushAsync(Body(name));
        Assert.Equal(HttpStatusCode.OK, pushed.Status);
        await boundary.WholeAsync(pushed.TransferId);
        await Eventually.TrueAsync(() =>
            TransferSearch.Find(boundary.Ledger, Guid.Parse(pushed.TransferId), CancellationToken.None) is { Count: > 0 } found
            && found.All(entry => entry.Inclusion == Inclusion.Proven) ? found : null);
        return pushed.TransferId;
    }
}
