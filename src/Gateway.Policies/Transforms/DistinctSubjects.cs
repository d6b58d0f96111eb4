using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <summary>
/// Counts persons without remembering them: of each, 64 bits of a hash under a key of this moment.
/// Two of six million persons share theirs, and count as one, once in a million files.
/// </summary>
public sealed class DistinctSubjects : IRecordWitness
{
    // Many small tables and not one: one would have to be there twice while it grows.
    private const int Tables = 256;
    private const int FirstSize = 16;

    private readonly ulong _key0;
    private readonly ulong _key1;
    private readonly ulong[][] _tables = new ulong[Tables][];
    private readonly int[] _counts = new int[Tables];

    public DistinctSubjects()
    {
        Span<ulong> keys = stackalloc ulong[2];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(keys));
        (_key0, _key1) = (keys[0], keys[1]);
        for (var i = 0; i < Tables; i++)
        {
            _tables[i] = new ulong[FirstSize];
        }
    }

    public bool IsNew(ReadOnlySpan<byte> subject)
    {
        // Zero stands for an empty slot.
        var digest = Math.Max(SipHash.Of(subject, _key0, _key1), 1);
        var table = (int)(digest & (Tables - 1));
        if (_counts[table] >= _tables[table].Length / 5 * 4)
        {
            _tables[table] = Grown(_tables[table]);
        }

        ref var slot = ref Find(_tables[table], digest);
        if (slot == digest)
        {
            return false;
        }

        slot = digest;
        _counts[table]++;
        return true;
    }

    public void Released(ReadOnlySpan<byte> record)
    {
    }

    private static ulong[] Grown(ulong[] slots)
    {
        var larger = new ulong[slots.Length + (slots.Length / 2)];
        foreach (var digest in slots)
        {
            if (digest != 0)
            {
                Find(larger, digest) = digest;
            }
        }

        return larger;
    }

    private static ref ulong Find(ulong[] slots, ulong digest)
    {
        // The digest as a fraction of one, of the table's length.
        var at = (int)Math.BigMul(digest, (ulong)slots.Length, out _);
        while (slots[at] != 0 && slots[at] != digest)
        {
            at = at + 1 < slots.Length ? at + 1 : 0;
        }

        return ref slots[at];
    }
}
