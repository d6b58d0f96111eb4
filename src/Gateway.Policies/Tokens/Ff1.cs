using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace Gateway.Policies.Tokens;

//
//  Format-preserving encryption FF1
//
//  References:
//
//      NIST SP 800-38G - Methods for Format-Preserving Encryption, FF1 (algorithms 7 and 8)
//      NIST SP 800-38G Rev. 1, second public draft (2025-02-03) - a domain has at least 1,000,000 members
//
//  Parameters:
//
//      AES; radix 2 to 65536; any tweak, fixed per instance; 10 rounds. All arithmetic is integer: b, the bytes of the
//      longer half, is counted from radix^v itself, since a logarithm in floating point is off by one where radix^v is
//      a power of two.
//
//  Two ways through the same rounds: halves in 64-bit integers where radix^n fits into one (19 decimal digits), which
//  is every identifier there is; limbs for whatever is longer.
//

/// <summary>FF1 under one key, radix and tweak. Immutable but for what it has worked out; thread-safe.</summary>
internal sealed partial class Ff1
{
    internal const int MaxRadix = 1 << 16;

    /// <summary>Longer texts are no identifiers; without a bound their cost would grow with the square.</summary>
    internal const int MaxLength = 512;

    /// <summary>SP 800-38G Rev. 1: what is smaller can be tried out.</summary>
    internal const int MinDomain = 1_000_000;

    private const int Rounds = 10;

    private readonly AesBlock _aes;
    private readonly uint _radix;
    private readonly byte[] _tweak;

    // How many symbols fit into 32 bits together, and the radix to that power.
    private readonly int _perLimb;
    private readonly uint _limbFactor;

    private readonly Ff1Length?[] _lengths = new Ff1Length?[MaxLength + 1];

    internal Ff1(AesBlock aes, int radix, ReadOnlySpan<byte> tweak)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(radix, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(radix, MaxRadix);
        _aes = aes;
        _radix = (uint)radix;
        _tweak = tweak.ToArray();
        _limbFactor = _radix;
        for (_perLimb = 1; (ulong)_limbFactor * _radix <= uint.MaxValue; _perLimb++)
        {
            _limbFactor *= _radix;
        }
    }

    /// <summary>Whether texts of that many symbols make a domain that is large enough to hide in.</summary>
    internal static bool IsDomain(int radix, int length)
    {
        if (length is < 2 or > MaxLength)
        {
            return false;
        }

        long size = 1;
        for (var i = 0; i < length && size < MinDomain; i++)
        {
            size *= radix;
        }

        return size >= MinDomain;
    }

    /// <summary>Encrypts in place. The symbols are below the radix, and there are at least two.</summary>
    internal void Encrypt(Span<ushort> symbols) => Crypt(symbols, isEncryption: true);

    internal void Decrypt(Span<ushort> symbols) => Crypt(symbols, isEncryption: false);

    /// <summary>Encrypts a number below radix^length, read as that many symbols.</summary>
    /// <remarks>radix^length must not be more than 2^64.</remarks>
    internal ulong Encrypt(ulong number, int length)
    {
        var shape = LengthOf(length);
        var (a, b) = shape.Split(number);
        EncryptHalves(shape, ref a, ref b);
        return shape.Join(a, b);
    }

    internal ulong Decrypt(ulong number, int length)
    {
        var shape = LengthOf(length);
        var (a, b) = shape.Split(number);
        DecryptHalves(shape, ref a, ref b);
        return shape.Join(a, b);
    }

    private void Crypt(Span<ushort> symbols, bool isEncryption)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(symbols.Length, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(symbols.Length, MaxLength);
        foreach (var symbol in symbols)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(symbol, _radix);
        }

        var shape = LengthOf(symbols.Length);
        if (!shape.IsSmall)
        {
            CryptLimbs(shape, symbols, isEncryption);
            return;
        }

        var a = Read(symbols[..shape.U]);
        var b = Read(symbols[shape.U..]);
        if (isEncryption)
        {
            EncryptHalves(shape, ref a, ref b);
        }
        else
        {
            DecryptHalves(shape, ref a, ref b);
        }

        Write(a, symbols[..shape.U]);
        Write(b, symbols[shape.U..]);
    }

    // Two rounds at a time: after two, both halves are where they began.
    private void EncryptHalves(Ff1Length shape, ref ulong a, ref ulong b)
    {
        for (var round = 0; round < Rounds; round += 2)
        {
            a = shape.ShortHalf.Add(a, Mix(shape, round, b, shape.ShortHalf));
            b = shape.LongHalf.Add(b, Mix(shape, round + 1, a, shape.LongHalf));
        }
    }

    private void DecryptHalves(Ff1Length shape, ref ulong a, ref ulong b)
    {
        for (var round = Rounds - 2; round >= 0; round -= 2)
        {
            b = shape.LongHalf.Subtract(b, Mix(shape, round + 1, a, shape.LongHalf));
            a = shape.ShortHalf.Subtract(a, Mix(shape, round, b, shape.ShortHalf));
        }
    }

    // The round function of a half, modulo the other half's size. Only the last block changes from round to round:
    // what stands before it is in the shape, already encrypted.
    private ulong Mix(Ff1Length shape, int round, ulong half, Modulus modulus)
    {
        unchecked
        {
            var tail = ((ulong)(uint)round << shape.RoundShift) | half;
            var block = Vector128.Create(0UL, BinaryPrimitives.ReverseEndianness(tail)).AsByte();
            var mixed = _aes.Encrypt(shape.Chained ^ block).AsUInt64();
            var high = BinaryPrimitives.ReverseEndianness(mixed.GetElement(0));
            return shape.IsShort
                ? modulus.Reduce(high)
                : modulus.Reduce(high, BinaryPrimitives.ReverseEndianness(mixed.GetElement(1)) >> 32);
        }
    }

    private ulong Read(ReadOnlySpan<ushort> symbols)
    {
        ulong number = 0;
        foreach (var symbol in symbols)
        {
            number = (number * _radix) + symbol;
        }

        return number;
    }

    private void Write(ulong number, Span<ushort> symbols)
    {
        for (var i = symbols.Length - 1; i >= 0; i--)
        {
            (number, var symbol) = Math.DivRem(number, _radix);
            symbols[i] = (ushort)symbol;
        }
    }

    // Worked out once per length; if two threads do it at the same time, one result is thrown away.
    private Ff1Length LengthOf(int length) => _lengths[length] ??= new Ff1Length(_aes, _radix, _tweak, length);
}
