using System.Security.Cryptography;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Tree;
using Gateway.Stamping;

namespace Gateway.Tests.Ledger;

/// <summary>The ledger's quick way to a digest says what the platform's own says, whoever asks and in what order.</summary>
public sealed class ThreadSha256Tests
{
    [Fact]
    public void The_quick_way_is_there() => Assert.True(ThreadSha256.IsQuick);

    [Fact]
    public void The_empty_message_has_the_published_digest()
    {
        var digest = new byte[SHA256.HashSizeInBytes];
        ThreadSha256.Hash([], digest);
        Assert.Equal(MerkleTree.EmptyRoot.ToArray(), digest);
    }

    [Fact]
    public void Every_length_in_one_part_or_in_two_has_the_digest_of_the_platform_on_every_thread() =>
        Parallel.For(0, 64, thread =>
        {
            var message = RandomNumberGenerator.GetBytes(5000);
            var digest = new byte[SHA256.HashSizeInBytes];
            for (var length = thread; length < message.Length; length += 61)
            {
                var part = message.AsSpan(0, length);
                var expected = SHA256.HashData(part);
                ThreadSha256.Hash(part, digest);
                Assert.Equal(expected, digest);

                var cut = length * thread / 64;
                ThreadSha256.Hash(part[..cut], part[cut..], digest);
                Assert.Equal(expected, digest);
            }
        });

    [Fact]
    public void A_digest_may_be_written_over_what_was_hashed()
    {
        var message = RandomNumberGenerator.GetBytes(64);
        var expected = SHA256.HashData(message);
        ThreadSha256.Hash(message, message);
        Assert.Equal(expected, message[..SHA256.HashSizeInBytes]);
    }

    [Fact]
    public void A_place_that_is_too_small_is_refused_and_the_next_digest_is_right()
    {
        var digest = new byte[SHA256.HashSizeInBytes];
        Assert.Throws<ArgumentOutOfRangeException>(() => ThreadSha256.Hash("abc"u8, digest.AsSpan(1)));
        ThreadSha256.Hash("abc"u8, digest);
        Assert.Equal(SHA256.HashData("abc"u8), digest);
    }

    [Fact]
    public void No_salt_comes_twice_on_any_thread()
    {
        var salts = new HashSet<UInt128>[8];
        Parallel.For(0, salts.Length, i =>
        {
            salts[i] = [];
            var salt = new byte[LedgerEntry.SaltSize];
            for (var n = 0; n < 1000; n++)
            {
                FreshBytes.Fill(salt);
                Assert.True(salts[i].Add(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(salt)));
            }
        });
        Assert.Equal(8000, salts.SelectMany(each => each).Distinct().Count());
        Assert.DoesNotContain(salts, each => each.Contains(0));
    }
}
