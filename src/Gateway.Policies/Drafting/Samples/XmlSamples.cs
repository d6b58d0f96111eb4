using System.Diagnostics.CodeAnalysis;
using System.Xml;
using System.Xml.Linq;
using Gateway.Policies.Formats;

namespace Gateway.Policies.Drafting.Samples;

/// <summary>Reads XML samples, and gives every namespace in them a prefix, in the order they are met.</summary>
internal sealed class XmlSamples
{
    private readonly Dictionary<string, string> _prefixes = new(StringComparer.Ordinal);

    internal IReadOnlyDictionary<string, string> Namespaces =>
        _prefixes.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    internal SampleFlaw? Add(SampleNode root, ReadOnlyMemory<byte> document, SampleSight sight)
    {
        if (!TryParse(document, out var element, out var flaw))
        {
            return flaw;
        }

        return TryAdd(root, element, sight, 0) ? null : new SampleFlaw(0, 0);
    }

    /// <summary>As strict as the engine about what is fetched and expanded: nothing is.</summary>
    internal static bool TryParse(
        ReadOnlyMemory<byte> document, [NotNullWhen(true)] out XElement? root, out SampleFlaw flaw)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        };
        flaw = default;
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(document.ToArray()), settings);
            root = XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root;
        }
        catch (XmlException e)
        {
            root = null;
            flaw = new SampleFlaw(e.LineNumber, e.LinePosition);
        }

        return root is not null;
    }

    private bool TryAdd(SampleNode holder, XElement element, SampleSight sight, int depth)
    {
        if (depth >= XmlScanner.MaxDepth)
        {
            return false;
        }

        if (holder.Member(Spell(element.Name, ""), isFound: false) is not { } node)
        {
            return true;
        }

        foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
        {
            if (node.Member(Spell(attribute.Name, "@"), isFound: false) is { } value)
            {
                sight.NoteUntyped(value, attribute.Value);
            }
        }

        // Text beside elements has no path of its own.
        if (!element.HasElements)
        {
            sight.NoteUntyped(node, element.Value);
            return true;
        }

        return element.Elements().All(inside => TryAdd(node, inside, sight, depth + 1));
    }

    private string Spell(XName name, string sign)
    {
        if (name.NamespaceName.Length == 0)
        {
            return sign + name.LocalName;
        }

        if (name.NamespaceName == XmlNamespaces.XmlUri)
        {
            return $"{sign}xml:{name.LocalName}";
        }

        if (!_prefixes.TryGetValue(name.NamespaceName, out var prefix))
        {
            prefix = _prefixes.Count == 0 ? "p" : "p" + PathSpelling.Number(_prefixes.Count + 1);
            _prefixes[name.NamespaceName] = prefix;
        }

        return $"{sign}{prefix}:{name.LocalName}";
    }
}
