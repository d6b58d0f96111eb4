using System.Diagnostics.CodeAnalysis;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>
/// What is different about one format: how its paths are spelled, what one record is, how a body of it is read. What
/// the rules then do with a value is the same for all (<see cref="Docket"/>). Made for one category; immutable and
/// thread-safe.
/// </summary>
internal abstract class BodyForm
{
    private const string Utf8 = "utf-8";

    /// <summary>The path of one record where the category names none.</summary>
    internal virtual string DefaultRecords => "$";

    /// <summary>True where a path goes through arrays without saying so.</summary>
    internal virtual bool ImpliesArrays => false;

    /// <summary>Containers that are opened without a rule, where something inside leaves.</summary>
    internal virtual IEnumerable<FieldPath> Ways => [];

    /// <summary>Null where this build does not read the category's format in its charset.</summary>
    internal static BodyForm? Of(Category category) => category.Format switch
    {
        BodyFormat.Json => JsonForm.Instance,
        BodyFormat.Ndjson => NdjsonForm.Instance,
        BodyFormat.Xml => new XmlForm(category),
        BodyFormat.Fhir => new FhirForm(category),
        BodyFormat.Csv => new CsvForm(category),
        BodyFormat.Hl7v2 => Er7Form.Instance,
        BodyFormat.Form => new UrlEncodedForm(category),
        BodyFormat.Multipart => new MultipartForm(category),
        BodyFormat.Opaque => new OpaqueForm(category),
        _ => null,
    };

    /// <summary>True where bodies in that charset are read. Of UTF-8 at least.</summary>
    internal virtual bool Takes(string charset) => charset == Utf8;

    /// <summary>False with a message for the operator: lower case, no full stop, names in 'quotes'.</summary>
    internal abstract bool TryParse(
        string text, [NotNullWhen(true)] out FieldPath? path, [NotNullWhen(false)] out string? error);

    /// <summary>
    /// True where a member stands beside its container's content, so that what replaces the one leaves the other.
    /// </summary>
    internal virtual bool IsBeside(PathStep member) => false;

    /// <summary>Faults that only the format knows of; each path by itself is parsed elsewhere.</summary>
    internal virtual IEnumerable<RuleFault> Check(Category category) => [];

    /// <summary>Decides every value of a body and changes nothing. Pure.</summary>
    /// <param name="today">The day of the transfer.</param>
    /// <param name="contentType">The body's Content-Type field; null where nothing said one.</param>
    internal abstract Outcome<InspectedConsignment> Inspect(
        CategoryPlan plan, ReadOnlyMemory<byte> body, DateOnly today, string? contentType);
}
