using Gateway.Stamping;

namespace Gateway.Commands.Demo;

/// <summary>
/// The stamped messages as their receivers got them, and the bodies as they came in, one folder and one file each
/// (FORMATS.md 6). The name is the transfer id; ".response" is added where the request leg carries too.
/// </summary>
internal sealed class KeptMessages
{
    private readonly Dictionary<string, KeyEndorsement> _keys = new(StringComparer.Ordinal);

    internal KeptMessages(DemoScene scene)
    {
        Messages = Directory.CreateDirectory(scene.At("messages"));
        Sources = Directory.CreateDirectory(scene.At("sources"));
        var json = File.ReadAllBytes(scene.Layout.Endorsement(KeyUse.Stamping));
        if (KeyEndorsementReader.TryRead(json, out var endorsement, out _))
        {
            _keys[endorsement.KeyId] = endorsement;
        }
    }

    internal DirectoryInfo Messages { get; }

    internal DirectoryInfo Sources { get; }

    internal void Keep(DemoCase @case, CallerReply reply, ReceivedRequest? received)
    {
        var answerName = @case.Body is null ? reply.TransferId : $"{reply.TransferId}.response";
        if (@case.Body is { } body)
        {
            KeepSource(reply.TransferId, body);
        }

        if (received is null)
        {
            return;
        }

        KeepSource(answerName, received.Answer.Body);
        if (received.Head.FieldValue("Signature") is not null)
        {
            KeepMessage(reply.TransferId, new ReceivedMessage(received.Head, null, received.Body));
        }

        if (reply.IsStamped)
        {
            KeepMessage(answerName, new ReceivedMessage(reply.Head, reply.Request, reply.Body));
        }
    }

    private void KeepSource(string name, byte[] body)
    {
        if (body.Length > 0 && Guid.TryParse(name.AsSpan(0, Math.Min(name.Length, 36)), out _))
        {
            File.WriteAllBytes(Path.Combine(Sources.FullName, name), body);
        }
    }

    // Base and signature as a receiver takes them out of what it received; nothing is asked of the gateway.
    private void KeepMessage(string name, ReceivedMessage message)
    {
        var verdict = StampVerifier.Verify(message, _keys, now: null);
        var evidence = new MessageEvidence(message, verdict.Base ?? [], verdict.Stamp?.Signature ?? []);
        MessageFolder.Write(Path.Combine(Messages.FullName, name), evidence);
    }
}
