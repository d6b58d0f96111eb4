using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Gateway.Policies.Tests.Engine.Xml;

/// <summary>What a rule of a comparison does.</summary>
internal enum SlowOp
{
    Keep,
    Deep,
    Drop,
    Constant,
}

/// <summary>One rule: steps are "name", "@name" or "..name", names in braces and namespaces.</summary>
internal sealed record SlowRule(string[] Steps, SlowOp Op);

/// <summary>
/// The rules of XML as docs/formats/xml.md tells them, on a tree of the platform's, as plainly as they can be written.
/// </summary>
internal sealed class SlowXml(SlowRule[] rules)
{
    private const int None = int.MaxValue;

    internal bool RefusesShape { get; private set; }

    internal XElement? Decide(XElement root) => Decide(root, [$"{root.Name}"], None);

    /// <summary>A document in one spelling: no prefixes, attributes in order, adjacent text as one.</summary>
    internal static string Canonical(XElement element)
    {
        var text = new StringBuilder();
        Write(element, text);
        return text.ToString();
    }

    private XElement? Decide(XElement element, string[] at, int taken)
    {
        var rule = Math.Min(First(at), taken);
        var frame = taken;
        var isLeaf = !element.HasElements;
        var isRoot = at.Length == 1;
        var made = new XElement(element.Name);
        bool opened, replaced = false;
        if (rule == None)
        {
            opened = Definite(at) != None;
            if (!opened && Loose(at) == None)
            {
                RefusesShape |= isRoot;
                return null;
            }
        }
        else
        {
            opened = true;
            switch (rules[rule].Op)
            {
                case SlowOp.Keep when !isLeaf:
                    RefusesShape = true;
                    return null;
                case SlowOp.Deep:
                    frame = rule;
                    break;
                case SlowOp.Drop:
                    frame = rule;
                    opened = isRoot || Definite(at) < rule;
                    if (!opened && Loose(at) >= rule)
                    {
                        return null;
                    }

                    break;
                case SlowOp.Constant:
                    replaced = true;
                    break;
            }
        }

        Attributes(element, at, frame, made);
        if (replaced)
        {
            made.Add(new XText("constant"));
        }
        else
        {
            Content(element, at, rule, frame, made);
        }

        opened |= made.HasAttributes || made.Nodes().Any();
        RefusesShape |= isRoot && !opened;
        return opened ? made : null;
    }

    private void Attributes(XElement element, string[] at, int frame, XElement made)
    {
        foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
        {
            var rule = Math.Min(First([.. at, $"@{attribute.Name}"]), frame);
            if (rule != None && rules[rule].Op != SlowOp.Drop)
            {
                made.Add(new XAttribute(
                    attribute.Name, rules[rule].Op == SlowOp.Constant ? "constant" : attribute.Value));
            }
        }
    }

    private void Content(XElement element, string[] at, int rule, int frame, XElement made)
    {
        var isLeaf = !element.HasElements;
        var keeps = isLeaf
            ? rule != None && rules[rule].Op is SlowOp.Keep or SlowOp.Deep
            : frame != None && rules[frame].Op == SlowOp.Deep;
        var isMixed = isLeaf || element.Nodes().OfType<XText>().Any(text => IsContent(text));
        foreach (var node in element.Nodes())
        {
            if (node is XElement inner && Decide(inner, [.. at, $"{inner.Name}"], frame) is { } left)
            {
                made.Add(left);
            }
            else if (node is XText text && keeps && (isMixed || IsContent(text)))
            {
                made.Add(new XText(text.Value));
            }
        }
    }

    // CDATA is content, whatever is in it.
    private static bool IsContent(XText text) =>
        text.NodeType == XmlNodeType.CDATA || text.Value.Trim(' ', '\t', '\r', '\n').Length > 0;

    private int First(string[] at) => Where(steps => Matches(steps, at));

    // Every step so far is spelled out, and there are more.
    private int Definite(string[] at) => Where(steps =>
        steps.Length > at.Length && !steps.Take(at.Length).Any(step => step.StartsWith("..", StringComparison.Ordinal))
        && steps.Take(at.Length).SequenceEqual(at));

    // A '..' has been passed: whatever it still needs may be further down.
    private int Loose(string[] at) => Where(steps =>
    {
        var first = Array.FindIndex(steps, step => step.StartsWith("..", StringComparison.Ordinal));
        return first >= 0 && at.Length > first && steps.Take(first).SequenceEqual(at.Take(first));
    });

    private int Where(Func<string[], bool> test)
    {
        var found = Array.FindIndex(rules, rule => test(rule.Steps));
        return found < 0 ? None : found;
    }

    private static bool Matches(ReadOnlySpan<string> steps, ReadOnlySpan<string> at)
    {
        if (steps.IsEmpty || at.IsEmpty)
        {
            return steps.IsEmpty && at.IsEmpty;
        }

        return steps[0].StartsWith("..", StringComparison.Ordinal)
            ? (steps[0][2..] == at[0] && Matches(steps[1..], at[1..])) || Matches(steps, at[1..])
            : steps[0] == at[0] && Matches(steps[1..], at[1..]);
    }

    private static void Write(XElement element, StringBuilder text)
    {
        text.Append('<').Append(element.Name);
        foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration)
            .OrderBy(attribute => attribute.Name.ToString(), StringComparer.Ordinal))
        {
            text.Append(' ').Append(attribute.Name).Append("='").Append(attribute.Value).Append('\'');
        }

        text.Append('>');
        foreach (var node in element.Nodes())
        {
            if (node is XElement inner)
            {
                Write(inner, text);
            }
            else if (node is XText one)
            {
                text.Append(one.Value);
            }
        }

        text.Append("</>");
    }
}
