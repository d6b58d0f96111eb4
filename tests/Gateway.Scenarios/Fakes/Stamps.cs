using Gateway.Stamping;

namespace Gateway.Scenarios.Fakes;

/// <summary>Checks a stamp as the far side does: with the endorsed key of the throw-away PKI, at this moment.</summary>
internal static class Stamps
{
    internal static IReadOnlyList<VerificationFinding> Verify(ReceivedMessage message)
    {
        var json = File.ReadAllBytes(DevAssets.Pki.Endorsement(KeyUse.Stamping));
        Assert.True(KeyEndorsementReader.TryRead(json, out var key, out _));
        var keys = new Dictionary<string, KeyEndorsement>(StringComparer.Ordinal) { [key.KeyId] = key };
        return StampVerifier.Verify(message, keys, TimeProvider.System.GetUtcNow()).Findings;
    }

    /// <summary>The same for a request that a far side got.</summary>
    internal static IReadOnlyList<VerificationFinding> Verify(FarRequest sent, int port, byte[] body)
    {
        var fields = sent.Fields.Select(field => new HeaderLine(field.Key, field.Value)).ToList();
        var head = MessageHead.OfRequest(sent.Method, $"https://127.0.0.1:{port}{sent.Target}", fields);
        return Verify(new ReceivedMessage(head, null, body));
    }
}
