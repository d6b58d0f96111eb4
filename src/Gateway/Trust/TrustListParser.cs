using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;
using Gateway.Ledger.Entries;
using Gateway.Policies;
using Gateway.Settings;

namespace Gateway.Trust;

//
//  The JSON of a trust list
//
//  References:
//
//      FORMATS.md 3 - members; common rules - unknown members are ignored unless "crit" lists them
//      RFC 8259 - with duplicate names refused: two readers must never see two lists
//
internal static class TrustListParser
{
    private const int CurrentVersion = 1;

    internal static readonly string[] ListMembers =
        ["v", "list", "zone", "sequence", "issued", "nextUpdate", "operator", "entries", "crit"];

    internal static readonly string[] EntryMembers =
    [
        "id", "zone", "ca", "certType", "anchor", "issuer", "typeMatch", "policyOid", "acceptVersions", "algorithms",
        "sm2Id", "use", "from", "to", "status", "since", "crl", "ocsp", "maxCrlAge", "crit",
    ];

    /// <summary>Every fault is added; the list is null unless there was none.</summary>
    internal static TrustList? Parse(ReadOnlyMemory<byte> json, string file, ICollection<Fault> faults)
    {
        var places = new JsonPlaces(file, json);
        var found = new List<Fault>();
        TrustList? list = null;
        try
        {
            if (!Utf8.IsValid(json.Span))
            {
                found.Add(new Fault(file, 0, 0, "$", "trust.json", "the file is not UTF-8"));
            }
            else
            {
                using var document = JsonDocument.Parse(json);
                FindDuplicates(document.RootElement, places, "$", found);
                list = ReadList(document.RootElement, places, json, found);
            }
        }
        catch (JsonException e)
        {
            // Not the parser's path: it may quote a name of any length.
            var (line, column) = new LineIndex(json.ToArray()).InLine(e.LineNumber ?? 0, e.BytePositionInLine ?? 0);
            found.Add(new Fault(file, line, column, "$", "trust.json", "the file is no JSON document"));
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate escape: JSON by its grammar, but no text.
            found.Add(new Fault(file, 0, 0, "$", "trust.json", "a name or value holds half of a surrogate pair"));
        }

        foreach (var fault in found)
        {
            faults.Add(fault);
        }

        return found.Count == 0 ? list : null;
    }

    private static TrustList ReadList(
        JsonElement root, JsonPlaces places, ReadOnlyMemory<byte> json, List<Fault> faults)
    {
        var members = new TrustListObject(root, places, "$", faults);
        members.RefuseUnknownCritical(ListMembers);
        if (members.Integer("v", least: 1) > CurrentVersion)
        {
            members.Wrong("v", "the version is not known: update the gateway");
        }

        var state = new TrustListState(
            members.Text("list"),
            members.Integer("sequence", least: 1),
            Convert.ToHexStringLower(SHA256.HashData(json.Span)));
        var list = new TrustList(
            state,
            members.Choice("zone", TrustListNames.Zones),
            members.Time("issued"),
            members.Time("nextUpdate"),
            members.Text("operator"),
            ReadEntries(members, faults));
        if (list.NextUpdate <= list.Issued)
        {
            members.Wrong("nextUpdate", "it must be later than 'issued'");
        }

        return list;
    }

    private static List<TrustEntry> ReadEntries(TrustListObject list, List<Fault> faults)
    {
        var entries = new List<TrustEntry>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.Objects("entries"))
        {
            var entry = ReadEntry(item, faults);
            if (entry.Id.Length > 0 && !ids.Add(entry.Id))
            {
                item.Wrong("id", "another entry of the list has this id");
            }

            entries.Add(entry);
        }

        return entries;
    }

    private static TrustEntry ReadEntry(TrustListObject item, List<Fault> faults)
    {
        item.RefuseUnknownCritical(EntryMembers);
        var entry = new TrustEntry(
            item.Text("id"),
            item.Choice("zone", TrustListNames.Zones),
            item.Text("ca"),
            item.Choice("certType", TrustListNames.Types),
            AuthorityPem.Read(item, "anchor", faults),
            AuthorityPem.Read(item, "issuer", faults),
            ReadTypeMatch(item),
            ReadArcs(item, "policyOid", item.Text("policyOid"), least: 3),
            [.. item.Texts("acceptVersions", mayBeEmpty: false)
                .Select(version => ReadArcs(item, "acceptVersions", version, least: 1))],
            item.Texts("algorithms", mayBeEmpty: false),
            item.Choice("use", TrustListNames.Uses),
            item.Time("from"),
            item.Time("to"),
            item.Choice("status", TrustListNames.Statuses),
            item.Time("since"),
            item.Texts("crl", mayBeEmpty: true),
            item.OptionalText("ocsp"),
            item.Duration("maxCrlAge"));
        if (entry.To <= entry.From)
        {
            item.Wrong("to", "it must be later than 'from'");
        }

        return entry;
    }

    private static TypeMatch ReadTypeMatch(TrustListObject item)
    {
        if (item.Object("typeMatch") is not { } match)
        {
            return new TypeMatch("", "");
        }

        var read = new TypeMatch(match.Text("attribute"), match.Text("value"));
        if (read.Attribute.Length > 0 && !SubjectAttributes.IsKnown(read.Attribute))
        {
            match.Wrong("attribute", "a subject attribute is needed, as in 'commonName', or a dotted identifier");
        }

        return read;
    }

    private static string ReadArcs(TrustListObject item, string member, string text, int least)
    {
        if (text.Length > 0 && PolicyArcs.Split(text, least) is null)
        {
            item.Wrong(member, "dotted numbers without leading zeros are needed");
        }

        return text;
    }

    private static void FindDuplicates(JsonElement element, JsonPlaces places, string path, List<Fault> faults)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
            {
                FindDuplicates(item, places, JsonPlaces.Item(path, index++), faults);
            }
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            var inner = JsonPlaces.Member(path, member.Name);
            if (!names.Add(member.Name))
            {
                faults.Add(places.At(inner).Fault("trust.duplicate", "the name stands twice in its object"));
            }

            FindDuplicates(member.Value, places, inner, faults);
        }
    }
}
