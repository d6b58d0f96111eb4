using Gateway.Identity;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Stamping;
using Gateway.Trust;

namespace Gateway.Permit;

/// <summary>
/// What must hold at this moment for anything to leave, whoever asks: the bundle has not expired, both keys are
/// endorsed by e-certificates that are trusted now, and the clock has not fallen behind the ledger. What was in order
/// at the start may run out while the daemon runs.
/// </summary>
internal sealed class Standing(
    IReadOnlyList<SignedEndorsement> endorsements, TrustStore trusts, Func<bool> isClockBehind, TimeProvider time)
{
    // A signature costs too much to check for each transfer; its dates, and the trust it hangs on, are asked often
    // enough.
    private static readonly TimeSpan Recheck = TimeSpan.FromMinutes(1);

    private volatile Judged? _last;

    /// <summary>Null: it holds.</summary>
    /// <param name="policy">The bundle whose permission is asked for.</param>
    internal Refusal? Refuse(PolicySnapshot policy) =>
        WhatFell(policy) is { } fallen ? new Refusal(RefusalCode.Stopped, fallen.Detail) : null;

    /// <summary>Null: it holds.</summary>
    internal Fallen? WhatFell(PolicySnapshot policy)
    {
        var now = time.GetUtcNow();
        return policy.Bundle.Expires <= now ? Fallen.Bundle
            : isClockBehind() ? Fallen.Clock
            : AreEndorsed(policy.Bundle, now) ? null
            : Fallen.Endorsement;
    }

    /// <summary>
    /// False while no authority of one side is recognised, because lists or entries ran out: no party of that side can
    /// be identified. Identity refuses such a caller by itself, with the certificate's own code.
    /// </summary>
    internal bool KnowsBothSides => trusts.Current.RecognisesBothSides(time.GetUtcNow());

    private bool AreEndorsed(PolicyBundle bundle, DateTimeOffset now)
    {
        var trust = trusts.Current;
        if (_last is not { } last
            || !ReferenceEquals(last.Bundle, bundle)
            || !ReferenceEquals(last.Trust, trust)
            || now < last.At
            || now >= last.Until)
        {
            _last = last = Judge(bundle, trust, now);
        }

        return last.IsGood;
    }

    private Judged Judge(PolicyBundle bundle, TrustSnapshot trust, DateTimeOffset now)
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

        internal static Fallen Endorsement { get; } =
            new("endorsement", "the endorsement of the stamping or the ledger key is not in force");
    }

    private sealed record Judged(
        PolicyBundle Bundle, TrustSnapshot Trust, DateTimeOffset At, DateTimeOffset Until, bool IsGood);
}
