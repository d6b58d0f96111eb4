using System.Collections.Concurrent;
using Gateway.Policies;
using Gateway.Policies.Parties;
using Gateway.Reading;
using Gateway.Settings;
using Gateway.State;

namespace Gateway.Identity;

/// <summary>
/// The end of room 2: the caller is known, and there is a place for one more transfer of this party. The place is held
/// until this is disposed, when the caller has its answer. A stranger never gets here, so it takes nobody's place.
/// </summary>
internal sealed class AdmittedTransfer : IDisposable
{
    private readonly AdmissionRoom _room;
    private PartyShare? _share;

    private AdmittedTransfer(IdentifiedTransfer identified, PartyShare share, AdmissionRoom room)
    {
        Identified = identified;
        Memory = share.Memory;
        _share = share;
        _room = room;
    }

    internal IdentifiedTransfer Identified { get; }

    /// <summary>What the bodies of this transfer may take, in either direction.</summary>
    internal MemoryBudget Memory { get; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _share, null) is { } share)
        {
            _room.Leave(share);
        }
    }

    /// <summary>Is there a place? Asked before anything of the body is read; in memory alone, without a lock.</summary>
    internal sealed class AdmissionRoom(
        IdentitySettings limits, ReadingSettings reading, MemoryBudget memory, Intake intake, TimeProvider time)
    {
        private readonly ConcurrentDictionary<PartyId, PartyShare> _shares = new();
        private int _taken;

        internal Outcome<AdmittedTransfer> Admit(IdentifiedTransfer identified)
        {
            if (intake.IsClosed)
            {
                return Later(RefusalCode.Stopped, "the gateway is stopping, and begins nothing new");
            }

            var party = identified.Caller.Id;
            var share = _shares.GetOrAdd(party, static (_, room) => room.CreateShare(), this);
            if (!share.Rate.TryTake(out var wait))
            {
                return new Refusal(RefusalCode.LimitRate, $"party '{party}' is over its rate") { RetryAfter = wait };
            }

            if (Interlocked.Increment(ref _taken) > limits.MaxConcurrent)
            {
                Interlocked.Decrement(ref _taken);
                return Later(RefusalCode.LimitConcurrency, "every place of the gateway is taken");
            }

            if (!share.TryEnter())
            {
                Interlocked.Decrement(ref _taken);
                return Later(RefusalCode.LimitConcurrency, $"every place of party '{party}' is taken");
            }

            return new AdmittedTransfer(identified, share, this);
        }

        internal void Leave(PartyShare share)
        {
            share.Leave();
            Interlocked.Decrement(ref _taken);
        }

        private PartyShare CreateShare() => new(
            limits.MaxConcurrentPerParty,
            new TokenBucket(limits.RequestsPerSecondPerParty, limits.BurstPerParty, time),
            new MemoryBudget(reading.MemoryBudgetPerPartyBytes, memory));

        // Nobody knows when a place is given back; a second is soon enough, and not at once.
        private static Refusal Later(RefusalCode code, string detail) =>
            new(code, detail) { RetryAfter = TimeSpan.FromSeconds(1) };
    }
}
