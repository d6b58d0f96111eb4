using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Tests.Engine;

/// <summary>
/// Random records in every shape a document has them in, and a random rule for each of their members. No two values
/// share a character (texts) or a whole (dates, numbers), so that whatever leaks shows.
/// </summary>
internal sealed class RecordDocuments
{
    internal const string Subject = "who";

    private static readonly string[] Names = [Subject, "n0", "n1", "n2", "n3", "n4", "n5", "n6"];

    private static readonly FieldAction[] Actions =
    [
        Desk.Keep, Desk.Drop, Desk.Redact, Desk.Constant("c"), Desk.Mask(), Desk.Mask(1), Desk.Mask(0, 1), Desk.Hash,
        new FieldAction.Tokenise("k1", "digits", null), new FieldAction.Generalise("year", []),
        new FieldAction.Generalise("decade", []), new FieldAction.Shift("k1", 30), new FieldAction.Encrypt("bank-hk"),
        new FieldAction.Truncate(1), new FieldAction.Truncate(3), new FieldAction.Truncate(9),
    ];

    private readonly Choices _choices;
    private readonly int _shape;
    private int _made;

    internal RecordDocuments(Choices choices)
    {
        _choices = choices;
        KeepsRest = choices.Next(2) == 0;
        foreach (var name in Names.Where(_ => choices.Next(5) > 0))
        {
            Rules[name] = Actions[choices.Next(Actions.Length)];
        }

        _shape = choices.Next(8);
        Document = Shape();
    }

    /// <summary>What no rule names is kept too.</summary>
    internal bool KeepsRest { get; }

    /// <summary>By member name, wherever it stands.</summary>
    internal Dictionary<string, FieldAction> Rules { get; } = [];

    internal JsonNode Document { get; }

    internal string Records =>
        new[] { "$[*]", "$.list[*]", "$.a.b[*]", "$[*][*]", "$.groups[*].rows[*]", "$..r", "$.r", "$" }[_shape];

    /// <summary>Two runs differ by design: each encrypted value is new.</summary>
    internal bool IsRandom => Rules.Values.OfType<FieldAction.Encrypt>().Any();

    internal Desk ToDesk()
    {
        var desk = new Desk { Records = Records, Subjects = [Records + "." + Subject] };
        foreach (var (name, action) in Rules)
        {
            desk.Rule("$.." + name, action);
        }

        return KeepsRest ? desk.Rule("$", Desk.Deep) : desk;
    }

    /// <summary>Whether a node is a record: told by where it stands, as plainly as can be.</summary>
    internal bool IsRecord(string[] at) => _shape switch
    {
        0 => at.Length == 1,
        1 => at.Length == 2 && at[0] == "list",
        2 => at.Length == 3 && at[1] == "b",
        3 => at.Length == 2,
        4 => at.Length == 4 && at[2] == "rows",
        5 => at.Length > 0 && at[^1] == "r",
        6 => at is ["r"],
        _ => at.Length == 0,
    };

    private JsonNode Shape() => _shape switch
    {
        0 => List(),
        1 => new JsonObject { ["h"] = Text(), ["list"] = List(), ["t"] = Text() },
        2 => new JsonObject { ["a"] = new JsonObject { ["b"] = List(), ["h"] = Text() } },
        3 => new JsonArray([.. Many(3).Select(_ => List())]),
        4 => new JsonObject
        {
            ["groups"] = new JsonArray([.. Many(3).Select(i => new JsonObject { ["h"] = Text(), ["rows"] = List() })]),
        },
        5 => new JsonObject
        {
            ["x"] = new JsonObject { ["r"] = Record(), ["h"] = Text() },
            ["y"] = new JsonArray([.. Many(3).Select(_ => new JsonObject { ["r"] = Record() })]),
        },
        6 => new JsonObject { ["r"] = Record(), ["h"] = Text() },
        _ => Record(),
    };

    private IEnumerable<int> Many(int most) => Enumerable.Range(0, _choices.Next(most + 1));

    private JsonArray List() => new([.. Many(4).Select(_ => Record())]);

    private JsonObject Record()
    {
        var record = new JsonObject { [Subject] = Value(Subject) };
        foreach (var name in Names.Skip(1).Where(_ => _choices.Next(2) == 0))
        {
            record[name] = Value(name);
        }

        if (_choices.Next(3) == 0)
        {
            record["in"] = new JsonObject { ["n0"] = Value("n0"), ["n1"] = Value("n1") };
        }

        if (_choices.Next(3) == 0)
        {
            record["many"] = new JsonArray([.. Many(2).Select(_ => new JsonObject { ["n2"] = Value("n2") })]);
        }

        return record;
    }

    // Of the kind that the member's rule takes.
    private JsonValue? Value(string name)
    {
        if (name != Subject && _choices.Next(12) == 0)
        {
            return _choices.Next(2) == 0 ? null : JsonValue.Create("");
        }

        return Rules.GetValueOrDefault(name) switch
        {
            FieldAction.Tokenise => JsonValue.Create(Number()),
            FieldAction.Generalise or FieldAction.Shift => JsonValue.Create(Date()),
            _ => Text(),
        };
    }

    private string Number() => ((700_000_000_000 + (_made++ * 1_234_567L)) % 1_000_000_000_000)
        .ToString("D12", CultureInfo.InvariantCulture);

    private string Date() => new DateOnly(1950, 1, 1).AddDays(97 * _made++)
        .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // Four ideographs of its own.
    private JsonValue Text()
    {
        var first = 0x4E00 + (4 * _made++);
        return JsonValue.Create(string.Concat(Enumerable.Range(first, 4).Select(character => (char)character)))!;
    }
}
