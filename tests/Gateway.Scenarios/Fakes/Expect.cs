using System.Net;
using Gateway.Policies;

namespace Gateway.Scenarios.Fakes;

/// <summary>What every refusal has in common.</summary>
internal static class Expect
{
    /// <summary>Nothing arrived, the caller got the code and its status, and exactly one entry says so.</summary>
    internal static void RefusedBeforeLeaving(Boundary boundary, CallersAnswer answer, string code)
    {
        Refused(boundary, answer, code);
        Assert.True(RefusalCode.TryParse(code, out var known));
        Assert.Equal(known.HttpStatus, (int)answer.Status);
        Assert.False(answer.Problem.GetProperty("delivered").GetBoolean());
        Assert.Empty(boundary.BankHk.Received);
        Assert.Empty(boundary.HospitalGz.Received);
        Assert.DoesNotContain(boundary.EntriesOf(answer.TransferId), entry => entry.Kind == "release");
    }

    /// <summary>The answer was turned back: 502, delivered, and one entry on the response leg.</summary>
    internal static void RefusedOnTheWayBack(Boundary boundary, CallersAnswer answer, string code)
    {
        Refused(boundary, answer, code);
        Assert.Equal(HttpStatusCode.BadGateway, answer.Status);
        Assert.True(answer.Problem.GetProperty("delivered").GetBoolean());
        Assert.Equal("response", answer.Problem.GetProperty("leg").GetString());
    }

    /// <summary>The far side failed after the release.</summary>
    internal static async Task FailedAsync(Boundary boundary, CallersAnswer answer, string code, string delivered)
    {
        Refused(boundary, answer, code);
        Assert.True(RefusalCode.TryParse(code, out var known));
        Assert.Equal(known.HttpStatus, (int)answer.Status);
        Assert.Equal(delivered, answer.Problem.GetProperty("delivered").GetRawText());
        var entries = await boundary.WholeAsync(answer.TransferId);
        Assert.Equal(delivered, Assert.Single(entries, entry => entry.Kind == "outcome").Raw("delivered"));
    }

    private static void Refused(Boundary boundary, CallersAnswer answer, string code)
    {
        Assert.Equal(code, answer.Code);
        Assert.Equal((int)answer.Status, answer.Problem.GetProperty("status").GetInt32());
        Assert.Equal($"urn:gateway:refusal:{code}", answer.Problem.GetProperty("type").GetString());
        Assert.Equal(answer.TransferId, answer.Problem.GetProperty("transferId").GetString());
        var refusal = Assert.Single(boundary.EntriesOf(answer.TransferId), entry => entry.Kind == "refusal");
        Assert.Equal(code, refusal.Code);
        Assert.EndsWith($"/{refusal.Year}/{refusal.Index}", answer.Problem.GetProperty("ledger").GetString(), StringComparison.Ordinal);
    }
}
