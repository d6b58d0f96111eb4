using System.Security.Cryptography.X509Certificates;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Notes;
using Gateway.Stamping;

namespace Gateway.Ledger.Seals;

/// <summary>
/// Puts the log under the e-certificate: everything that is durable is published, the published head is signed (CMS,
/// CAdES-B), the seal is kept beside it, and an entry says so. One at a time; the caller sees to that.
/// </summary>
/// <param name="settings">Where the published heads stand, and under which name.</param>
/// <param name="otherLogs">Origins of the organisation's other logs, which the list of logs names.</param>
internal sealed class LedgerSealing(
    TransparencyLedger ledger,
    LedgerDisk disk,
    LedgerSettings settings,
    IReadOnlyList<string> otherLogs,
    TimeProvider time)
{
    /// <summary>Adds an authority's timestamp to a seal, or gives it back as it is. Default: the latter.</summary>
    internal Func<byte[], Task<byte[]>> Timestamp { get; init; } = Task.FromResult;

    /// <summary>Seals what is there now.</summary>
    /// <param name="withKey">The e-certificate with its private key.</param>
    /// <param name="context">Of the two entries that this writes.</param>
    /// <exception cref="IOException">The seal cannot be kept.</exception>
    /// <exception cref="LedgerUnavailableException">Nothing can be recorded any more.</exception>
    internal async Task<SealEntry> SealAsync(
        X509Certificate2 withKey, EntryContext context, CancellationToken cancellationToken)
    {
        // What was queued before it is written with it, so that the head that is sealed has all of it.
        await ledger.AppendAsync(LedgerRecord.Of(new TickEntry(), context, time), cancellationToken);
        await ledger.PublishAsync(cancellationToken);
        if (PublishedShard.All(settings.Folder).LastOrDefault() is not { } published)
        {
            throw new LedgerUnavailableException("no head is published that could be sealed");
        }

        var note = OwnNote.Of(published.Note, published.Head.Origin);
        var signature = await Timestamp(CadesSignature.Sign(withKey, note, time.GetUtcNow()));
        var head = new SealedHead(published.Head.Size, note, signature);
        SealFolder.Write(disk, new ShardFolder(settings.Folder, published.Year), head);
        var logs = LogList.Of(settings.Folder, settings.Origin, otherLogs, time.GetUtcNow());
        LogListFile.Keep(disk, settings.Folder, logs, withKey);
        var entry = new SealEntry(
            published.Head.Origin,
            head.Size,
            Sha256Digest.FromBytes(published.Head.Root.Span),
            Sha256Digest.Of(head.Signature),
            Sha256Digest.Of(withKey.RawDataMemory.Span));
        await ledger.AppendAsync(LedgerRecord.Of(entry, context, time), cancellationToken);
        return entry;
    }
}
