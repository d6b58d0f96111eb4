using System.Security.Cryptography;
using Gateway.Identity;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Settings;
using Gateway.Stamping;
using Gateway.Trust;

namespace Gateway.Commands.Run;

/// <summary>
/// The two endorsements the daemon runs under: that they fit the private keys, that e-certificates both sides recognise
/// signed them, and that every exporter the routes name is among those they stamp for.
/// </summary>
internal static class EndorsementFiles
{
    internal static SignedEndorsement? Read(KeyUse use, string keyFile, string endorsementFile, List<Fault> faults)
    {
        var name = Path.GetFileName(endorsementFile);
        try
        {
            using var key = Ed25519KeyFile.ReadPrivate(keyFile);
            var signed = new SignedEndorsement(
                File.ReadAllBytes(endorsementFile), File.ReadAllBytes(endorsementFile + ".p7s"));
            if (!KeyEndorsementReader.TryRead(signed.Json, out var endorsement, out var fault))
            {
                faults.Add(new Fault(name, 0, 0, "$", "endorsement.form", fault));
            }
            else if (endorsement.Use != use
                || !CryptographicOperations.FixedTimeEquals(endorsement.Key.Span, key.PublicKey))
            {
                var message = $"it does not endorse the {use} key in '{Path.GetFileName(keyFile)}'";
                faults.Add(new Fault(name, 0, 0, "key", "endorsement.key", message));
            }

            return signed;
        }
        catch (KeyFileException e)
        {
            faults.Add(new Fault(Path.GetFileName(keyFile), 0, 0, "$", "key.file", e.Message));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(new Fault(
                name, 0, 0, "$", "endorsement.file", "the endorsement and its .p7s must stand beside each other"));
        }

        return null;
    }

    internal static void Check(
        SignedEndorsement stamping,
        SignedEndorsement ledger,
        GatewaySettings settings,
        PolicyBundle bundle,
        TrustSnapshot trust,
        DateTimeOffset now,
        List<Fault> faults)
    {
        foreach (var (signed, file) in new[]
        {
            (stamping, settings.Stamping.Endorsement), (ledger, settings.Ledger.Endorsement),
        })
        {
            var name = Path.GetFileName(file);
            foreach (var wrong in KeyEndorsementReader.Verify(
                signed, now, signer => PartyResolution.Signer(signer.Certificate, bundle, trust, now)))
            {
                faults.Add(new Fault(name, 0, 0, "$", "endorsement.signature", wrong));
            }

            if (KeyEndorsementReader.TryRead(signed.Json, out var endorsement, out _)
                && endorsement.Origin != settings.Ledger.Origin)
            {
                var message = $"it is for another origin than '{settings.Ledger.Origin}'";
                faults.Add(new Fault(name, 0, 0, "origin", "endorsement.origin", message));
            }
        }

        if (KeyEndorsementReader.TryRead(stamping.Json, out var stamp, out _))
        {
            CheckExporters(stamp, bundle, Path.GetFileName(settings.Stamping.Endorsement), faults);
            CheckApart(stamp, ledger, Path.GetFileName(settings.Ledger.Endorsement), faults);
        }
    }

    // FORMATS.md 2: a key that signs both could be made to vouch for a log by signing a message.
    private static void CheckApart(KeyEndorsement stamp, SignedEndorsement ledger, string file, List<Fault> faults)
    {
        if (KeyEndorsementReader.TryRead(ledger.Json, out var log, out _) && log.KeyId == stamp.KeyId)
        {
            faults.Add(new Fault(
                file,
                0,
                0,
                "key",
                "endorsement.same_key",
                "stamping and ledger need keys of their own: make another"));
        }
    }

    // A routed exporter missing from "for" would have its data leave under nobody's name.
    private static void CheckExporters(KeyEndorsement stamp, PolicyBundle bundle, string file, List<Fault> faults)
    {
        var missing = bundle.Routes
            .SelectMany(route => new[] { Leg.Request, Leg.Response }
                .Where(leg => route.CargoOf(leg) is not null)
                .Select(leg => route.DirectionOf(leg) == Direction.NorthToSouth ? route.North : route.South))
            .Distinct()
            .Where(party => !stamp.Exporters.Contains(party.ToString(), StringComparer.Ordinal));
        faults.AddRange(missing.Select(party => new Fault(
            file,
            0,
            0,
            "for",
            "endorsement.for",
            $"exporter '{party}' has not endorsed the stamping key: let it countersign")));
    }
}
