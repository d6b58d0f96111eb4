using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Tests.Engine;

/// <summary>
/// The plainest way to say what leaves: a tree in, a tree out. What a key decides is left open here, as the form its
/// value must have.
/// </summary>
/// <param name="documents">The rules.</param>
/// <param name="withheld">Records that stay, counted from 0 in the order they stand.</param>
internal sealed class SlowJson(RecordDocuments documents, IReadOnlySet<int> withheld)
{
    /// <summary>Stands before the pattern of a value that a key makes.</summary>
    internal const string Made = "\u0001";

    internal int Records { get; private set; }

    /// <summary>The tree that leaves; null where all of it is one record that stays.</summary>
    internal JsonNode? Decide()
    {
        // The root leaves also where nothing in it does.
        var decision = Decide(documents.Document, [], isInside: false);
        return decision.Stays ? null : decision.Node;
    }

    /// <summary>Whether a tree is what was to leave.</summary>
    internal static bool IsMatch(JsonNode? expected, JsonNode? actual) => (expected, actual) switch
    {
        (null, null) => true,
        (JsonObject one, JsonObject other) => one.Select(member => member.Key).SequenceEqual(other.Select(member => member.Key))
            && one.All(member => IsMatch(member.Value, other[member.Key])),
        (JsonArray one, JsonArray other) => one.Count == other.Count && one.Zip(other).All(pair => IsMatch(pair.First, pair.Second)),
        (JsonValue one, JsonValue other) => one.GetValue<string>() is var text && text.StartsWith(Made, StringComparison.Ordinal)
            ? Regex.IsMatch(other.GetValue<string>(), text[1..])
            : text == other.GetValue<string>(),
        _ => false,
    };

    private Decision Decide(JsonNode? node, string[] at, bool isInside)
    {
        var isRecord = !isInside && documents.IsRecord(at);
        var stays = isRecord && withheld.Contains(Records++);
        var name = at.LastOrDefault(step => !char.IsAsciiDigit(step[0])) ?? "";
        var decision = node switch
        {
            JsonObject inside => Decide(inside, at, isInside || isRecord),
            JsonArray inside => Decide(inside, at, isInside || isRecord),
            _ when documents.Rules.TryGetValue(name, out var action) => Apply(action, (string?)node),
            _ => new Decision(node?.DeepClone(), documents.KeepsRest),
        };
        return decision with { Stays = stays };
    }

    private Decision Decide(JsonObject node, string[] at, bool isInside)
    {
        var made = new JsonObject();
        var opens = documents.KeepsRest;
        foreach (var (name, value) in node)
        {
            var decision = Decide(value, [.. at, name], isInside);
            opens |= decision.Leaves;
            if (decision is { Leaves: true, Stays: false })
            {
                made[name] = decision.Node;
            }
        }

        return new Decision(made, opens);
    }

    private Decision Decide(JsonArray node, string[] at, bool isInside)
    {
        var made = new JsonArray();
        var opens = documents.KeepsRest;
        for (var i = 0; i < node.Count; i++)
        {
            var decision = Decide(node[i], [.. at, $"{i}"], isInside);
            opens |= decision.Leaves;
            if (decision is { Leaves: true, Stays: false })
            {
                made.Add(decision.Node);
            }
        }

        return new Decision(made, opens);
    }

    private static Decision Apply(FieldAction action, string? text) => action switch
    {
        FieldAction.Drop => new Decision(null, false),
        FieldAction.Constant constant => new Decision(constant.Value, true),
        _ => new Decision(string.IsNullOrEmpty(text) ? text : Change(action, text), true),
    };

    private static string Change(FieldAction action, string text) => action switch
    {
        FieldAction.Keep => text,
        FieldAction.Redact redact => redact.With,
        FieldAction.Mask mask => text[..mask.KeepFirst] + new string('*', text.Length - mask.KeepFirst - mask.KeepLast)
            + text[^mask.KeepLast..],
        FieldAction.Truncate truncate => text[..Math.Min(truncate.To, text.Length)],
        FieldAction.Hash => Made + "^k1\\.[0-9a-f]{32}$",
        FieldAction.Tokenise => Made + $"^(?!{text})[0-9]{{{text.Length}}}$",
        FieldAction.Generalise { To: "year" } => text[..4],
        FieldAction.Generalise => text[..3] + "0s",
        FieldAction.Shift => Made + $"^(?!{text})[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}$",
        _ => Made + "^[A-Za-z0-9+/]+=*$",
    };

    /// <summary>Of one node.</summary>
    /// <param name="Node">As it leaves; null is a value too.</param>
    /// <param name="Leaves">Also where it then stays as a record: what is around it is open.</param>
    private sealed record Decision(JsonNode? Node, bool Leaves, bool Stays = false);
}
