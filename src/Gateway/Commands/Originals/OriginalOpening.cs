using Gateway.Audit;
using Gateway.Ledger.Entries;
using Gateway.Policies.Parties;
using Gateway.Screening;

namespace Gateway.Commands.Originals;

/// <summary>
/// Opens one original, in this order: is the request for this value and current, do two custodians answer it, do their
/// parts open what is kept, is that what the release committed to.
/// </summary>
internal static class OriginalOpening
{
    private const int Wanted = 2;

    /// <summary>The value's JSON text, and who opened it; or why not.</summary>
    /// <param name="trace">The value, whose commitment is proven.</param>
    /// <param name="request">The file's exact bytes, <paramref name="replies"/> likewise.</param>
    internal static (byte[] Value, OfficersApproval Opened)? Open(
        FieldTrace trace,
        byte[] request,
        IReadOnlyList<byte[]> replies,
        DateTimeOffset now,
        out OriginalRefusal? why)
    {
        why = Judge(trace, request, now);
        if (why is not null)
        {
            return null;
        }

        var read = replies.Select(reply => CustodianReply.Parse(reply)).OfType<CustodianReply>().ToList();
        why = Judge(read, trace, Sha256Digest.Of(request));
        if (why is not null)
        {
            return null;
        }

        var kept = trace.Commitments.Originals!;
        if (KeptOriginals.Open(kept.Sealed[trace.Index], read[0].Part, read[1].Part) is not { } value)
        {
            why = OriginalRefusal.Share;
            return null;
        }

        // What is kept is believed in nothing either.
        if (!trace.Commitments.Compare(trace.Index, value).IsBefore)
        {
            why = OriginalRefusal.Digest;
            return null;
        }

        var custodians = read.Select(reply => new ApprovingOfficer(
            IdOf(kept.Shares.First(share => share.Certificate == reply.Certificate)), reply.Certificate));
        return (value, new OfficersApproval(Sha256Digest.Of(request), [.. custodians]));
    }

    private static OriginalRefusal? Judge(FieldTrace trace, byte[] request, DateTimeOffset now) =>
        trace.Commitments.Originals is not { } kept || trace.Index >= kept.Sealed.Count ? OriginalRefusal.NotKept
        : OriginalRequest.Parse(request) is not { } asked ? OriginalRefusal.Request
        : asked.Place != trace.Place || asked.Ledger != trace.Position.ToString() ? OriginalRefusal.Mismatch
        : !asked.IsCurrent(now) ? OriginalRefusal.Expired
        : null;

    private static OriginalRefusal? Judge(List<CustodianReply> replies, FieldTrace trace, Sha256Digest asked) =>
        replies.Count != Wanted ? OriginalRefusal.Share
        : replies.Exists(reply => reply.Request != asked) ? OriginalRefusal.Mismatch
        : replies.Exists(reply => !IsCustodian(trace.Commitments.Originals!, reply)) ? OriginalRefusal.Custodian
        : replies[0].Certificate == replies[1].Certificate ? OriginalRefusal.SamePerson
        : null;

    private static bool IsCustodian(KeptOriginals kept, CustodianReply reply) =>
        kept.Shares.Any(share => share.Certificate == reply.Certificate);

    private static OfficerId IdOf(CustodianShare share) =>
        OfficerId.TryParse(share.Officer, out var id)
            ? id
            : throw new InvalidDataException("the annex names a custodian by no id");
}
