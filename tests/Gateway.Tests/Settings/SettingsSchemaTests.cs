using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Tests.Ledger;

namespace Gateway.Tests.Settings;

/// <summary>What an editor is told by the schema is what the daemon reads: both examples are valid under it.</summary>
public sealed class SettingsSchemaTests
{
    private static readonly SchemaCheck Schema = SchemaCheck.Load("gateway.schema.json");

    [Theory]
    [InlineData("gateway.json")]
    [InlineData("sidecar.json")]
    public void The_example_is_valid_and_with_one_misspelt_key_it_is_not(string example)
    {
        var settings = Read(example);
        Assert.True(Accepts(settings));

        settings["Listeners"]!["north"]!["MaxConnection"] = 1;
        Assert.False(Accepts(settings));
    }

    [Theory]
    [InlineData("Party")]
    [InlineData("Socket")]
    [InlineData("Uids")]
    public void A_sidecar_on_a_socket_needs_every_one_of_its_keys(string key)
    {
        var settings = Read("sidecar.json");
        settings["Listeners"]!["north"]!.AsObject().Remove(key);

        Assert.False(Accepts(settings));
    }

    [Fact]
    public void A_sidecar_is_on_a_socket_or_on_loopback_and_not_on_both()
    {
        var settings = Read("sidecar.json");
        var north = settings["Listeners"]!["north"]!.AsObject();
        north["Address"] = "127.0.0.1:8080";
        north["Hosts"] = new JsonArray("localhost:8080");
        Assert.False(Accepts(settings));

        north.Remove("Socket");
        north.Remove("Uids");
        Assert.True(Accepts(settings));
    }

    [Fact]
    public void Only_an_operator_listener_has_a_zone_and_it_needs_its_certificate()
    {
        var settings = Read("gateway.json");
        settings["Listeners"]!["south"]!["Zone"] = "HK";
        Assert.False(Accepts(settings));

        settings = Read("gateway.json");
        settings["Listeners"]!["operator"]!.AsObject().Remove("Certificate");
        Assert.False(Accepts(settings));
    }

    private static JsonObject Read(string example) => JsonNode.Parse(
        File.ReadAllText(Vectors.PathOf(Path.Combine("config", example))),
        documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!.AsObject();

    private static bool Accepts(JsonObject settings) => Schema.Accepts(JsonSerializer.SerializeToElement(settings));
}
