using System.Security.Cryptography;
using Gateway.Settings;
using Gateway.Stamping;

namespace Gateway.Witnessing;

/// <summary>
/// The endorsement of a witness's key (FORMATS.md 2): that it is for this key, for this use, in force, and signed. Who
/// signed it, each verifier judges by lists of its own.
/// </summary>
internal static class WitnessEndorsement
{
    /// <summary>Null where none is configured.</summary>
    /// <exception cref="SettingsFileException">It cannot be used, or the key is one of the logs' own.</exception>
    internal static SignedEndorsement? Read(
        WitnessSettings settings, ReadOnlySpan<byte> publicKey, DateTimeOffset now)
    {
        foreach (var log in settings.Logs)
        {
            if (log.Key.PublicKey.SequenceEqual(publicKey))
            {
                throw new SettingsFileException(settings.Key, "it is a log's own key: a witness is somebody else");
            }
        }

        if (settings.Endorsement is not { } file)
        {
            return null;
        }

        var signed = Read(file);
        var fault = !KeyEndorsementReader.TryRead(signed.Json, out var endorsement, out var malformed) ? malformed
            : endorsement.Use != KeyUse.Witness ? "it does not endorse a witness key"
            : !CryptographicOperations.FixedTimeEquals(endorsement.Key.Span, publicKey) ? "it endorses another key"
            : !endorsement.IsInForce(now) ? "it is not in force: have the key endorsed anew"
            : CadesSignature.Verify(signed.Json.Span, signed.Signature.Span).Faults is [var first, ..] ? first
            : null;
        return fault is null ? signed : throw new SettingsFileException(file, fault);
    }

    private static SignedEndorsement Read(string file)
    {
        try
        {
            return new SignedEndorsement(File.ReadAllBytes(file), File.ReadAllBytes(file + ".p7s"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsFileException(file, "it and its .p7s must stand beside each other", e);
        }
    }
}
