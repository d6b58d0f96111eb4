using BenchmarkDotNet.Attributes;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Formats;
using Gateway.Policies.Tokens;
using Gateway.Policies.Transforms;

namespace Gateway.Benchmarks;

/// <summary>Tokens per second and core: 1,000 values each, so a mean of 1 ms is a million a second.</summary>
public class TokenBenchmarks
{
    private const int Values = 1000;

    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private readonly Ff1 _ff1 = new(new AesBlock(Key), 10, "tokenise\nBK.cdd\n$.customers[*].idNumber"u8);
    private readonly PooledList<byte> _target = new(wipes: true);
    private readonly TokeniseAction _card = Action("bank-card");
    private readonly TokeniseAction _resident = Action("prc-id");
    private readonly TokeniseAction _hkid = Action("hkid");
    private readonly TokeniseAction _mobile = Action("cn-mobile");
    private readonly TokeniseAction _digits = Action("digits");
    private readonly ushort[] _long = new ushort[40];

    [Benchmark(OperationsPerInvoke = Values)]
    public ulong Ff1Sixteen()
    {
        ulong number = 6222034046686604;
        for (var i = 0; i < Values; i++)
        {
            number = _ff1.Encrypt(number, 16);
        }

        return number;
    }

    [Benchmark(OperationsPerInvoke = Values)]
    public int Ff1Forty()
    {
        for (var i = 0; i < Values; i++)
        {
            _ff1.Encrypt(_long);
        }

        return _long[0];
    }

    [Benchmark(OperationsPerInvoke = Values)]
    public int BankCard() => Tokens(_card, "6222034046686604"u8);

    [Benchmark(OperationsPerInvoke = Values)]
    public int ResidentId() => Tokens(_resident, "110101199003070732"u8);

    [Benchmark(OperationsPerInvoke = Values)]
    public int HongKongId() => Tokens(_hkid, "A1234563"u8);

    [Benchmark(OperationsPerInvoke = Values)]
    public int Mobile() => Tokens(_mobile, "13800138000"u8);

    [Benchmark(OperationsPerInvoke = Values)]
    public int Digits() => Tokens(_digits, "1234567890"u8);

    // Both steps: asked at inspection, made at transformation.
    private int Tokens(TokeniseAction action, ReadOnlySpan<byte> value)
    {
        var made = 0;
        for (var i = 0; i < Values; i++)
        {
            _target.Truncate(0);
            if (action.Fits(value, default))
            {
                action.WriteText(value, default, _target);
                made += _target.Count;
            }
        }

        return made;
    }

    private static TokeniseAction Action(string shape) =>
        new(new FieldAction.Tokenise("k", shape, null), Key, "BK.cdd", "$.customers[*].number");
}
