using System.Globalization;
using System.Text;

namespace Gateway.Policies.Tests.Engine;

/// <summary>
/// Turns the numbers a property was given into documents and rules, so that shrinking them shrinks those.
/// </summary>
internal sealed class Choices(int[] tape)
{
    private static readonly string[] Names = ["a", "b", "c", "d", "e f", "中文"];

    private int _at;
    private int _scalars;

    internal int Next(int count) => _at < tape.Length ? (int)((uint)Math.Abs((long)tape[_at++]) % (uint)count) : 0;

    /// <summary>A document whose scalars are all different; the root is an array or an object.</summary>
    internal Node Document() => Next(2) == 0 ? Object(5) : Array(5);

    internal (List<string> Steps, string Path) Path()
    {
        var steps = new List<string>();
        var path = new StringBuilder("$");
        for (var left = Next(4); left > 0; left--)
        {
            var step = Next(6) switch
            {
                0 or 1 => $"['{Names[Next(Names.Length)]}']",
                2 => $"..['{Names[Next(Names.Length)]}']",
                3 => "[" + Next(3).ToString(CultureInfo.InvariantCulture) + "]",
                _ => "[*]",
            };
            steps.Add(step);
            path.Append(step);
        }

        return (steps, path.ToString());
    }

    private Node Any(int depth) => depth == 0 ? Scalar() : Next(5) switch
    {
        1 or 2 => Object(depth - 1),
        3 => Array(depth - 1),
        _ => Scalar(),
    };

    private Node Object(int depth)
    {
        var names = Names.Where(_ => Next(2) == 1).ToArray();
        return new Node('{', [.. names.Select(name => ($"['{name}']", Any(depth)))], "");
    }

    private Node Array(int depth) => new(
        '[', [.. Enumerable.Range(0, Next(4))
            .Select(i => ("[" + i.ToString(CultureInfo.InvariantCulture) + "]", Any(depth)))], "");

    private Node Scalar()
    {
        var number = (1000 + _scalars++).ToString(CultureInfo.InvariantCulture);
        return new Node('"', [], Next(2) == 0 ? number : $"\"v{number}\"");
    }
}

/// <summary>A JSON value: the steps from it to what it holds, or a scalar's text.</summary>
internal sealed record Node(char Kind, List<(string Step, Node Value)> Inside, string Text)
{
    internal string Write(string white)
    {
        if (Kind == '"')
        {
            return Text;
        }

        var parts = Inside.Select(part => Kind == '{'
            ? $"\"{part.Step[2..^2]}\"{white}:{white}{part.Value.Write(white)}"
            : part.Value.Write(white));
        return $"{Kind}{white}{string.Join($"{white},{white}", parts)}{white}{(Kind == '{' ? '}' : ']')}";
    }

    internal IEnumerable<(string[] At, string Text)> Scalars(params string[] at) => Kind == '"'
        ? [(at, Text)]
        : Inside.SelectMany(part => part.Value.Scalars([.. at, part.Step]));

    /// <summary>The plainest possible reading of a path, to compare the automaton with.</summary>
    internal static bool Matches(ReadOnlySpan<string> path, ReadOnlySpan<string> at)
    {
        if (path.IsEmpty || at.IsEmpty)
        {
            return path.IsEmpty && at.IsEmpty;
        }

        if (path[0].StartsWith("..", StringComparison.Ordinal))
        {
            return (string.Equals(path[0][2..], at[0], StringComparison.Ordinal) && Matches(path[1..], at[1..]))
                || Matches(path, at[1..]);
        }

        var isElement = at[0][1] != '\'';
        return (path[0] == "[*]" ? isElement : string.Equals(path[0], at[0], StringComparison.Ordinal))
            && Matches(path[1..], at[1..]);
    }
}
