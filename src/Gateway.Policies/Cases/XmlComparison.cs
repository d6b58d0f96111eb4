using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Gateway.Policies.Cases;

/// <summary>
/// Compares what left with what was expected, as XML: prefixes, the order of attributes, comments, and white space
/// between elements do not count. One comparison, used once.
/// </summary>
internal sealed class XmlComparison
{
    private readonly KeyedText _keyed;
    private DocumentDifference? _first;
    private int _count;

    private XmlComparison(KeyedText keyed) => _keyed = keyed;

    /// <summary>False where one of the documents is no XML. Null: the two are alike.</summary>
    internal static bool TryCompare(
        ReadOnlyMemory<byte> expected, ReadOnlyMemory<byte> actual, KeyedText keyed, out DocumentDifference? difference)
    {
        difference = null;
        if (!TryParse(expected, out var told) || !TryParse(actual, out var left))
        {
            return false;
        }

        var comparison = new XmlComparison(keyed);
        comparison.Walk(told, left, "$");
        difference = comparison._first is { } first ? first with { Count = comparison._count } : null;
        return true;
    }

    private static bool TryParse(ReadOnlyMemory<byte> document, [NotNullWhen(true)] out XElement? root)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(document.ToArray()), settings);
            root = XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root;
        }
        catch (XmlException)
        {
            root = null;
        }

        return root is not null;
    }

    private void Walk(XElement expected, XElement actual, string holder)
    {
        var path = $"{holder}.{expected.Name.LocalName}";
        if (expected.Name != actual.Name || !AreAlike(expected, actual))
        {
            Add(path, DifferenceKind.Other);
        }

        WalkAttributes(expected, actual, path);
        var (told, left) = (expected.Elements().ToArray(), actual.Elements().ToArray());
        for (var i = 0; i < Math.Max(told.Length, left.Length); i++)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{path}[{i + 1}]");
            if (i < told.Length && i < left.Length)
            {
                Walk(told[i], left[i], path);
            }
            else
            {
                Add(place, i < told.Length ? DifferenceKind.Missing : DifferenceKind.Unexpected);
            }
        }
    }

    private void WalkAttributes(XElement expected, XElement actual, string path)
    {
        foreach (var told in expected.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
        {
            if (actual.Attribute(told.Name) is not { } left)
            {
                Add($"{path}@{told.Name.LocalName}", DifferenceKind.Missing);
            }
            else if (!_keyed.Fits(told.Value, left.Value))
            {
                Add($"{path}@{told.Name.LocalName}", DifferenceKind.Other);
            }
        }

        foreach (var left in actual.Attributes().Where(attribute =>
            !attribute.IsNamespaceDeclaration && expected.Attribute(attribute.Name) is null))
        {
            Add($"{path}@{left.Name.LocalName}", DifferenceKind.Unexpected);
        }
    }

    // An element's own text. Beside elements, layout is none.
    private bool AreAlike(XElement expected, XElement actual) => expected.HasElements || actual.HasElements
        ? string.Equals(OwnText(expected).Trim(), OwnText(actual).Trim(), StringComparison.Ordinal)
        : _keyed.Fits(expected.Value, actual.Value);

    private static string OwnText(XElement element)
    {
        var text = new StringBuilder();
        foreach (var piece in element.Nodes().OfType<XText>())
        {
            text.Append(piece.Value);
        }

        return text.ToString();
    }

    private void Add(string path, DifferenceKind kind)
    {
        _first ??= new DocumentDifference(1, path, kind);
        _count++;
    }
}
