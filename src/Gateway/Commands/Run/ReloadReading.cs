using System.Diagnostics;
using Gateway.Listening;
using Gateway.Operations;
using Gateway.Permit;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Settings;
using Gateway.Stamping;
using Gateway.Trust;

namespace Gateway.Commands.Run;

//
//  What a reload may take:
//
//      1. Each part is read and verified by itself. One with a fault is not a candidate; the one in force stays.
//      2. Trust lists and CRLs are taken whatever else is wrong: a withdrawal must not wait for a bundle to be mended.
//      3. Certificates are taken pair by pair; nothing else hangs on them.
//      4. Bundle, secrets and endorsed keys hang on each other: a rule names a key, an endorsement names the routes'
//         exporters. The first combination that holds together is taken, newest first; the last is what is in force.
//
//  Nothing is put in force here, and nothing is recorded.
//

/// <summary>Reads every file again and says what could come into force.</summary>
internal sealed class ReloadReading(Foundation foundation, TimeProvider time)
{
    private readonly FoundationReading _reading =
        new(foundation.Settings, foundation.Places, foundation.Pins, time);

    /// <summary>The next snapshots; those in force themselves where nothing changed.</summary>
    internal ReloadProposal Read(PinnedSnapshots current, AcceptedState accepted)
    {
        var refused = new List<RefusedPart>();
        var trust = ReadTrust(current.Trust, accepted, refused);
        var tls = Gather(TakenPart.Certificates, refused, faults => current.Tls.Renew(
            foundation.Settings, foundation.Places, time.GetUtcNow(), faults));
        var bundle = _reading.ReadBundle(accepted);
        Refuse(TakenPart.Bundle, bundle.Faults, refused);
        var candidates = new Candidates(
            bundle.Bundle?.Bundle.Digest == current.Policy.Bundle.Digest ? null : bundle.Bundle,
            ReadSecrets(current.Secrets, refused),
            ReadEndorsed(current.Endorsed, refused));
        var (policy, secrets, endorsed) = Fit(current, candidates, trust, refused);
        candidates.DisposeUnless(secrets, endorsed);
        return new ReloadProposal(
            new PinnedSnapshots(policy, trust, secrets, endorsed, tls), bundle.Files, refused);
    }

    private TrustSnapshot ReadTrust(TrustSnapshot current, AcceptedState accepted, List<RefusedPart> refused)
    {
        var read = Gather(TakenPart.TrustLists, refused, faults => _reading.ReadTrust(accepted, faults));
        return read is null || read.Digest == current.Digest ? current : read;
    }

    // Null: no other than the ring in force.
    private KeyRing? ReadSecrets(KeyRing current, List<RefusedPart> refused)
    {
        var read = Gather(TakenPart.Keys, refused, faults =>
        {
            var ring = _reading.ReadSecrets(faults);
            var before = faults.Count;
            ring?.CheckAgainst(current, faults);
            return faults.Count == before ? ring : Discard(ring);
        });
        return read is not null && read.IsSame(current) ? Discard(read) : read;
    }

    private EndorsedKeys? ReadEndorsed(EndorsedKeys current, List<RefusedPart> refused)
    {
        var read = Gather(TakenPart.EndorsedKeys, refused, faults =>
        {
            var keys = _reading.ReadEndorsed(faults);
            if (keys is null || KeyOf(keys.Ledger) == KeyOf(current.Ledger))
            {
                return keys;
            }

            faults.Add(foundation.Places.Of("Ledger.Key").Fault(
                "key.ledger",
                "this year's ledger is bound to its key: put the old one back; a new one may come with the first "
                + "start in a new year"));
            return Discard(keys);
        });
        return read is not null && read.IsSame(current) ? Discard(read) : read;
    }

    private (PolicySnapshot Policy, KeyRing Secrets, EndorsedKeys Endorsed) Fit(
        PinnedSnapshots current, Candidates candidates, TrustSnapshot trust, List<RefusedPart> refused)
    {
        IReadOnlyList<Fault> first = [];
        var running = new SignedBundle(current.Policy.Bundle, current.Policy.Signers);
        foreach (var bundle in Newest(candidates.Bundle, running))
        {
            foreach (var secrets in Newest(candidates.Secrets, current.Secrets))
            {
                foreach (var endorsed in Newest(candidates.Endorsed, current.Endorsed))
                {
                    var faults = new List<Fault>();
                    var isOld = bundle == running && secrets == current.Secrets;
                    var policy = isOld ? current.Policy : _reading.Compile(bundle, secrets, faults);
                    if (isOld && endorsed == current.Endorsed)
                    {
                        // In force already: if it no longer holds, each transfer is told so (Standing).
                        Refuse("bundle and keys together", first, refused);
                        return (current.Policy, secrets, endorsed);
                    }

                    _reading.CheckEndorsed(endorsed, bundle.Bundle, trust, faults);
                    if (policy is not null && faults.TrueForAll(fault => fault.IsWarning))
                    {
                        Refuse("bundle and keys together", first, refused);
                        return (policy, secrets, endorsed);
                    }

                    first = first.Count > 0 ? first : faults;
                }
            }
        }

        throw new UnreachableException("the last combination is what is in force");
    }

    private static T[] Newest<T>(T? candidate, T current)
        where T : class => candidate is null ? [current] : [candidate, current];

    private static T Gather<T>(string what, List<RefusedPart> refused, Func<List<Fault>, T> read)
    {
        var faults = new List<Fault>();
        var result = read(faults);
        Refuse(what, faults, refused);
        return result;
    }

    private static void Refuse(string what, IEnumerable<Fault> faults, List<RefusedPart> refused) =>
        refused.AddRange(faults.Where(fault => !fault.IsWarning).Select(fault => new RefusedPart(what, fault)));

    private static string? KeyOf(SignedEndorsement signed) =>
        KeyEndorsementReader.TryRead(signed.Json, out var endorsement, out _) ? endorsement.KeyId : null;

    private static T? Discard<T>(T? secret)
        where T : SharedSecret
    {
        secret?.Dispose();
        return null;
    }

    /// <summary>What is new by itself; null where the one in force stays.</summary>
    private sealed record Candidates(SignedBundle? Bundle, KeyRing? Secrets, EndorsedKeys? Endorsed)
    {
        internal void DisposeUnless(KeyRing secrets, EndorsedKeys endorsed)
        {
            if (Secrets != secrets)
            {
                Secrets?.Dispose();
            }

            if (Endorsed != endorsed)
            {
                Endorsed?.Dispose();
            }
        }
    }
}

/// <summary>What could come into force. Its secrets that are not in force yet belong to whoever takes it.</summary>
/// <param name="BundleFiles">The files its bundle was read from, if the bundle is new.</param>
internal sealed record ReloadProposal(
    PinnedSnapshots Next, IReadOnlyList<BundleFile> BundleFiles, IReadOnlyList<RefusedPart> Refused)
{
    /// <summary>Throws away the secrets that did not come into force.</summary>
    internal void DiscardUnless(PinnedSnapshots inForce)
    {
        if (Next.Secrets != inForce.Secrets)
        {
            Next.Secrets.Dispose();
        }

        if (Next.Endorsed != inForce.Endorsed)
        {
            Next.Endorsed.Dispose();
        }
    }
}
