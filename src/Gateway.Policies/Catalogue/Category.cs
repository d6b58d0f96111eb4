using Gateway.Policies.Screening;

namespace Gateway.Policies.Catalogue;

/// <summary>Grades of the Data Security Law. Core never crosses; important only under ASSESS.</summary>
public enum Grade
{
    General,
    Important,
    Core,
}

/// <summary>What consent the category insists on, beside what the purpose's basis demands.</summary>
public enum ConsentKind
{
    None,
    Separate,
    Written,
    Guardian,
}

/// <summary>The form of a body.</summary>
public enum BodyFormat
{
    Json,
    Ndjson,
    Csv,
    Xml,
    Fhir,
    Hl7v2,
    Form,
    Multipart,
    Opaque,
}

/// <summary>What happens to a member no rule names. Unset means refuse.</summary>
public enum UnlistedRule
{
    Refuse,
    Drop,
}

/// <summary>What a finding does. Unset means refuse.</summary>
public enum FindingRule
{
    Refuse,
    Mask,
    Hold,
}

/// <summary>What happens to a document with an XML signature that would not fit what leaves.</summary>
public enum SignatureRule
{
    Refuse,
    Remove,
}

/// <summary>An entry of the catalogue (白名單, 數據授權跨境目錄).</summary>
/// <param name="Sensitive">GB/T 45574-2025 classes, for example "SP05".</param>
/// <param name="Media">Accepted media types, lower case, without parameters.</param>
/// <param name="Charset">"utf-8" or "gb18030".</param>
/// <param name="Records">Path of one record; null: the document is one record.</param>
/// <param name="Screen">
/// Detectors over every value that leaves in clear text; never null: absent in the file = all of this build.
/// </param>
/// <param name="FindingOverrides">Per detector, where it differs from <paramref name="OnFinding"/>.</param>
public sealed record Category(
    CategoryId Id,
    int Version,
    Titles Title,
    Grade Grade,
    IReadOnlyList<string> Sensitive,
    ConsentKind Consent,
    BodyFormat Format,
    IReadOnlyList<string> Media,
    string Charset,
    IReadOnlyDictionary<string, string> Namespaces,
    string? Records,
    IReadOnlyList<SubjectPath> Subjects,
    UnlistedRule Unlisted,
    IReadOnlyList<DetectorKind> Screen,
    FindingRule OnFinding,
    IReadOnlyDictionary<DetectorKind, FindingRule> FindingOverrides,
    IReadOnlyList<FieldRule> Fields,
    IReadOnlyList<CategoryCase> Cases,
    Mark Mark)
{
    /// <summary>For XML. Default refuse.</summary>
    public SignatureRule Signature { get; init; }

    /// <summary>Null: groups of any size leave.</summary>
    public KAnonymity? KAnonymity { get; init; }

    /// <summary>For JSON and FHIR. Default none.</summary>
    public CommitRule Commit { get; init; }

    /// <summary>For opaque bodies.</summary>
    public OpaqueRule Opaque { get; init; } = OpaqueRule.Strict;

    /// <summary>For multipart bodies.</summary>
    public IReadOnlyList<PartRule> Parts { get; init; } = [];

    /// <summary>Its rules, and those of its parts' categories.</summary>
    public IEnumerable<FieldRule> AllFields => Fields.Concat(Parts.SelectMany(part => part.Of?.Fields ?? []));

    /// <summary>Whom its records name, and those of its parts' categories.</summary>
    public IEnumerable<SubjectPath> AllSubjects => Subjects.Concat(Parts.SelectMany(part => part.Of?.Subjects ?? []));
}

/// <summary>Where a record names the person it is about. All subjects of a record must consent.</summary>
public sealed record SubjectPath(string Path, string? Role, bool Counted, Mark Mark);

/// <summary>
/// One of the bundle's own test cases: input file and either the expected output or the refusal code.
/// </summary>
public sealed record CategoryCase(string Name, string Input, string? Expect, string? Refused, Mark Mark);
