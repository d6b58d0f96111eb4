using System.Security.Cryptography;
using Gateway.Settings;

namespace Gateway.Stamping;

/// <summary>
/// The stamping key with its endorsement, and the endorsement of the ledger's key: read, checked and replaced as one.
/// The ledger's private key is not here: it belongs to the ledger, for as long as that is open.
/// </summary>
internal sealed class EndorsedKeys : SharedSecret
{
    private readonly Ed25519PrivateKey _stampingKey;

    /// <param name="stampingKey">Owned from here on.</param>
    /// <param name="endorsements">The stamping key's, then the ledger key's.</param>
    internal EndorsedKeys(Ed25519PrivateKey stampingKey, params IReadOnlyList<SignedEndorsement> endorsements)
    {
        _stampingKey = stampingKey;
        StampingKeyId = KeyThumbprint.Of(stampingKey.PublicKey);
        Stamp = new MessageStamp(stampingKey, StampingKeyId);
        All = endorsements;
    }

    internal MessageStamp Stamp { get; }

    /// <summary>RFC 7638 thumbprint.</summary>
    internal string StampingKeyId { get; }

    internal SignedEndorsement Stamping => All[0];

    internal SignedEndorsement Ledger => All[1];

    /// <summary>Both endorsements. Always the same list: what was judged of it is kept by it.</summary>
    internal IReadOnlyList<SignedEndorsement> All { get; }

    /// <summary>Whether these are the same keys under the same endorsements, to the byte.</summary>
    internal bool IsSame(EndorsedKeys other) =>
        StampingKeyId == other.StampingKeyId && All.Zip(other.All).All(pair =>
            CryptographicOperations.FixedTimeEquals(pair.First.Json.Span, pair.Second.Json.Span)
            && CryptographicOperations.FixedTimeEquals(pair.First.Signature.Span, pair.Second.Signature.Span));

    protected override void Wipe() => _stampingKey.Dispose();
}
