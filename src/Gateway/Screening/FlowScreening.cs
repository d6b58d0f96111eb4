using System.Buffers;
using System.Security.Cryptography;
using Gateway.Policies;
using Gateway.Policies.Transforms;
using Gateway.Reading;

namespace Gateway.Screening;

/// <summary>
/// A body that is too long for memory, of a category about whose persons nobody is asked: inspected and transformed
/// record by record as it arrives, straight into the spool of what leaves. What stands there is undecided, and stays
/// in this machine, until the last record has passed.
/// </summary>
internal sealed class FlowScreening : IDisposable
{
    private readonly ReadLeg _read;
    private readonly RecordFlow _flow;
    private readonly SubjectGathering _subjects;
    private readonly SourceInPieces _source;
    private readonly EncryptedSpool _spool;
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> _decided = new();

    internal FlowScreening(ReadLeg read, CategoryEngine engine, EncryptedSpool spool)
    {
        var arrival = read.Permitted.Arrival;
        var keys = read.Permitted.Routed.Pinned.Secrets;
        _read = read;
        _spool = spool;
        _subjects = new SubjectGathering(keys, arrival.Time);
        _source = SourceDigest.Begin(read.Permission.Category.Id.ToString(), keys, arrival.Time);
        _flow = engine.Open(arrival.Time, read.ContentType, _subjects);
    }

    /// <summary>The account of what stands in the spool then; or why nothing of it may leave.</summary>
    internal async Task<Outcome<FlowAccount>> RunAsync(CancellationToken cancellationToken)
    {
        var pumped = await _read.PumpAsync(TakeAsync, cancellationToken);
        if (pumped is not null)
        {
            return pumped;
        }

        if (!_flow.Complete(_decided).TryPass(out var report, out var turnBack))
        {
            return turnBack;
        }

        try
        {
            await KeepAsync(cancellationToken);
        }
        catch (SpoolException)
        {
            return SpoolException.ToRefusal();
        }

        return new FlowAccount(_digest.GetHashAndReset(), report, _subjects.ToSet(), _source.Finish());
    }

    public void Dispose()
    {
        _decided.Clear();
        _flow.Dispose();
        _digest.Dispose();
        _source.Dispose();
    }

    private async ValueTask<TurnBack?> TakeAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        _source.Append(piece.Span);
        if (_flow.Append(piece.Span, _decided) is { } refusal)
        {
            return refusal;
        }

        await KeepAsync(cancellationToken);
        return null;
    }

    private async ValueTask KeepAsync(CancellationToken cancellationToken)
    {
        _digest.AppendData(_decided.WrittenSpan);
        await _spool.WriteAsync(_decided.WrittenMemory, cancellationToken);
        _decided.ResetWrittenCount();
    }
}

/// <summary>What is known of a body that went by record.</summary>
internal sealed record FlowAccount(byte[] Digest, TransformReport Report, SubjectSet Subjects, SourceDigest Source)
{
    /// <summary>Null where the category does not commit to its values; never of a body that went by record.</summary>
    internal FieldCommitments? Fields { get; init; }
}
