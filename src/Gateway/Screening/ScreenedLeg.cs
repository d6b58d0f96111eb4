using System.Security.Cryptography;
using Gateway.Permit;
using Gateway.Policies;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Instruments;
using Gateway.Policies.Transforms;
using Gateway.Reading;
using Gateway.Rooms;

namespace Gateway.Screening;

/// <summary>Room 6's result: what may leave of the body, and the account of what was done to it.</summary>
internal sealed class ScreenedLeg
{
    private ScreenedLeg(ReadLeg read, OutgoingBody output, FlowAccount account)
    {
        Permitted = read.Permitted;
        Leg = read.Leg;
        Permission = read.Permission;
        Output = output;
        ContentType = account.Report.ContentType
            ?? MediaType.OfLeaving(read.ContentType, read.Permission.Category);
        Digest = account.Digest;
        Report = account.Report;
        Subjects = account.Subjects;
        Source = account.Source;
        Fields = account.Fields;
    }

    internal PermittedTransfer Permitted { get; }

    internal Leg Leg { get; }

    internal Permission Permission { get; }

    /// <summary>Exactly the bytes that leave. Owned by the leg, until the recorded leg takes it.</summary>
    internal OutgoingBody Output { get; }

    /// <summary>Of the bytes that leave.</summary>
    internal string ContentType { get; }

    /// <summary>SHA-256 of <see cref="Output"/>.</summary>
    internal byte[] Digest { get; }

    internal TransformReport Report { get; }

    internal SubjectSet Subjects { get; }

    internal SourceDigest Source { get; }

    /// <summary>Null where the category does not commit to its values.</summary>
    internal FieldCommitments? Fields { get; }

    /// <summary>Room 6: inspect, ask, transform. Unknown means no.</summary>
    internal sealed class ScreeningRoom(SubjectQuestions questions)
    {
        internal async Task<Outcome<ScreenedLeg>> ScreenAsync(ReadLeg read, CancellationToken cancellationToken)
        {
            read.Permitted.Arrival.Enter(Room.Screening);
            var category = read.Permission.Category;
            var engine = read.Permitted.Routed.Pinned.Policy.Engines[category.Id];

            if (read.Spool is { } folder)
            {
                return await FlowAsync(read, engine, folder, cancellationToken);
            }

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

        // Inspect and transform at once, record by record: Reading lets only such bodies come unread about which nobody
        // is to be asked.
        private static async Task<Outcome<ScreenedLeg>> FlowAsync(
            ReadLeg read, CategoryEngine engine, string folder, CancellationToken cancellationToken)
        {
            var spool = new EncryptedSpool(folder);
            ScreenedLeg? screened = null;
            try
            {
                using var flow = new FlowScreening(read, engine, spool);
                var outcome = await flow.RunAsync(cancellationToken);
                if (!outcome.TryPass(out var account, out var turnBack))
                {
                    return turnBack;
                }

                return screened = new ScreenedLeg(read, new OutgoingBody(spool), account);
            }
            finally
            {
                if (screened is null)
                {
                    spool.Dispose();
                }
            }
        }

        private static FieldCommitments Commit(
            ReadLeg read, IReadOnlyList<ValuePlace> values, ReadOnlySpan<byte> output, bool keeps)
        {
            var seed = RandomNumberGenerator.GetBytes(FieldCommitments.SeedSize);
            var release = new ReleasedLeg(
                read.Permitted.Facts.Id.Value, read.Leg == Leg.Request ? "request" : "response");
            return FieldCommitments.Of(values, read.Body.Span, output, seed) with
            {
                Originals = keeps
                    ? KeptOriginals.Of(
                        release, values, read.Body.Span, read.Permitted.Routed.Pinned.Secrets.Custodians)
                    : null,
            };
        }

        private static Outcome<ScreenedLeg> Transform(
            ReadLeg read, InspectedConsignment inspected, AskVerdicts verdicts)
        {
            PooledBody? output = null;
            ScreenedLeg? screened = null;
            try
            {
                output = new PooledBody(read.Memory, read.Body.Length);
                var report = inspected.Transform(verdicts, output);
                if (report.Values is { Count: > ValuePlace.Most })
                {
                    return new Refusal(
                        RefusalCode.BodyTooLarge,
                        $"the category commits to each value, and the body has more than {ValuePlace.Most}");
                }

                var keeps = read.Permission.Category.Commit == CommitRule.Originals;
                if (keeps && report.Values!.Sum(value => (long)value.Length) > KeptOriginals.MostBytes)
                {
                    return new Refusal(
                        RefusalCode.BodyTooLarge,
                        "the category keeps what came for its custodians, and the values of the body take more than "
                            + $"{KeptOriginals.MostBytes} bytes");
                }

                var digest = SHA256.HashData(output.Span);
                var keys = read.Permitted.Routed.Pinned.Secrets;
                var at = read.Permitted.Routed.Identified.Arrival.Time;
                var account = new FlowAccount(
                    digest,
                    report,
                    SubjectSet.Of(inspected, report, output.Span, digest, keys, at),
                    SourceDigest.Of(read.Body.Span, read.Permission.Category.Id.ToString(), keys, at))
                {
                    Fields = report.Values is { } values ? Commit(read, values, output.Span, keeps) : null,
                };
                return screened = new ScreenedLeg(read, new OutgoingBody(output), account);
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
