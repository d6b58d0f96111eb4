namespace Gateway.Policies.Tokens;

/// <summary>
/// Arithmetic modulo one number below 2^48, with its reciprocal worked out once: a division costs as much as the block
/// cipher.
/// </summary>
internal readonly struct Modulus
{
    private readonly ulong _value;
    private readonly ulong _reciprocal;

    internal Modulus(ulong value)
    {
        _value = value;
        _reciprocal = ulong.MaxValue / value;
    }

    internal ulong Value => _value;

    internal ulong Reduce(ulong number)
    {
        unchecked
        {
            // The estimate is at most two too small.
            var quotient = Math.BigMul(number, _reciprocal, out _);
            var rest = number - (quotient * _value);
            while (rest >= _value)
            {
                rest -= _value;
            }

            return rest;
        }
    }

    /// <summary>The number with 32 more bits behind it.</summary>
    internal ulong Reduce(ulong high, ulong low)
    {
        unchecked
        {
            // 16 bits at a time, so that what is left and the next bits fit into 64.
            var rest = Reduce(high);
            rest = Reduce((rest << 16) | (low >> 16));
            return Reduce((rest << 16) | (low & 0xFFFF));
        }
    }

    /// <summary>The sum of two numbers below the value.</summary>
    internal ulong Add(ulong x, ulong y)
    {
        var sum = x + y;
        return sum >= _value ? sum - _value : sum;
    }

    internal ulong Subtract(ulong x, ulong y) => x >= y ? x - y : x + _value - y;
}
