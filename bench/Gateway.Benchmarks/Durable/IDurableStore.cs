namespace Gateway.Benchmarks.Durable;

/// <summary>Something that has a record on the disk when it says so.</summary>
internal interface IDurableStore : IAsyncDisposable
{
    /// <summary>What it is, and how many wait at a time.</summary>
    string Name { get; }

    /// <summary>How many call at a time, each with its own number from 0.</summary>
    int Waiters { get; }

    /// <summary>How many records one call writes.</summary>
    int RecordsPerCall { get; }

    /// <summary>Comes back when the record would survive the loss of power.</summary>
    Task AppendAsync(int waiter);
}
