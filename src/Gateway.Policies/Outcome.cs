using System.Diagnostics.CodeAnalysis;

namespace Gateway.Policies;

/// <summary>What a room hands on: the transfer, one step further, or why it does not go on here.</summary>
public readonly struct Outcome<T>
    where T : notnull
{
    private readonly T? _value;
    private readonly TurnBack? _turnBack;
    private readonly bool _passes;

    private Outcome(T value)
    {
        // Asked only where it can be: the question would put a struct on the heap.
        if (!typeof(T).IsValueType)
        {
            ArgumentNullException.ThrowIfNull(value);
        }

        _value = value;
        _passes = true;
    }

    private Outcome(TurnBack turnBack) => _turnBack = turnBack;

    /// <summary>True only if the room said yes. A default(Outcome) never passes: it throws.</summary>
    public bool TryPass([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out TurnBack? turnBack)
    {
        value = _value;
        turnBack = _passes ? null : _turnBack ?? throw new InvalidOperationException("outcome was never set");
        return _passes;
    }

    public static implicit operator Outcome<T>(T value) => new(value);

    public static implicit operator Outcome<T>(TurnBack turnBack) => new(turnBack);
}
