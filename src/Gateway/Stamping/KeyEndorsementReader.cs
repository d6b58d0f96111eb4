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
    /// <param name="fault">What is wrong first, for a person; null when nothing is.</param>
    internal static bool TryRead(
        ReadOnlyMemory<byte> json,
        [NotNullWhen(true)] out KeyEndorsement? endorsement,
        [NotNullWhen(false)] out string? fault)
    {
        fault = Read(json, out endorsement) is [var first, ..] ? first.Message : null;
        return fault is null && endorsement is not null;
    }

    /// <summary>The same, with everything that is wrong; empty when nothing is.</summary>
    internal static IReadOnlyList<EndorsementFault> Read(ReadOnlyMemory<byte> json, out KeyEndorsement? endorsement)
    {
        endorsement = null;
        using var members = JsonMembers.Parse(json, MaxSize);
        if (members is null)
        {
            return [new EndorsementFault("$", "the endorsement is not one JSON object")];
        }

        var faults = new List<EndorsementFault>();
        if (members.HasUnknownCritical(Known))
        {
            faults.Add(new EndorsementFault("crit", "'crit' names a member that is not known here"));
        }

        endorsement = Build(members, faults);
        return faults;
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

    // Null exactly when a fault was found on the way.
    private static KeyEndorsement? Build(JsonMembers members, List<EndorsementFault> faults)
    {
        void Need(bool holds, string member, string message)
        {
            if (!holds)
            {
                faults.Add(new EndorsementFault(member, message));
            }
        }

        Need(members.Number("v") == 1, "v", "'v' is not 1");
        Need(KeyUse.TryParse(members.Text("use"), out var use), "use", "'use' is not known here");
        Need(members.Text("alg") == KeyEndorsement.Ed25519Name, "alg", "'alg' is not known here");
        var hasKey = members.TryBase64("key", Ed25519.PublicKeySize, out var key);
        Need(hasKey, "key", "'key' is not 32 bytes of base64");
        Need(!hasKey || members.Text("keyid") == KeyThumbprint.Of(key), "keyid", "'keyid' is not the key's thumbprint");
        var origin = members.Text("origin");
        Need(origin is { Length: > 0 and <= MaxOrigin }, "origin", "'origin' is absent or not a name");
        Need(PartyId.TryParse(members.Text("party"), out var party), "party", "'party' is absent or not a name");
        var exporters = members.Names("for");
        Need(exporters is { Count: > 0 }, "for", "'for' is not a list of distinct parties");
        var hasFrom = WireTime.TryParse(members.Text("from"), out var from);
        var hasTo = WireTime.TryParse(members.Text("to"), out var to);
        Need(hasFrom, "from", "'from' is not a time");
        Need(hasTo, "to", "'to' is not a time");
        Need(
            !hasFrom || !hasTo || (from < to && to - from <= KeyEndorsement.Longest),
            "to",
            "'from' and 'to' are not times at most 90 days apart");
        return faults.Count == 0
            ? new KeyEndorsement(use!, key, origin!, party.ToString(), exporters!, from, to)
            : null;
    }
}

/// <summary>What is wrong with an endorsement, and in which of its members; "$" is the whole.</summary>
internal sealed record EndorsementFault(string Member, string Message);
