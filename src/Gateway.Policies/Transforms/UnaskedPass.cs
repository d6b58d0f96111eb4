using System.Buffers;

namespace Gateway.Policies.Transforms;

/// <summary>What left of one document, and the account of it.</summary>
public sealed record PassedDocument(ReadOnlyMemory<byte> Output, TransformReport Report);

/// <summary>
/// Both steps of customs with nobody asked between them, for commands without a daemon: consent and volume are taken
/// as granted, so what passes here may still be refused on a route.
/// </summary>
public static class UnaskedPass
{
    /// <summary>What leaves; or the refusal, or the hold until a person decides.</summary>
    public static Outcome<PassedDocument> Run(
        CategoryEngine engine, ReadOnlyMemory<byte> body, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(engine);
        if (!engine.Inspect(body, at).TryPass(out var inspected, out var turnBack))
        {
            return turnBack;
        }

        using (inspected)
        {
            if (inspected.Decision is { } hold)
            {
                return hold;
            }

            var output = new ArrayBufferWriter<byte>(Math.Max(body.Length, 1));
            var report = inspected.Transform(AskVerdicts.AllGo, output);
            return new PassedDocument(output.WrittenMemory, report);
        }
    }
}
