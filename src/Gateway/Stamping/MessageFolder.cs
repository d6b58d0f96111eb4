using System.Text;

namespace Gateway.Stamping;

/// <summary>A stamped message with the base and the signature that were kept beside it.</summary>
/// <param name="Base">signature-base.txt: what the signature is over, as text.</param>
/// <param name="Signature">signature.bin: 64 bytes.</param>
internal sealed record MessageEvidence(
    ReceivedMessage Message, ReadOnlyMemory<byte> Base, ReadOnlyMemory<byte> Signature);

/// <summary>One message as a folder: head.txt, body, signature-base.txt, signature.bin (FORMATS.md 6).</summary>
internal static class MessageFolder
{
    internal const string HeadFile = "head.txt";
    internal const string BodyFile = "body";
    internal const string BaseFile = "signature-base.txt";
    internal const string SignatureFile = "signature.bin";

    private const int MaxHead = 1024 * 1024;

    /// <summary>Writes the four files into a folder, making it where it is not there.</summary>
    internal static void Write(string folder, MessageEvidence evidence)
    {
        Directory.CreateDirectory(folder);
        var message = evidence.Message;
        File.WriteAllText(
            Path.Combine(folder, HeadFile), MessageHeadText.Write(message.Head, message.Request), Encoding.Latin1);
        File.WriteAllBytes(Path.Combine(folder, BodyFile), message.Body.Span);
        File.WriteAllBytes(Path.Combine(folder, BaseFile), evidence.Base.Span);
        File.WriteAllBytes(Path.Combine(folder, SignatureFile), evidence.Signature.Span);
    }

    /// <summary>Reads the four files; null, and a finding for each that is missing or malformed.</summary>
    internal static MessageEvidence? Read(string folder, List<VerificationFinding> findings)
    {
        var head = ReadFile(folder, HeadFile, findings);
        var body = ReadFile(folder, BodyFile, findings);
        var signed = ReadFile(folder, BaseFile, findings);
        var signature = ReadFile(folder, SignatureFile, findings);
        if (head is null)
        {
            return null;
        }

        // Bytes, not characters, are compared later; Latin-1 keeps each of them.
        var parsed = head.Length > MaxHead ? null : MessageHeadText.Parse(Encoding.Latin1.GetString(head));
        if (parsed is not { } heads)
        {
            findings.Add(new(FindingCodes.MessageMalformed, HeadFile, "it is not a message head"));
            return null;
        }

        return body is null || signed is null || signature is null
            ? null
            : new MessageEvidence(new ReceivedMessage(heads.Head, heads.Request, body), signed, signature);
    }

    private static byte[]? ReadFile(string folder, string name, List<VerificationFinding> findings)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            findings.Add(new(FindingCodes.EvidenceMissing, name, "the file cannot be read"));
            return null;
        }
    }
}
