namespace Gateway.Policies.Transforms;

/// <summary>The derived keys of the field actions: files in the daemon, constants in a test.</summary>
public interface IFieldKeys
{
    /// <summary>
    /// The 32-byte key for one use (the action's name) in one category, already derived; false if there is none.
    /// </summary>
    bool TryGet(string use, string category, string keyId, out ReadOnlyMemory<byte> key);

    /// <summary>What encrypts to a party of the bundle; null where nobody has that party's certificate.</summary>
    IFieldCipher? CipherFor(string party) => null;
}
