namespace Gateway.Policies.Transforms;

/// <summary>
/// Encrypts to one party: whatever it makes can be opened by that party's key alone, without anything else of the
/// message. The host supplies it; here nothing is known of certificates. Thread-safe.
/// </summary>
public interface IFieldCipher
{
    /// <summary>Room that suffices for a text of that many bytes.</summary>
    int MaxSize(int length);

    /// <summary>Writes one self-contained encrypted message; never the same twice. Returns its length.</summary>
    int Encrypt(ReadOnlySpan<byte> text, Span<byte> message);
}
