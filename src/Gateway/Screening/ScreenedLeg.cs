using System.Security.Cryptography;
using Gateway.Permit;
using Gateway.Policies;
using Gateway.Policies.Instruments;
using Gateway.Policies.Transforms;
using Gateway.Reading;
using Gateway.Rooms;
using Gateway.Settings;

namespace Gateway.Screening;

/// <summary>Room 6's result: what may leave of the body, and the account of what was done to it.</summary>
internal sealed class ScreenedLeg
{
    private ScreenedLeg(
        ReadLeg read, PooledBody output, byte[] digest, TransformReport report, SubjectSet subjects, SourceDigest source)
    {
        Permitted = read.Permitted;
        Leg = read.Leg;
        Permission = read.Permission;
        Output = output;
        Digest = digest;
        Report = report;
        Subjects = subjects;
        Source = source;
    }

    internal PermittedTransfer Permitted { get; }

    internal Leg Leg { get; }

    internal Permission Permission { get; }

    /// <summary>Exactly the bytes that leave. Owned by the leg, until the recorded leg takes it.</summary>
    internal PooledBody Output { get; }

    /// <summary>SHA-256 of <see cref="Output"/>.</summary>
    internal byte[] Digest { get; }

    internal TransformReport Report { get; }

    internal SubjectSet Subjects { get; }

    internal SourceDigest Source { get; }

    /// <summary>Room 6: inspect, ask, transform. Unknown means no.</summary>
    internal sealed class ScreeningRoom(SubjectQuestions questions)
    {
        internal async Task<Outcome<ScreenedLeg>> ScreenAsync(ReadLeg read, CancellationToken cancellationToken)
        {
            read.Permitted.Arrival.Enter(Room.Screening);
            var category = read.Permission.Category;
            var engine = read.Permitted.Routed.Pinned.Policy.Engines[category.Id];

            // Inspect: pure. What is in it, whom is it about, and does anything undeclared show?
            if (!engine.Inspect(read.Body.Memory, read.Permitted.Arrival.Time, read.ContentType)
                .TryPass(out var inspected, out var turnBack))
            {
                return turnBack;
            }

            using (inspected)
            {
                // What only a person may decide waits for one.
                if (inspected.Decision is { } decision)
                {
                    return decision;
                }

                // Ask: may these persons' data go, and is there room under the cap?
                var asked = await questions.AskAsync(read.Permission, inspected, cancellationToken);
                if (!asked.TryPass(out var verdicts, out turnBack))
                {
                    return turnBack;
                }

                // Transform: pure again, with the verdicts.
                return Transform(read, inspected, verdicts);
            }
        }

        private static Outcome<ScreenedLeg> Transform(
            ReadLeg read, InspectedConsignment inspected, AskVerdicts verdicts)
        {
            PooledBody? output = null;
            ScreenedLeg? screened = null;
            try
            {
                output = new PooledBody(read.Permitted.Routed.Admitted.Memory, read.Body.Length);
                var report = inspected.Transform(verdicts, output);
                var digest = SHA256.HashData(output.Span);
                var keys = read.Permitted.Routed.Pinned.Secrets;
                var at = read.Permitted.Routed.Identified.Arrival.Time;
                return screened = new ScreenedLeg(
                    read,
                    output,
                    digest,
                    report,
                    SubjectSet.Of(inspected, report, output.Span, digest, keys, at),
                    SourceDigest.Of(read.Body.Span, read.Permission.Category.Id.ToString(), keys, at));
            }
            catch (MemoryBudgetException)
            {
                return MemoryBudgetException.ToRefusal();
            }
            finally
            {
                // What was taken from the budget goes back on every way out, or the gateway would run dry.
                if (screened is null)
                {
                    output?.Dispose();
                }
            }
        }
    }
}

/// <summary>
/// A keyed digest of the document as the exporter sent it: proves later what came in, to who holds the key.
/// </summary>
/// <param name="Key">Id of the source key.</param>
/// <param name="Hmac">Lower-case hex of HMAC-SHA-256.</param>
internal sealed record SourceDigest(string Key, string Hmac)
{
    internal const string Use = "source";

    internal static SourceDigest Of(ReadOnlySpan<byte> body, string category, KeyRing keys, DateTimeOffset now)
    {
        var key = keys.Require(Use, category, now);
        Span<byte> hmac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Bytes.Span, body, hmac);
        return new SourceDigest(key.Id, Convert.ToHexStringLower(hmac));
    }
}
