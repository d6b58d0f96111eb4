using System.Diagnostics.CodeAnalysis;

namespace Gateway.Policies;

/// <summary>What a room hands on: the transfer, one step further, or why it does not go on here.</summary>
public readonly struct Outcome<T>
    where T : class
{
    private readonly T? _value;
    private readonly TurnBack? _turnBack;

    private Outcome(T? value, TurnBack? turnBack)
    {
        _value = value;
        _turnBack = turnBack;
    }

    /// <summary>True only if the room said yes. A default(Outcome) never passes: it throws.</summary>
    public bool TryPass([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out TurnBack? turnBack)
    {
        value = _value;
        turnBack = _value is null ? _turnBack ?? throw new InvalidOperationException("outcome was never set") : null;
        return value is not null;
    }

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(TurnBack turnBack) => new(null, turnBack);
}
