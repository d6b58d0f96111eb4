using System.Collections.Concurrent;
using Gateway.Identity;
using Gateway.Ledger.Entries;
using Gateway.Settings;

namespace Gateway.Audit.Desk;

/// <summary>
/// What one reader may take: questions a second, and open streams. Kept by reader, whatever certificate it shows: the
/// bundle names them, so there are not many.
/// </summary>
internal sealed class ReaderShares(AuditSettings settings, TimeProvider time)
{
    private readonly ConcurrentDictionary<ReaderName, Share> _shares = new();

    /// <param name="wait">When there will be one, where there is none now.</param>
    internal bool TryTake(ReaderName reader, out TimeSpan wait) => ShareOf(reader).Rate.TryTake(out wait);

    /// <summary>True: a stream may be opened, and <see cref="Leave"/> is owed.</summary>
    internal bool TryEnter(ReaderName reader)
    {
        if (Interlocked.Increment(ref ShareOf(reader).Streams) <= settings.StreamsPerReader)
        {
            return true;
        }

        Leave(reader);
        return false;
    }

    internal void Leave(ReaderName reader) => Interlocked.Decrement(ref ShareOf(reader).Streams);

    private Share ShareOf(ReaderName reader) => _shares.GetOrAdd(reader, _ => new Share(
        new TokenBucket(settings.RequestsPerSecondPerReader, settings.BurstPerReader, time)));

    private sealed class Share(TokenBucket rate)
    {
        internal int Streams;

        internal TokenBucket Rate => rate;
    }
}
