using System.Text;
using System.Text.Json;
using Gateway.Policies.Bundle;

namespace Gateway.Policies.Tests.Bundle;

public sealed class BundleSchemaTests
{
    private static readonly JsonDocument Schema = JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "schemas", "bundle.schema.json")));

    [Fact]
    public void The_schema_closes_every_mapping_and_describes_every_key()
    {
        var objects = Walk(Schema.RootElement).Where(node => node.TryGetProperty("properties", out _)).ToList();

        Assert.True(objects.Count > 30);
        Assert.All(objects, node => Assert.False(node.GetProperty("additionalProperties").GetBoolean()));
        Assert.All(objects, node => Assert.NotEmpty(node.GetProperty("description").GetString()!));
    }

    [Theory]
    [InlineData("party", "parties")]
    [InlineData("officer", "officers")]
    [InlineData("purpose", "purposes")]
    [InlineData("category", "categories")]
    [InlineData("instrument", "instruments")]
    [InlineData("route", "routes")]
    [InlineData("detector", "detectors")]
    [InlineData("list", "lists")]
    public void The_reader_and_the_schema_know_the_same_keys(string definition, string section)
    {
        var node = Schema.RootElement.GetProperty("$defs").GetProperty(definition);
        var known = node.GetProperty("properties").EnumerateObject().Select(property => property.Name).ToList();
        var required = node.GetProperty("required").EnumerateArray().Select(name => name.GetString()).Order().ToList();

        var empty = Faults($"{section}: [ {{ }} ]");
        var full = Faults($"{section}: [ {{ {string.Join(", ", known.Select(key => $"{key}: ~"))}, unheard: ~ }} ]");

        Assert.Equal(required, Missing(empty, section));
        Assert.Equal($"{section}[0].unheard", Assert.Single(full, fault => fault.Code == "key.unknown").Path);
    }

    private static List<string?> Missing(IReadOnlyList<Fault> faults, string section) =>
    [
        .. faults
            .Where(fault => fault.Code == "key.missing")
            .Select(fault => fault.Path.Replace($"{section}[0].", "", StringComparison.Ordinal))
            .Order(),
    ];

    private static IReadOnlyList<Fault> Faults(string text) =>
        BundleReader.ReadOffline([new BundleFile("a.yaml", Encoding.UTF8.GetBytes(text))]).Faults;

    private static IEnumerable<JsonElement> Walk(JsonElement node)
    {
        var children = node.ValueKind switch
        {
            JsonValueKind.Object => node.EnumerateObject().Select(property => property.Value),
            JsonValueKind.Array => node.EnumerateArray(),
            _ => Enumerable.Empty<JsonElement>(),
        };
        var self = node.ValueKind == JsonValueKind.Object ? new[] { node } : [];
        return self.Concat(children.SelectMany(Walk));
    }
}
