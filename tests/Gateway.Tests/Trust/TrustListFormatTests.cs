using System.Text.Json;
using Gateway.Policies;
using Gateway.Policies.Parties;
using Gateway.Trust;
using TrustListState = Gateway.Ledger.Entries.TrustListState;

namespace Gateway.Tests.Trust;

public sealed class TrustListFormatTests(TrustBench bench) : IClassFixture<TrustBench>
{
    private const string GoldenSha256 = "98cf0cf102a7579f826e535e7e744e56ccca95b7b0dad248303f638514120d4d";
    private const string GoldenSigner = "6a8d24d18fdf5bcb8452c2b49f6ddbbe17a5159f98db43ca7f54e768079eb8e8";

    internal static readonly string Root = FindRoot();

    [Fact]
    public void The_golden_list_is_read_and_written_to_the_same_bytes()
    {
        var path = Path.Combine(Root, "tests", "vectors", "trust-list", "trust-list-CN.json");
        var faults = new List<Fault>();

        var list = TrustListReader.Read(
            new TrustListFile(path, GoldenSigner), new Dictionary<string, (long, string)>(), TrustBench.Now, faults)!;

        Assert.Empty(faults);
        Assert.Equal(new TrustListState("example-cn", 1, GoldenSha256), list.State);
        Assert.Equal(Zone.CN, list.Zone);
        Assert.Equal(
            ["gd-org-1", "gd-sign-1", "gd-person-1", "hk-org-1", "hk-sign-1", "hk-person-1"],
            list.Entries.Select(entry => entry.Id));
        Assert.Equal(File.ReadAllBytes(path), TrustListWriter.Write(
            list.State.List,
            list.Zone,
            list.State.Sequence,
            list.Issued,
            list.NextUpdate,
            list.Operator,
            list.Entries));
    }

    [Fact]
    public void The_schema_names_the_members_the_reader_knows()
    {
        using var schema = Schema();
        var entry = schema.RootElement.GetProperty("$defs").GetProperty("entry");

        Assert.Equal(TrustListParser.ListMembers.Order(), Names(schema.RootElement).Order());
        Assert.Equal(TrustListParser.EntryMembers.Order(), Names(entry).Order());
    }

    [Fact]
    public void What_the_schema_requires_the_reader_requires_and_nothing_else()
    {
        using var schema = Schema();
        var entry = schema.RootElement.GetProperty("$defs").GetProperty("entry");
        var json = TrustListWriter.Write(
            "x",
            Zone.CN,
            1,
            TrustBench.Now,
            TrustBench.Now.AddDays(1),
            "x",
            [bench.Entries[0] with { Ocsp = "http://x" }]);

        foreach (var name in TrustListParser.ListMembers.Except(["crit"]))
        {
            Assert.Equal(
                (name, Requires(schema.RootElement, name)), (name, IsFaultWithout(json, list => list.Remove(name))));
        }

        foreach (var name in TrustListParser.EntryMembers.Except(["crit"]))
        {
            Assert.Equal(
                (name, Requires(entry, name)),
                (name, IsFaultWithout(json, list => list["entries"]![0]!.AsObject().Remove(name))));
        }
    }

    private static bool IsFaultWithout(byte[] json, Action<System.Text.Json.Nodes.JsonObject> remove)
    {
        var list = System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject();
        remove(list);
        var faults = new List<Fault>();
        TrustListParser.Parse(JsonSerializer.SerializeToUtf8Bytes(list), "x.json", faults);
        return faults.Count > 0;
    }

    private static bool Requires(JsonElement schema, string name) =>
        schema.GetProperty("required").EnumerateArray().Any(item => item.GetString() == name);

    private static IEnumerable<string> Names(JsonElement schema) =>
        schema.GetProperty("properties").EnumerateObject().Select(property => property.Name);

    private static JsonDocument Schema() =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, "config", "schemas", "trust-list.schema.json")));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("no Gateway.sln above the tests");
        }

        return folder.FullName;
    }
}
