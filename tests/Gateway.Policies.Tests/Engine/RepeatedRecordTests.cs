using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Drawing;

namespace Gateway.Policies.Tests.Engine;

/// <summary>
/// Records that look like the one before them are read along it. Here one of them differs by a name, a space, an order
/// or any byte, and must be read as it stands, not as it was expected.
/// </summary>
public sealed class RepeatedRecordTests
{
    private static readonly string[] Names =
        ["a", "ab", "name", "naïve", "中文名", "a b", new('n', 28), new('n', 29), new('n', 30), new('n', 45)];

    [Fact]
    public void A_record_that_differs_from_those_before_it_is_read_as_it_stands() =>
        Prop.ForAll(
            Gen.Choose(0, 1_000_000).ArrayOf(40).ToArbitrary(),
            tape =>
            {
                var choices = new Choices(tape);
                var body = Write(choices);
                var kept = Names.Where(_ => choices.Next(3) > 0).ToArray();
                var desk = kept.Aggregate(new Desk(), (rules, name) => rules.Rule($"$[*]['{name}']", Desk.Deep));
                var accepted = desk.Rule("$[*]['never']", Desk.Keep).Compile().Inspect(body)
                    .TryPass(out var consignment, out _);
                consignment.Dispose();
                Assert.Equal(IsStrict(body), accepted);
                if (accepted)
                {
                    Assert.Equal(Expected(body, kept), desk.Pass(Encoding.UTF8.GetString(body)));
                }

                return true;
            }).Check(Draws.Of(2000));

    private static byte[] Write(Choices choices)
    {
        var names = Names.Where(_ => choices.Next(2) == 0).ToArray();
        var white = choices.Next(4) == 0 ? " " : "";
        var records = new List<string>();
        for (var left = 2 + choices.Next(5); left > 0; left--)
        {
            var members = names.Select(name => $"\"{name}\"{white}:{white}{Value(choices, left)}").ToList();
            Change(members, choices);
            records.Add("{" + string.Join(',', members) + "}");
        }

        var body = Encoding.UTF8.GetBytes("[" + string.Join(',', records) + "]" + new string(' ', choices.Next(2) * 40));
        if (choices.Next(3) == 0)
        {
            body[choices.Next(body.Length)] = "{}[]\",:\\ 0n"u8[choices.Next(11)];
        }

        return body;
    }

    private static string Value(Choices choices, int number) => choices.Next(8) switch
    {
        0 => $"{{\"a\":{number},\"name\":\"x\"}}",
        1 => $"[{number},\"y\"]",
        2 => "null",
        3 => $"\"{new string('z', choices.Next(50))}\"",
        _ => $"\"v{number}\"",
    };

    private static void Change(List<string> members, Choices choices)
    {
        if (members.Count == 0 || choices.Next(2) == 0)
        {
            return;
        }

        var at = choices.Next(members.Count);
        switch (choices.Next(7))
        {
            case 0:
                members.RemoveAt(at);
                break;
            case 1:
                members.Add(members[at]);
                break;
            case 2:
                members.Reverse();
                break;
            case 3:
                members[at] = members[at].Insert(1, "x");
                break;
            case 4:
                members[at] = members[at].Insert(members[at].IndexOf(':', StringComparison.Ordinal), "\n");
                break;
            case 5:
                members[at] = members[at].Insert(members[at].IndexOf(':', StringComparison.Ordinal) + 1, "\t");
                break;
            default:
                members[at] = $"\"\\u{(int)members[at][1]:x4}" + members[at][2..];
                break;
        }
    }

    private static string Expected(byte[] body, string[] kept)
    {
        using var document = JsonDocument.Parse(body);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            return "{}";
        }

        var records = document.RootElement.EnumerateArray()
            .Where(record => record.ValueKind == JsonValueKind.Object)
            .Select(record => record.EnumerateObject().Where(member => kept.Contains(member.Name)).ToArray());
        return "[" + string.Join(',', records.Select(members =>
            "{" + string.Join(',', members.Select(member => $"{RawName(member)}:{member.Value.GetRawText()}")) + "}"))
            + "]";
    }

    // As it is spelled in the body, escapes and all.
    private static string RawName(JsonProperty member)
    {
        var raw = member.ToString();
        return raw[..(raw.IndexOf('"', 1) + 1)];
    }

    private static bool IsStrict(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Utf8.IsValid(body) && document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
