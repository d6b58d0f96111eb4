using System.Runtime.CompilerServices;
using Gateway.Identity;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Stamping;
using Gateway.Trust;

namespace Gateway.Permit;

/// <summary>
/// What must hold at this moment for anything to leave, whoever asks: the bundle has not expired, both keys are
/// endorsed by e-certificates that are trusted now, the clock has not fallen behind the ledger, and,
/// where that is configured, witnesses have cosigned it. What was in order at the start may run out while the daemon
/// runs.
/// </summary>
/// <param name="isUnwitnessed">Whether egress stops for want of witnesses; null: nobody is asked.</param>
internal sealed class Standing(Func<bool> isClockBehind, TimeProvider time, Func<bool>? isUnwitnessed = null)
{
    // A signature costs too much to check for each transfer; its dates, and the trust it hangs on, are asked often
    // enough.
    private static readonly TimeSpan Recheck = TimeSpan.FromMinutes(1);

    // Of each pair of endorsements the newest judgement: while one pair replaces the other, both are asked for.
    private readonly ConditionalWeakTable<IReadOnlyList<SignedEndorsement>, Judged> _last = [];

    /// <summary>Null: it holds.</summary>
    /// <param name="policy">The bundle whose permission is asked for.</param>
    /// <param name="trust">By which the e-certificates behind the endorsements are judged.</param>
    /// <param name="endorsements">Of the keys that this transfer is stamped and recorded with.</param>
    internal Refusal? Refuse(
        PolicySnapshot policy, TrustSnapshot trust, IReadOnlyList<SignedEndorsement> endorsements) =>
        WhatFell(policy, trust, endorsements) is { } fallen ? new Refusal(RefusalCode.Stopped, fallen.Detail) : null;

    /// <summary>Null: it holds.</summary>
    internal Fallen? WhatFell(
        PolicySnapshot policy, TrustSnapshot trust, IReadOnlyList<SignedEndorsement> endorsements)
    {
        var now = time.GetUtcNow();
        return policy.Bundle.Expires <= now ? Fallen.Bundle
            : isClockBehind() ? Fallen.Clock
            : isUnwitnessed?.Invoke() == true ? Fallen.Witness
            : AreEndorsed(policy.Bundle, trust, endorsements, now) ? null
            : Fallen.Endorsement;
    }

    /// <summary>
    /// False while no authority of one side is recognised, because lists or entries ran out: no party of that side can
    /// be identified. Identity refuses such a caller by itself, with the certificate's own code.
    /// </summary>
    internal bool KnowsBothSides(TrustSnapshot trust) => trust.RecognisesBothSides(time.GetUtcNow());

    private bool AreEndorsed(
        PolicyBundle bundle, TrustSnapshot trust, IReadOnlyList<SignedEndorsement> endorsements, DateTimeOffset now)
    {
        if (!_last.TryGetValue(endorsements, out var last)
            || !ReferenceEquals(last.Bundle, bundle)
            || !ReferenceEquals(last.Trust, trust)
            || now < last.At
            || now >= last.Until)
        {
            last = Judge(bundle, trust, endorsements, now);
            _last.AddOrUpdate(endorsements, last);
        }

        return last.IsGood;
    }

    private static Judged Judge(
        PolicyBundle bundle, TrustSnapshot trust, IReadOnlyList<SignedEndorsement> endorsements, DateTimeOffset now)
    {
        var until = now + Recheck;
        foreach (var signed in endorsements)
        {
            var faults = KeyEndorsementReader.Verify(
                signed, now, signer => PartyResolution.Signer(signer.Certificate, bundle, trust, now));
            if (faults.Count > 0 || !KeyEndorsementReader.TryRead(signed.Json, out var endorsement, out _))
            {
                return new Judged(bundle, trust, now, until, false);
            }

            until = endorsement.To < until ? endorsement.To : until;
        }

        return new Judged(bundle, trust, now, until, true);
    }

    /// <summary>What no longer holds: a stable word for probes and metrics, and the words of the refusal.</summary>
    internal sealed record Fallen(string Word, string Detail)
    {
        internal static Fallen Bundle { get; } = new("bundle", "the bundle has expired");

        internal static Fallen Clock { get; } =
            new("clock", "the clock stands before the last entry of the ledger");

        internal static Fallen Witness { get; } =
            new("witness", "fewer witnesses than are needed have cosigned the ledger, for too long");

        internal static Fallen Endorsement { get; } =
            new("endorsement", "the endorsement of the stamping or the ledger key is not in force");
    }

    private sealed record Judged(
        PolicyBundle Bundle, TrustSnapshot Trust, DateTimeOffset At, DateTimeOffset Until, bool IsGood);
}
