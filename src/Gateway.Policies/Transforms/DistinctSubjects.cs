using System.Security.Cryptography;
using System.Runtime.InteropServices;
using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <summary>
/// Counts persons without remembering them: of each, 64 bits of a hash under a key of this moment, in one flat table.
/// Two of six million persons share theirs, and count as one, once in a million files.
/// </summary>
public sealed class DistinctSubjects : IRecordWitness
{
    private const int FirstSize = 256;

    private readonly ulong _key0;
    private readonly ulong _key1;
    private ulong[] _slots = new ulong[FirstSize];
    private int _count;

    public DistinctSubjects()
    {
        Span<ulong> keys = stackalloc ulong[2];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(keys));
        (_key0, _key1) = (keys[0], keys[1]);
    }

    public bool IsNew(ReadOnlySpan<byte> subject)
    {
        // Zero stands for an empty slot.
        var digest = Math.Max(SipHash.Of(subject, _key0, _key1), 1);
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

    public void Released(ReadOnlySpan<byte> record)
    {
    }

    private void Grow()
    {
        var larger = new ulong[checked(_slots.Length * 2)];
        foreach (var digest in _slots)
        {
            if (digest != 0)
            {
                Find(larger, digest) = digest;
            }
        }

        _slots = larger;
    }

    private static ref ulong Find(ulong[] slots, ulong digest)
    {
        var at = (int)(digest & (ulong)(slots.Length - 1));
        while (slots[at] != 0 && slots[at] != digest)
        {
            at = (at + 1) & (slots.Length - 1);
        }

        return ref slots[at];
    }
}
