using System.Security.Cryptography;
using Gateway.Policies.Transforms;
using Gateway.Settings;

namespace Gateway.Screening;

/// <summary>
/// What the annex keeps of a release: a pseudonym per person and a keyed digest per released record, so that a leaked
/// record or a person leads back to the transfer, for who holds the keys; without them it says nothing.
/// </summary>
/// <param name="SubjectKey">Id of the subject key.</param>
/// <param name="Subjects">HMAC-SHA-256 of each distinct normalised identifier. One key for all categories, so that a
/// person is the same person in each.</param>
/// <param name="RecordKey">Id of the source key.</param>
/// <param name="Records">HMAC-SHA-256 of the SHA-256 of each released record, as it leaves.</param>
internal sealed record SubjectSet(
    string SubjectKey, IReadOnlyList<byte[]> Subjects, string RecordKey, IReadOnlyList<byte[]> Records)
{
    internal const string Use = "subject";

    internal const string RecordAction = "record";

    /// <summary>Persons and records of a body that went by record which are counted and not listed.</summary>
    internal long SubjectsOmitted { get; init; }

    internal long RecordsOmitted { get; init; }

    internal static SubjectSet Of(
        InspectedConsignment inspected,
        TransformReport report,
        ReadOnlySpan<byte> output,
        ReadOnlySpan<byte> outputDigest,
        KeyRing keys,
        DateTimeOffset now)
    {
        var subjectKey = keys.Require(Use, "", now);
        var recordKey = keys.Require(SourceDigest.Use, RecordAction, now);
        var subjects = inspected.Subjects
            .Select(subject => subjectKey.Hmac(subject.Value.Span))
            .DistinctBy(Convert.ToHexString)
            .ToList();
        var records = new List<byte[]>(report.Released.Count);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        foreach (var record in report.Released)
        {
            // Of a document that is one record the digest is known already: it stands in Content-Digest.
            var bytes = output.Slice((int)record.Offset, (int)record.Length);
            if (bytes.Length == output.Length)
            {
                outputDigest.CopyTo(digest);
            }
            else
            {
                SHA256.HashData(bytes, digest);
            }

            records.Add(recordKey.Hmac(digest));
        }

        return new SubjectSet(subjectKey.Id, subjects, recordKey.Id, records);
    }
}
