using System.Buffers.Binary;
using System.Security.Cryptography;
using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <summary>
/// Which records leave alike in their quasi-identifiers: a digest for each record, summed over its values, so that their
/// order does not matter and a value that is there twice counts twice.
/// </summary>
internal sealed class RecordGroups
{
    private readonly PooledList<UInt128> _sums = new(wipes: true);

    internal void Return() => _sums.Return();

    /// <summary>One more quasi-identifier of a record, as it leaves.</summary>
    /// <param name="quasi">Which of them.</param>
    internal void Note(int record, int quasi, ReadOnlySpan<byte> text)
    {
        if (record >= _sums.Count)
        {
            _sums.Extend(record + 1 - _sums.Count).Clear();
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, digest);
        BinaryPrimitives.WriteInt32LittleEndian(digest, BinaryPrimitives.ReadInt32LittleEndian(digest) ^ quasi);
        SHA256.HashData(digest, digest);
        unchecked
        {
            _sums[record] += BinaryPrimitives.ReadUInt128LittleEndian(digest);
        }
    }

    /// <summary>The records that would leave in a group of fewer than k.</summary>
    internal HashSet<int> Small(int k, PooledList<RecordEdits> records, AskVerdicts verdicts)
    {
        var sizes = new Dictionary<UInt128, int>();
        for (var i = 0; i < records.Count; i++)
        {
            if (Leaves(i, records, verdicts))
            {
                sizes[SumOf(i)] = sizes.GetValueOrDefault(SumOf(i)) + 1;
            }
        }

        var small = new HashSet<int>();
        for (var i = 0; i < records.Count; i++)
        {
            if (Leaves(i, records, verdicts) && sizes[SumOf(i)] < k)
            {
                small.Add(i);
            }
        }

        return small;
    }

    private static bool Leaves(int record, PooledList<RecordEdits> records, AskVerdicts verdicts) =>
        records[record].IsEmitted && !verdicts.IsWithheld(record);

    // A record without any of them is alike to the others without.
    private UInt128 SumOf(int record) => record < _sums.Count ? _sums[record] : 0;
}
