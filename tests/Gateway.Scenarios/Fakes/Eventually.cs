namespace Gateway.Scenarios.Fakes;

/// <summary>For what happens behind the answer: asked again and again, for a few seconds.</summary>
internal static class Eventually
{
    internal static async Task<T> TrueAsync<T>(Func<T?> look)
        where T : class
    {
        for (var i = 0; i < 400; i++)
        {
            if (look() is { } found)
            {
                return found;
            }

            await Task.Delay(25);
        }

        return look() ?? throw new TimeoutException("it never happened");
    }
}
