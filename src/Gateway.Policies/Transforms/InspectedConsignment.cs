using System.Buffers;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Transforms;

/// <summary>
/// A body in which every value is decided and nothing is changed yet. Between inspect and transform others are asked:
/// about its <see cref="Subjects"/>, its <see cref="Records"/>, and, where <see cref="Decision"/> is a hold, a person.
/// Lent for one body: dispose it, and what was read from the body is wiped; from then on, each copy of it throws
/// <see cref="ObjectDisposedException"/>. Not thread-safe.
/// </summary>
public readonly struct InspectedConsignment : IDisposable
{
    // What holds the body serves one after the other. The turn says whose it is, so that nobody who has given it back
    // reads, or gives back, what is another's.
    private readonly Consignment? _consignment;
    private readonly long _turn;

    internal InspectedConsignment(Consignment consignment)
    {
        _consignment = consignment;
        _turn = consignment.Turn;
    }

    /// <summary>
    /// Null: it may pass. A <see cref="Hold"/>: only once a person has said so. Refusals never get this far.
    /// </summary>
    public TurnBack? Decision => Held.Decision;

    /// <summary>How many records the body holds.</summary>
    public int Records => Held.Records;

    /// <summary>Everyone the records name, in document order.</summary>
    public IReadOnlyList<Subject> Subjects => Held.Subjects;

    /// <summary>What the detectors found, by kind.</summary>
    public IReadOnlyDictionary<DetectorKind, int> Findings => Held.Findings;

    private bool IsHeld => _consignment is not null && _consignment.Turn == _turn;

    private Consignment Held =>
        IsHeld ? _consignment! : throw new ObjectDisposedException(nameof(InspectedConsignment));

    /// <summary>Writes what leaves. May be called again, with the same or other verdicts.</summary>
    public TransformReport Transform(AskVerdicts verdicts, IBufferWriter<byte> output) =>
        Held.Transform(verdicts, output);

    /// <summary>Gives the memory back, wiped. Nothing where that was done.</summary>
    public void Dispose()
    {
        if (IsHeld)
        {
            _consignment!.End();
        }
    }
}
