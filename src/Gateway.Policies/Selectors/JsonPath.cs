using System.Diagnostics.CodeAnalysis;

namespace Gateway.Policies.Selectors;

//
//  Paths of JSON rules
//
//  References:
//
//      RFC 9535 - JSONPath: Query Expressions for JSON, sections 2.2 (root), 2.3.1 (names), 2.3.3 (indexes),
//                 2.5.1 (child segments), 2.5.2 (descendant segments)
//
//  Subset:
//
//      $  .name  ['name']  [n]  [*]  ..name  ..['name']
//      What can be decided while a document streams past: no filters, slices, unions or negative indexes, and [*]
//      takes array elements only.
//

/// <summary>Reads paths of the streamable part of RFC 9535.</summary>
public static class JsonPath
{
    /// <summary>False with a message for the operator: lower case, no full stop, names in 'quotes'.</summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out FieldPath? path, [NotNullWhen(false)] out string? error)
    {
        var parser = new JsonPathParser(text);
        path = parser.TryParse(out var steps, out error) ? new FieldPath(steps) : null;
        return path is not null;
    }
}
