namespace Gateway.Policies.Transforms;

/// <summary>
/// Hears of each record of a stream as it is written, because nothing of it is kept: whom it names, and its bytes.
/// </summary>
public interface IRecordWitness
{
    /// <summary>
    /// A person whom a released record names (folded as for hash). True where nothing told of that one before.
    /// </summary>
    bool IsNew(ReadOnlySpan<byte> subject);

    /// <summary>The bytes of one released record, as they leave, without the separator before it.</summary>
    void Released(ReadOnlySpan<byte> record);
}
