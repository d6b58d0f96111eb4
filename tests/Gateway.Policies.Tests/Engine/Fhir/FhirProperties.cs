using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Drawing;
using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Tests.Engine.Fhir;

public sealed partial class FhirProperties
{
    private static readonly string[] Types = ["Patient", "Observation", "Bundle"];
    private static readonly string[] Names = ["a", "b", "extension"];

    [Fact]
    public void Exactly_what_the_first_matching_rule_keeps_appears_in_the_output() =>
        Prop.ForAll(
            Gen.Choose(0, 1_000_000).ArrayOf(100).ToArbitrary(),
            tape =>
            {
                Run(new Tape(tape));
                return true;
            }).Check(Draws.Of(1500));

    private static void Run(Tape tape)
    {
        var rules = Enumerable.Range(0, 1 + tape.Next(4)).Select(_ => (Path: Path(tape), Keeps: tape.Next(3) > 0))
            .ToArray();

        // A rule behind one for every resource is a fault.
        rules = [.. rules.Where((rule, i) => rule.Path[0] == "Resource" || !rules.Take(i).Any(earlier =>
            earlier.Path.SequenceEqual(["Resource", .. rule.Path.Skip(1)])))];
        var desk = new Desk { Format = BodyFormat.Fhir };
        foreach (var (path, keeps) in rules)
        {
            desk.Rule(string.Join('.', path), keeps ? Desk.Deep : Desk.Drop);
        }

        var kept = new List<string>();
        var body = Resource(tape, 2, [], rules, kept);
        var output = desk.Pass(body);
        using var strict = JsonDocument.Parse(output, new JsonDocumentOptions { AllowDuplicateProperties = false });
        var left = Scalar().Matches(output).Select(match => match.Value);
        Assert.True(kept.SequenceEqual(left), $"{string.Join(';', rules.Select(rule => $"{string.Join('.', rule.Path)} {rule.Keeps}"))}\n{body}\n{output}");
        Assert.StartsWith("{\"resourceType\":", output, StringComparison.Ordinal);
    }

    private static string[] Path(Tape tape)
    {
        var steps = new List<string> { tape.Next(4) == 0 ? "Resource" : Types[tape.Next(3)] };
        for (var left = tape.Next(3); left > 0; left--)
        {
            steps.Add(tape.Next(4) == 0 ? "contained" : Names[tape.Next(3)]);
        }

        return [.. steps];
    }

    // Each way is one reading of the place: from one of the resources around it on.
    private static string Resource(
        Tape tape, int depth, string[][] ways, (string[] Path, bool Keeps)[] rules, List<string> kept)
    {
        var type = Types[tape.Next(depth == 0 ? 2 : 3)];
        string[][] inside = [.. ways, [type], ["Resource"]];
        var members = new List<string>();
        var named = $"\"resourceType\":\"{type}\"";
        var place = tape.Next(3);
        for (var i = 0; i < 3; i++)
        {
            if (i == place)
            {
                members.Add(named);
            }

            if (tape.Next(2) == 1)
            {
                members.Add($"\"{Names[i]}\":{Value(tape, 2, Below(inside, Names[i]), rules, kept)}");
            }
        }

        if (depth > 0 && tape.Next(2) == 1)
        {
            members.Add(type == "Bundle"
                ? $"\"entry\":[{{\"resource\":{Resource(tape, depth - 1, Below(Below(inside, "entry"), "resource"), rules, kept)}}}]"
                : $"\"contained\":[{Resource(tape, depth - 1, Below(inside, "contained"), rules, kept)}]");
        }

        return "{" + string.Join(tape.Next(2) == 0 ? "," : " ,\n", members) + "}";
    }

    private static string Value(
        Tape tape, int depth, string[][] ways, (string[] Path, bool Keeps)[] rules, List<string> kept)
    {
        switch (tape.Next(depth == 0 ? 1 : 4))
        {
            case 1:
                return "[" + string.Join(
                    ',', Enumerable.Range(0, 1 + tape.Next(2)).Select(_ => Value(tape, depth - 1, ways, rules, kept))) + "]";
            case 2:
                return "{" + string.Join(
                    ',', Names.Where(_ => tape.Next(2) == 1)
                        .Select(name => $"\"{name}\":{Value(tape, depth - 1, Below(ways, name), rules, kept)}")) + "}";
            default:
                var text = $"\"v{tape.Count().ToString(CultureInfo.InvariantCulture)}\"";
                if (Keeps(ways, rules))
                {
                    kept.Add(text);
                }

                return text;
        }
    }

    private static bool Keeps(string[][] ways, (string[] Path, bool Keeps)[] rules)
    {
        foreach (var (path, keeps) in rules)
        {
            foreach (var way in ways.Where(way => way.Length >= path.Length && way.Take(path.Length).SequenceEqual(path)))
            {
                // An extension behind what the rule spells is not taken along.
                if (!keeps || path.Contains("extension") || !way.Skip(path.Length).Contains("extension"))
                {
                    return keeps;
                }
            }
        }

        return false;
    }

    private static string[][] Below(string[][] ways, string name) => [.. ways.Select(way => (string[])[.. way, name])];

    [GeneratedRegex("\"v[0-9]+\"")]
    private static partial Regex Scalar();

    /// <summary>Numbers that stand for choices; when they run out, the first one each time.</summary>
    private sealed class Tape(int[] numbers)
    {
        private int _at;
        private int _scalars = 1000;

        internal int Next(int count) => _at < numbers.Length ? numbers[_at++] % count : 0;

        internal int Count() => _scalars++;
    }
}
