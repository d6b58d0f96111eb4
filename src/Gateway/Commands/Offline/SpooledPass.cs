using System.Buffers;
using Gateway.Policies;
using Gateway.Policies.Transforms;
using Gateway.Reading;

namespace Gateway.Commands.Offline;

/// <summary>
/// Stdin of any length, record by record: what leaves waits in a spool until the last record is decided.
/// </summary>
internal static class SpooledPass
{
    private const int Chunk = 128 * 1024;

    /// <summary>What leaves, lent by the spool; or the refusal, or the hold.</summary>
    internal static async Task<Outcome<MaskedInput>> RunAsync(
        CategoryEngine engine, EncryptedSpool spool, CancellationToken cancellationToken)
    {
        await using var input = Console.OpenStandardInput();
        using var flow = engine.Open(TimeProvider.System.GetUtcNow(), null, new DistinctSubjects());
        var output = new ArrayBufferWriter<byte>(2 * Chunk);
        var chunk = new byte[Chunk];
        int read;
        while ((read = await input.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (flow.Append(chunk.AsSpan(0, read), output) is { } refusal)
            {
                return refusal;
            }

            await spool.WriteAsync(output.WrittenMemory, cancellationToken);
            output.ResetWrittenCount();
        }

        if (!flow.Complete(output).TryPass(out var report, out var turnBack))
        {
            return turnBack;
        }

        await spool.WriteAsync(output.WrittenMemory, cancellationToken);
        return new MaskedInput(spool.OpenRead(), report);
    }
}

/// <summary>What left of stdin, to be read once, and the account of it.</summary>
internal sealed record MaskedInput(Stream Output, TransformReport Report);
