using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Gateway.Ledger.Verification;

namespace Gateway.Tests.Ledger;

/// <summary>A salt that came twice is never missed, and memory holds only those that look as if they had.</summary>
public sealed class SaltSieveTests
{
    private const int Many = 2_000_000;

    [Fact]
    public void Of_two_million_salts_those_that_came_twice_are_suspected_and_hardly_another()
    {
        var sieve = new SaltSieve();
        var twice = Enumerable.Range(0, 100).Select(_ => Salt()).ToList();
        twice.ForEach(sieve.Add);
        foreach (var salt in MemoryMarshal.Cast<byte, UInt128>(RandomNumberGenerator.GetBytes(16 * Many)))
        {
            sieve.Add(salt);
        }

        twice.ForEach(sieve.Add);

        Assert.Superset(twice.ToHashSet(), sieve.Suspects);
        Assert.InRange(sieve.Suspects.Count, twice.Count, twice.Count + (Many / 10_000));
    }

    [Fact]
    public void Salts_that_differ_in_one_bit_are_not_taken_for_each_other()
    {
        var sieve = new SaltSieve();
        var salt = Salt();
        sieve.Add(salt);
        for (var bit = 0; bit < 128; bit++)
        {
            sieve.Add(salt ^ (UInt128.One << bit));
        }

        Assert.Empty(sieve.Suspects);
    }

    private static UInt128 Salt() => BitConverter.ToUInt128(RandomNumberGenerator.GetBytes(16));
}
