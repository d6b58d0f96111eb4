using System.Security.Cryptography;
using Gateway.Identity;
using Gateway.Ledger.Notes;
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
    /// <summary>Both keys with their endorsements; null where any fault was found.</summary>
    internal static EndorsedKeys? Read(GatewaySettings settings, SettingsPlaces places, List<Fault> faults)
    {
        var before = faults.Count;
        var stamping = Read(
            new Files(KeyUse.Stamping, "Stamping", settings.Stamping.Key, settings.Stamping.Endorsement),
            places,
            faults);
        var ledger = Read(
            new Files(KeyUse.Ledger, "Ledger", settings.Ledger.Key, settings.Ledger.Endorsement), places, faults);

        // The ledger's own key is read by the ledger; here it only had to fit.
        ledger.Key?.Dispose();
        if (faults.Count == before && stamping is { Key: { } key, Signed: { } stamp } && ledger.Signed is { } log)
        {
            return new EndorsedKeys(key, stamp, log);
        }

        stamping.Key?.Dispose();
        return null;
    }

    /// <summary>What hangs on the bundle and the trust lists.</summary>
    internal static void Check(
        EndorsedKeys keys,
        GatewaySettings settings,
        PolicyBundle bundle,
        TrustSnapshot trust,
        DateTimeOffset now,
        List<Fault> faults)
    {
        foreach (var (signed, file) in new[]
        {
            (keys.Stamping, settings.Stamping.Endorsement), (keys.Ledger, settings.Ledger.Endorsement),
        })
        {
            foreach (var wrong in KeyEndorsementReader.Verify(
                signed, now, signer => PartyResolution.Signer(signer.Certificate, bundle, trust, now)))
            {
                faults.Add(new Fault(Path.GetFileName(file), 0, 0, "$", "endorsement.signature", wrong));
            }
        }

        CheckNames(keys, settings, bundle, faults);
    }

    /// <summary>What is asked of the endorsements' own words: whose ledger, whose data, two keys.</summary>
    internal static void CheckNames(
        EndorsedKeys keys, GatewaySettings settings, PolicyBundle bundle, List<Fault> faults)
    {
        var stamping = PlacesOf(keys.Stamping, settings.Stamping.Endorsement);
        var ledger = PlacesOf(keys.Ledger, settings.Ledger.Endorsement);
        if (!KeyEndorsementReader.TryRead(keys.Stamping.Json, out var stamp, out _)
            || !KeyEndorsementReader.TryRead(keys.Ledger.Json, out var log, out _))
        {
            return;
        }

        CheckOrigin(stamp, stamping, settings, faults);
        CheckOrigin(log, ledger, settings, faults);
        CheckExporters(stamp, bundle, stamping, faults);

        // FORMATS.md 2: a key that signs both could be made to vouch for a log by signing a message.
        if (log.KeyId == stamp.KeyId)
        {
            faults.Add(ledger.At("key").Fault(
                "endorsement.same_key", "stamping and ledger need keys of their own: make another"));
        }
    }

    private static (Ed25519PrivateKey? Key, SignedEndorsement? Signed) Read(
        Files files, SettingsPlaces places, List<Fault> faults)
    {
        Ed25519PrivateKey? key = null;
        try
        {
            key = files.Key.Length == 0 ? null : Ed25519KeyFile.ReadPrivate(files.Key);
        }
        catch (KeyFileException e)
        {
            faults.Add(places.Of(files.Section + ".Key").Fault("key.file", e.Message));
        }

        if (files.Endorsement.Length == 0)
        {
            return (key, null);
        }

        try
        {
            var signed = new SignedEndorsement(
                File.ReadAllBytes(files.Endorsement), File.ReadAllBytes(files.Endorsement + ".p7s"));
            CheckForm(signed, files, key, faults);
            return (key, signed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var message = $"'{Path.GetFileName(files.Endorsement)}' and its .p7s must stand beside each other";
            faults.Add(places.Of(files.Section + ".Endorsement").Fault("endorsement.file", message));
            return (key, null);
        }
    }

    private static void CheckForm(SignedEndorsement signed, Files files, Ed25519PrivateKey? key, List<Fault> faults)
    {
        var places = PlacesOf(signed, files.Endorsement);
        var wrongs = KeyEndorsementReader.Read(signed.Json, out var endorsement);
        faults.AddRange(wrongs.Select(wrong => places.At(wrong.Member).Fault("endorsement.form", wrong.Message)));

        if (endorsement is not null && endorsement.Use != files.Use)
        {
            faults.Add(places.At("use").Fault("endorsement.key", $"it does not endorse a {files.Use} key"));
        }
        else if (endorsement is not null && key is not null
            && !CryptographicOperations.FixedTimeEquals(endorsement.Key.Span, key.PublicKey))
        {
            faults.Add(places.At("key").Fault(
                "endorsement.key", $"it does not endorse the {files.Use} key in '{Path.GetFileName(files.Key)}'"));
        }
    }

    private static void CheckOrigin(
        KeyEndorsement endorsement, JsonPlaces places, GatewaySettings settings, List<Fault> faults)
    {
        // An origin that is no name is told as such.
        if (NoteKey.IsName(settings.Ledger.Origin) && endorsement.Origin != settings.Ledger.Origin)
        {
            faults.Add(places.At("origin").Fault(
                "endorsement.origin", $"it is for another origin than '{settings.Ledger.Origin}'"));
        }
    }

    // A routed exporter missing from "for" would have its data leave under nobody's name.
    private static void CheckExporters(
        KeyEndorsement stamp, PolicyBundle bundle, JsonPlaces places, List<Fault> faults)
    {
        var missing = bundle.Routes
            .SelectMany(route => new[] { Leg.Request, Leg.Response }
                .Where(leg => route.CargoOf(leg) is not null)
                .Select(leg => route.DirectionOf(leg) == Direction.NorthToSouth ? route.North : route.South))
            .Distinct()
            .Where(party => !stamp.Exporters.Contains(party.ToString(), StringComparer.Ordinal));
        faults.AddRange(missing.Select(party => places.At("for").Fault(
            "endorsement.for", $"exporter '{party}' has not endorsed the stamping key: let it countersign")));
    }

    private static JsonPlaces PlacesOf(SignedEndorsement signed, string file) =>
        new(Path.GetFileName(file), signed.Json);

    private sealed record Files(KeyUse Use, string Section, string Key, string Endorsement);
}
