using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gateway.Policies.Transforms;

/// <summary>
/// Finds, after a JSON document was transformed, what became of each value: every scalar is one, and so is a container
/// that was replaced whole or of which nothing left. Reads the document once more, so only where a category asks.
/// </summary>
internal ref struct ValuePlaces(ReadOnlySpan<byte> body, ReadOnlySpan<Edit> edits, ScriptTrail trail, CategoryPlan plan)
{
    private const string Withheld = "withheld";

    private readonly ReadOnlySpan<byte> _body = body;
    private readonly ReadOnlySpan<Edit> _edits = edits;
    private readonly List<ValuePlace> _places = [];
    private readonly StringBuilder _path = new("$");

    /// <summary>
    /// In document order. One more than <see cref="ValuePlace.Most"/> where there are more than that.
    /// </summary>
    internal readonly IReadOnlyList<ValuePlace> Find()
    {
        var json = new Utf8JsonReader(_body, new JsonReaderOptions { MaxDepth = JsonInspection.MaxDepth });
        json.Read();
        Walk(ref json);
        return _places;
    }

    private readonly void Walk(ref Utf8JsonReader json)
    {
        if (_places.Count > ValuePlace.Most)
        {
            return;
        }

        var start = (int)json.TokenStartIndex;
        var isContainer = json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        var end = EndOf(json);
        var place = Place(start, end, isContainer);
        if (place is not null)
        {
            _places.Add(place);
            json.Skip();
        }
        else if (json.TokenType == JsonTokenType.StartObject)
        {
            WalkMembers(ref json);
        }
        else
        {
            WalkElements(ref json);
        }
    }

    private readonly void WalkMembers(ref Utf8JsonReader json)
    {
        var length = _path.Length;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            AppendName(json.GetString()!);
            var isSaidWithheld = IsRewritten((int)json.TokenStartIndex);
            json.Read();
            var before = _places.Count;
            Walk(ref json);
            if (isSaidWithheld && _places.Count == before + 1 && _places[before].LeftAt < 0)
            {
                _places[before] = _places[before] with { Action = NameOf(FieldOutcome.Redacted) };
            }

            _path.Length = length;
        }
    }

    private readonly void WalkElements(ref Utf8JsonReader json)
    {
        var length = _path.Length;
        for (var i = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; i++)
        {
            _path.Append(CultureInfo.InvariantCulture, $"[{i}]");
            Walk(ref json);
            _path.Length = length;
        }
    }

    // What became of a value as a whole; null where its parts fared each in its own way.
    private readonly ValuePlace? Place(int start, int end, bool isContainer)
    {
        var isTouched = false;
        foreach (var index in trail.Touching(start, end))
        {
            isTouched = true;
            var edit = _edits[index];
            var (from, to) = trail.WrittenAt(index);
            if (from < 0)
            {
                continue;
            }

            if (edit.Start == start && Replaces(edit, end, isContainer))
            {
                return new ValuePlace(_path.ToString(), NameOf(edit.Rule), start, end - start, from, to - from);
            }

            if (isContainer)
            {
                return null;
            }

            if (edit.Rule == Edit.Copy && edit.Start <= start && end <= edit.Start + edit.Length)
            {
                // From the end: a separator may have been taken off the front of the stretch.
                var at = to - (edit.Start + edit.Length - start);
                return new ValuePlace(_path.ToString(), NameOf(edit.Rule), start, end - start, at, end - start);
            }
        }

        var action = isTouched ? Withheld : NameOf(FieldOutcome.Dropped);
        return new ValuePlace(_path.ToString(), action, start, end - start, -1, 0);
    }

    // FHIR: in the place of a date or number that was redacted, its '_' sibling says so.
    private readonly bool IsRewritten(int name)
    {
        foreach (var index in trail.Touching(name, name + 1))
        {
            if (_edits[index] is { Rule: Edit.Rewrite } edit && edit.Start == name && trail.WrittenAt(index).Start >= 0)
            {
                return true;
            }
        }

        return false;
    }

    // What replaces a container may have no length: it stands where the container begins.
    private static bool Replaces(in Edit edit, int end, bool isContainer) =>
        edit.Rule != Edit.Copy && ((isContainer && edit.Length == 0) || edit.Start + edit.Length == end);

    private readonly string NameOf(int rule) => NameOf(rule switch
    {
        Edit.Copy or Edit.Rewrite => FieldOutcome.Kept,
        Edit.Redact => FieldOutcome.Redacted,
        _ => plan.Rules[rule] switch
        {
            { Action: { } action } => action.Outcome,
            { Op: RuleOp.Constant } => FieldOutcome.Constant,
            _ => FieldOutcome.Redacted,
        },
    });

    private static string NameOf(FieldOutcome outcome) => outcome.ToString().ToLowerInvariant();

    // By value: the reader of the walk stays where it is.
    private static int EndOf(Utf8JsonReader json)
    {
        json.Skip();
        return (int)json.BytesConsumed;
    }

    // As the bundle spells paths where it can; else a normalized path (RFC 9535 section 2.7).
    private readonly void AppendName(string name)
    {
        if (name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            _path.Append('.').Append(name);
            return;
        }

        _path.Append("['");
        foreach (var c in name)
        {
            _ = c switch
            {
                '\'' or '\\' => _path.Append('\\').Append(c),
                < ' ' => _path.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => _path.Append(c),
            };
        }

        _path.Append("']");
    }
}
