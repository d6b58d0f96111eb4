using System.Diagnostics.CodeAnalysis;
using Gateway.Policies.Parties;

namespace Gateway.Stamping;

/// <summary>Reads and checks endorsements. Strict in what it knows; an unknown member may not be critical.</summary>
internal static class KeyEndorsementReader
{
    private const int MaxSize = 16 * 1024;
    private const int MaxOrigin = 200;

    private static readonly string[] Known =
        ["v", "use", "alg", "key", "keyid", "origin", "party", "for", "from", "to", "crit"];

    /// <summary>Parses the bytes alone; who signed them is <see cref="Verify"/>'s question.</summary>
    /// <param name="fault">What is wrong, for a person; null when nothing is.</param>
    internal static bool TryRead(
        ReadOnlyMemory<byte> json,
        [NotNullWhen(true)] out KeyEndorsement? endorsement,
        [NotNullWhen(false)] out string? fault)
    {
        endorsement = null;
        using var members = JsonMembers.Parse(json, MaxSize);
        if (members is null)
        {
            fault = "the endorsement is not one JSON object";
            return false;
        }

        fault = members.HasUnknownCritical(Known) ? "'crit' names a member that is not known here" : null;
        fault ??= Build(members, out endorsement);
        return fault is null && endorsement is not null;
    }

    /// <summary>
    /// Checks an endorsement as a whole: form, dates, the signature, and that each exporter it is for has signed.
    /// </summary>
    /// <param name="at">The moment to judge: now, or the time of an old message.</param>
    /// <param name="partyOf">The party whose trusted e-certificate this is; null when it is not trusted.</param>
    /// <returns>Everything that is wrong; empty when the key may be used.</returns>
    internal static IReadOnlyList<string> Verify(
        SignedEndorsement signed, DateTimeOffset at, Func<CadesSigner, PartyId?> partyOf)
    {
        if (!TryRead(signed.Json, out var endorsement, out var fault))
        {
            return [fault];
        }

        var verdict = CadesSignature.Verify(signed.Json.Span, signed.Signature.Span);
        var faults = new List<string>(verdict.Faults);
        if (!endorsement.IsInForce(at))
        {
            faults.Add("the endorsement is not in force at that time");
        }

        var endorsers = verdict.Signers.Select(signer => partyOf(signer)?.ToString()).ToHashSet();
        faults.AddRange(endorsement.Exporters
            .Where(exporter => !endorsers.Contains(exporter))
            .Select(exporter => $"exporter '{exporter}' has not signed with a trusted e-certificate"));
        return faults;
    }

    private static string? Build(JsonMembers members, out KeyEndorsement? endorsement)
    {
        endorsement = null;
        if (members.Number("v") != 1)
        {
            return "'v' is not 1";
        }

        if (!KeyUse.TryParse(members.Text("use"), out var use) || members.Text("alg") != KeyEndorsement.Ed25519Name)
        {
            return "'use' or 'alg' is not known here";
        }

        if (!members.TryBase64("key", Ed25519.PublicKeySize, out var key)
            || members.Text("keyid") != KeyThumbprint.Of(key))
        {
            return "'key' is not 32 bytes of base64, or 'keyid' is not its thumbprint";
        }

        if (members.Text("origin") is not { Length: > 0 and <= MaxOrigin } origin
            || !PartyId.TryParse(members.Text("party"), out var party))
        {
            return "'origin' or 'party' is absent or not a name";
        }

        if (members.Names("for") is not { Count: > 0 } exporters)
        {
            return "'for' is not a list of distinct parties";
        }

        if (!WireTime.TryParse(members.Text("from"), out var from) || !WireTime.TryParse(members.Text("to"), out var to)
            || from >= to || to - from > KeyEndorsement.Longest)
        {
            return "'from' and 'to' are not times at most 90 days apart";
        }

        endorsement = new KeyEndorsement(use, key, origin, party.ToString(), exporters, from, to);
        return null;
    }
}
