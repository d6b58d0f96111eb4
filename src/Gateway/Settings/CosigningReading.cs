using Gateway.Ledger.Notes;
using Gateway.Policies;
using Gateway.Stamping;

namespace Gateway.Settings;

/// <summary>
/// The "Ledger:Witnesses" section. What happens without a quorum has no default: an operator decides it.
/// </summary>
internal static class CosigningReading
{
    private const int MostMembers = 16;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly Dictionary<string, bool> Ends =
        new(StringComparer.Ordinal) { ["go-on"] = false, ["stop"] = true };

    internal static CosigningSettings Read(SectionReader section)
    {
        if (!section.Has("Quorum"))
        {
            section.Add("Quorum", "settings.missing", "'Quorum' is required: how many must cosign");
        }

        var stops = section.RequiredChoice("WithoutQuorum", Ends, true);
        if (!stops && section.Has("StopAfter"))
        {
            section.Add("StopAfter", "settings.choice", "'StopAfter' goes with 'WithoutQuorum': 'stop'");
        }

        var stopAfter = section.Duration(
            "StopAfter", TimeSpan.FromMinutes(1), TimeSpan.FromHours(23), TimeSpan.FromHours(1));
        var cosigning = new CosigningSettings(
            section.Number("Quorum", 1, MostMembers, 1),
            section.Duration("Interval", Second, TimeSpan.FromHours(1), TimeSpan.FromSeconds(10)),
            section.Duration("Timeout", Second, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(5)),
            stops ? stopAfter : null,
            [.. section.RequiredSection("Members").Sections().Select(ReadMember).OfType<CosignerSettings>()]);
        section.Close();
        return cosigning;
    }

    /// <summary>What spans several keys, and the files that the section names.</summary>
    internal static void CheckRules(GatewaySettings settings, SettingsPlaces places, ICollection<Fault> faults)
    {
        if (settings.Ledger.Witnesses is not { } witnesses)
        {
            return;
        }

        void Tell(string path, string message) =>
            faults.Add(places.Of($"Ledger.Witnesses.{path}").Fault("settings.witnesses", message));

        if (witnesses.Members.Count is 0 or > MostMembers || witnesses.Quorum > witnesses.Members.Count)
        {
            Tell("Quorum", $"'Members' must name at least 'Quorum' witnesses, and at most {MostMembers}");
        }

        // One witness under two names would count twice; the ledger's own key would vouch for itself.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in witnesses.Members)
        {
            var path = $"Members.{member.Name}";
            if (!seen.Add(Convert.ToHexString(member.Key.PublicKey)))
            {
                Tell($"{path}.Vkey", $"'{member.Name}' has the key of another witness");
            }

            if (IsOwnKey(member.Key, settings.Ledger.Endorsement))
            {
                Tell($"{path}.Vkey", $"'{member.Name}' has the ledger's own key: a witness is somebody else");
            }

            if (Gateway.Witnessing.OutboundClient.FaultOf(member.Server) is { } fault)
            {
                Tell(path, fault);
            }
        }
    }

    private static bool IsOwnKey(WitnessKey key, string endorsement)
    {
        try
        {
            return endorsement.Length > 0
                && KeyEndorsementReader.TryRead(File.ReadAllBytes(endorsement), out var ledger, out _)
                && ledger.Key.Span.SequenceEqual(key.PublicKey);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Told where the endorsement itself is read.
            return false;
        }
    }

    private static CosignerSettings? ReadMember((string Name, SectionReader Reader) member)
    {
        var (name, reader) = member;
        var text = reader.RequiredText("Vkey");
        var server = ReaderReading.ReadServer(reader);
        reader.Close();
        if (WitnessKey.TryParse(text, out var key))
        {
            return new CosignerSettings(name, key, server);
        }

        if (text.Length > 0)
        {
            reader.Add("Vkey", "settings.vkey", "'Vkey' must be a witness's vkey, of type 04 (Ed25519 cosignature)");
        }

        return null;
    }
}
