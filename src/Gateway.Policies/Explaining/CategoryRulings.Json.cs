using System.Text;
using System.Text.Json;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Drafting;
using Gateway.Policies.Drafting.Samples;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Explaining;

/// <content>JSON, value by value, and lines of it.</content>
public sealed partial class CategoryRulings
{
    private const int MaxDepth = 64;

    /// <summary>What decides each value of a JSON document, in its order. No value and no undeclared name.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public IReadOnlyList<Ruling> OfJson(ReadOnlyMemory<byte> document)
    {
        using var json = UnicodeJson.Parse(document, new JsonDocumentOptions { MaxDepth = MaxDepth });
        _rulings.Clear();
        Walk(json.RootElement, null, _root, PathState.None, "$");
        return [.. _rulings];
    }

    // '$' is one line's value, so the line stands before it.
    private List<Ruling> OfLines(ReadOnlyMemory<byte> document)
    {
        var rulings = new List<Ruling>();
        for (var line = 1; document.Length > 0; line++)
        {
            var end = document.Span.IndexOf((byte)'\n');
            try
            {
                rulings.AddRange(OfJson(end < 0 ? document : document[..end])
                    .Select(ruling => ruling with { Place = $"<{Number(line)}>{ruling.Place}" }));
            }
            catch (JsonException e)
            {
                // Its own message and path quote the line.
                throw new JsonException("a line is not JSON", null, line - 1, e.BytePositionInLine);
            }

            document = end < 0 ? default : document[(end + 1)..];
        }

        return rulings;
    }

    private void Walk(JsonElement value, JsonElement? holder, PathState state, int taken, string place)
    {
        var matched = state.Rules.FirstOrDefault(rule => IsFulfilled(rule, holder), PathState.None);
        var rule = Math.Min(matched, taken);
        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            Note(place, rule, rule == matched ? RulingKind.Rule : RulingKind.TakenWhole, value);
            return;
        }

        var isObject = value.ValueKind == JsonValueKind.Object;
        var way = Way(state, isObject);
        if (rule == PathState.None)
        {
            if (way == PathState.None)
            {
                Note(place, rule, RulingKind.Unlisted, value);
                return;
            }
        }
        else if (!RuleCoverage.TakesWhole(RuleAt(rule).Action))
        {
            Note(place, rule, RulingKind.Shape, value);
            return;
        }
        else if (RuleAt(rule).Action is not FieldAction.Keep && way >= rule)
        {
            // Whole, at once: nothing inside has a say of its own.
            Note(place, rule, rule == matched ? RulingKind.Rule : RulingKind.TakenWhole, value);
            return;
        }

        WalkInside(value, state, rule, place);
    }

    private void WalkInside(JsonElement value, PathState state, int taken, string place)
    {
        var position = 0;
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var element in value.EnumerateArray())
            {
                Walk(element, null, state.Element(position), taken, $"{place}[{Number(position)}]");
                position++;
            }

            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            position++;
            var next = Named(state, member.Name, out var isSpelled);
            // INVARIANT: a name that the bundle does not spell out is its position: it may be data.
            var step = isSpelled ? PathText.Member(member.Name) : $".<{Number(position)}>";
            Walk(member.Value, value, next, taken, place + step);
        }
    }

    private void Note(string place, int rule, RulingKind kind, JsonElement value)
    {
        var decided = rule == PathState.None ? null : RuleAt(rule);
        _rulings.Add(decided is null
            ? new Ruling(place, RulingKind.Unlisted, null, [], [])
            : new Ruling(place, kind, decided, [], Find(decided, TextOf(value))));
    }

    // Texts unescaped, numbers as they stand; in nothing else can anything be found.
    private static byte[] TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Encoding.UTF8.GetBytes(value.GetString()!),
        JsonValueKind.Number => Encoding.UTF8.GetBytes(value.GetRawText()),
        _ => [],
    };

    private bool IsFulfilled(int rule, JsonElement? holder) => Where(rule).All(pair =>
        holder is { ValueKind: JsonValueKind.Object } siblings
        && siblings.TryGetProperty(pair.Key, out var sibling)
        && sibling.ValueKind == JsonValueKind.String && sibling.ValueEquals(pair.Value));
}
