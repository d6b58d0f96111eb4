using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Gateway.Policies.Transforms;

/// <summary>
/// Counts persons without remembering them: 128 bits of a hash under a key of this moment each, in one flat table.
/// Sixteen million of them take 512 MiB, so a caller with an own set of digests uses that.
/// </summary>
public sealed class DistinctSubjects : IRecordWitness
{
    private const int FirstSize = 256;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);
    private UInt128[] _slots = new UInt128[FirstSize];
    private int _count;

    public bool IsNew(ReadOnlySpan<byte> subject)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, subject, digest);

        // Zero stands for an empty slot.
        return Add(BinaryPrimitives.ReadUInt128LittleEndian(digest) | UInt128.One);
    }

    public void Released(ReadOnlySpan<byte> record)
    {
    }

    private bool Add(UInt128 digest)
    {
        if (_count >= _slots.Length / 4 * 3)
        {
            Grow();
        }

        ref var slot = ref Find(_slots, digest);
        if (slot == digest)
        {
            return false;
        }

        slot = digest;
        _count++;
        return true;
    }

    private void Grow()
    {
        var larger = new UInt128[checked(_slots.Length * 2)];
        foreach (var digest in _slots)
        {
            if (digest != UInt128.Zero)
            {
                Find(larger, digest) = digest;
            }
        }

        _slots = larger;
    }

    private static ref UInt128 Find(UInt128[] slots, UInt128 digest)
    {
        var at = (int)((ulong)(digest >> 64) & (ulong)(slots.Length - 1));
        while (slots[at] != UInt128.Zero && slots[at] != digest)
        {
            at = (at + 1) & (slots.Length - 1);
        }

        return ref slots[at];
    }
}
