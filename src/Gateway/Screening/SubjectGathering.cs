using System.Security.Cryptography;
using Gateway.Policies.Transforms;
using Gateway.Settings;

namespace Gateway.Screening;

/// <summary>
/// Gathers, record by record, what the annex keeps of a body that is never in memory whole. An annex is written with
/// its entry, in one piece, so it cannot grow with the body: beyond a number, persons and records are counted, not
/// listed (docs/decisions/0033-bodies-by-record.md).
/// </summary>
internal sealed class SubjectGathering : IRecordWitness
{
    internal const int MaxListed = 10_000;

    private readonly DistinctSubjects _distinct = new();
    private readonly DerivedKey _subjectKey;
    private readonly DerivedKey _recordKey;
    private readonly List<byte[]> _subjects = [];
    private readonly List<byte[]> _records = [];
    private long _subjectsOmitted;
    private long _recordsOmitted;

    internal SubjectGathering(KeyRing keys, DateTimeOffset at)
    {
        _subjectKey = keys.Require(SubjectSet.Use, "", at);
        _recordKey = keys.Require(SourceDigest.Use, SubjectSet.RecordAction, at);
    }

    public bool IsNew(ReadOnlySpan<byte> subject)
    {
        if (!_distinct.IsNew(subject))
        {
            return false;
        }

        if (_subjects.Count == MaxListed)
        {
            _subjectsOmitted++;
        }
        else
        {
            _subjects.Add(_subjectKey.Hmac(subject));
        }

        return true;
    }

    public void Released(ReadOnlySpan<byte> record)
    {
        if (_records.Count == MaxListed)
        {
            _recordsOmitted++;
            return;
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(record, digest);
        _records.Add(_recordKey.Hmac(digest));
    }

    internal SubjectSet ToSet() => new(_subjectKey.Id, _subjects, _recordKey.Id, _records)
    {
        SubjectsOmitted = _subjectsOmitted,
        RecordsOmitted = _recordsOmitted,
    };
}
