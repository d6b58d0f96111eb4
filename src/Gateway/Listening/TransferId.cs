namespace Gateway.Listening;

/// <summary>Names one HTTP exchange: a UUIDv7 (RFC 9562), so ids sort by time.</summary>
internal readonly record struct TransferId
{
    private readonly Guid _value;

    private TransferId(Guid value) => _value = value;

    internal static TransferId Create(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <summary>Lower-case, with hyphens.</summary>
    internal Guid Value => _value;

    public override string ToString() => _value.ToString("D");
}
