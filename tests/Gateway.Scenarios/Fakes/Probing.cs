namespace Gateway.Scenarios.Fakes;

/// <summary>What an orchestrator and a Prometheus ask the probe listener.</summary>
internal static class Probing
{
    internal static async Task<CallersAnswer> ProbeAsync(this Boundary boundary, string path)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://{boundary.Door("probe")}") };
        return await client.AskAsync(HttpMethod.Get, path, null);
    }

    /// <summary>The page of metrics, once it says what is waited for: a transfer is counted after its answer.</summary>
    internal static async Task<string> MetricsAsync(this Boundary boundary, Func<string, bool> says)
    {
        for (var i = 0; i < 400; i++)
        {
            var page = (await boundary.ProbeAsync("/metrics")).Text;
            if (says(page))
            {
                return page;
            }

            await Task.Delay(25);
        }

        var last = (await boundary.ProbeAsync("/metrics")).Text;
        Assert.True(says(last), last);
        return last;
    }
}
