using System.Globalization;
using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Drafting;

/// <summary>How the paths of one format are spelled, and what its samples are like.</summary>
/// <param name="Root">What every path begins with.</param>
/// <param name="Member">A path and a name in it, as the path of that.</param>
/// <param name="MostNames">More different names in one place are a table, and data themselves.</param>
internal sealed record PathSpelling(string Root, Func<string, string, string> Member, int MostNames)
{
    // More than anybody declares by hand, where a sender may make names up.
    private const int Few = 64;

    // Names that a header, a schema or a standard gives.
    private const int Declared = 16_384;

    private static readonly PathSpelling Json = new("$", (path, name) => path + PathText.Member(name), Few);

    private static readonly PathSpelling Columns = Json with { MostNames = Declared };

    private static readonly PathSpelling Xml = new("$", XmlMember, Declared);

    private static readonly PathSpelling Fhir = new("", (path, name) => path.Length == 0 ? name : $"{path}.{name}", Declared);

    private static readonly PathSpelling Er7 = new("", Er7Member, Declared)
    {
        // A field and its components; a segment is never named without a field.
        IsWhole = path => path.Contains('-', StringComparison.Ordinal),
    };

    /// <summary>Columns that have no names.</summary>
    internal static PathSpelling Positions { get; } = new("$", (path, name) => $"{path}[{name}]", Declared);

    /// <summary>Whether what is at a path is named as a whole where nothing but a first part stands in it.</summary>
    internal Func<string, bool> IsWhole { get; private init; } = _ => false;

    internal static PathSpelling Of(BodyFormat format) => format switch
    {
        BodyFormat.Csv => Columns,
        BodyFormat.Xml => Xml,
        BodyFormat.Fhir => Fhir,
        BodyFormat.Hl7v2 => Er7,
        _ => Json,
    };

    internal static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    // A plain name ends at a point (docs/formats/xml.md).
    private static string XmlMember(string path, string name) =>
        name.Contains('.', StringComparison.Ordinal) ? $"{path}['{name}']"
        : name.StartsWith('@') ? path + name
        : $"{path}.{name}";

    private static string Er7Member(string path, string name) => path.Length switch
    {
        0 => name,
        3 => $"{path}-{name}",
        _ => $"{path}.{name}",
    };
}
