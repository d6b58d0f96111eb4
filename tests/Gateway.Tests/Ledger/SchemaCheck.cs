using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.Tests.Ledger;

/// <summary>
/// The part of JSON Schema 2020-12 that config/schemas uses; a keyword it does not know fails the test.
/// </summary>
internal sealed class SchemaCheck(JsonElement root)
{
    private static readonly string[] Annotations = ["$schema", "$id", "$comment", "title", "description", "$defs"];

    internal static SchemaCheck Load(string name) => new(Vectors.ReadAt(Path.Combine("config", "schemas", name)));

    internal bool Accepts(JsonElement value) => Accepts(root, value);

    private bool Accepts(JsonElement schema, JsonElement value) => schema.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => schema.EnumerateObject()
            .All(keyword => Annotations.Contains(keyword.Name) || Holds(schema, keyword, value)),
    };

    private bool Holds(JsonElement schema, JsonProperty keyword, JsonElement value) => keyword.Name switch
    {
        "$ref" => Accepts(root.GetProperty("$defs").GetProperty(keyword.Value.GetString()!["#/$defs/".Length..]),
            value),
        "type" => IsType(keyword.Value.GetString()!, value),
        "const" => JsonElement.DeepEquals(keyword.Value, value),
        "enum" => keyword.Value.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)),
        "allOf" => keyword.Value.EnumerateArray().All(one => Accepts(one, value)),
        "if" => !schema.TryGetProperty(Accepts(keyword.Value, value) ? "then" : "else", out var branch)
            || Accepts(branch, value),
        "then" or "else" => true, // with their "if"
        "additionalProperties" => value.EnumerateObject()
            .Where(member => !schema.TryGetProperty("properties", out var known)
                || !known.TryGetProperty(member.Name, out _))
            .All(member => Accepts(keyword.Value, member.Value)),
        "minProperties" => value.EnumerateObject().Count() >= keyword.Value.GetInt32(),
        "minItems" => value.GetArrayLength() >= keyword.Value.GetInt32(),
        "maxItems" => value.GetArrayLength() <= keyword.Value.GetInt32(),
        "minLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.Length >= keyword.Value.GetInt32(),
        "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDecimal() <= keyword.Value.GetDecimal(),
        "oneOf" => keyword.Value.EnumerateArray().Count(one => Accepts(one, value)) == 1,
        "pattern" => value.ValueKind != JsonValueKind.String
            || Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!),
        "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDecimal() >= keyword.Value.GetDecimal(),
        "required" => keyword.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
        "properties" => keyword.Value.EnumerateObject().All(p =>
            !value.TryGetProperty(p.Name, out var member) || Accepts(p.Value, member)),
        "items" => value.EnumerateArray().All(item => Accepts(keyword.Value, item)),
        _ => throw new NotSupportedException(keyword.Name),
    };

    private static bool IsType(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => throw new NotSupportedException(type),
    };
}
