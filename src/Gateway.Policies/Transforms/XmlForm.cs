using System.Diagnostics.CodeAnalysis;
using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>XML (docs/formats/xml.md).</summary>
internal sealed class XmlForm : BodyForm
{
    // A guess, as for JSON.
    private const int BytesPerEdit = 48;
    private const int MaxExpectedEdits = 64 * 1024;

    private readonly XmlVocabulary _vocabulary;

    internal XmlForm(Category category)
    {
        _vocabulary = new XmlVocabulary(category.Namespaces);
        RemovesSignatures = category.Signature == SignatureRule.Remove;
        var wheres = WhereKeys(category).Select(key => (Key: key, Steps: StepsOf(key))).ToArray();
        var spelled = category.Fields.Select(rule => rule.Path)
            .Concat(category.Subjects.Select(subject => subject.Path))
            .Append(category.Records ?? DefaultRecords)
            .SelectMany(path => TryParse(path, out var parsed, out _) ? parsed.Steps : []);
        Names = new XmlNames(
            _vocabulary, spelled.Concat(wheres.SelectMany(where => where.Steps)).Select(step => step.Name));
        Where = new XmlWhere(wheres.Where(where => where.Steps.Length > 0), Names);
    }

    internal XmlNames Names { get; }

    internal XmlWhere Where { get; }

    internal bool RemovesSignatures { get; }

    internal override bool TryParse(
        string text, [NotNullWhen(true)] out FieldPath? path, [NotNullWhen(false)] out string? error)
    {
        var isRead = new XmlPathParser(text, _vocabulary).TryParse(out var steps, out error);
        path = isRead ? new FieldPath(steps!) : null;
        return path is not null;
    }

    // An attribute: an element's path means its content.
    internal override bool IsBeside(PathStep member) => member.Name.StartsWith('@');

    internal override IEnumerable<RuleFault> Check(Category category) =>
        [.. CheckNamespaces(category), .. CheckMarks(category), .. category.Fields.SelectMany(CheckRule)];

    internal override Outcome<InspectedConsignment> Inspect(
        CategoryPlan plan, ReadOnlyMemory<byte> body, DateOnly today, string? contentType)
    {
        var buffers = InspectionBuffers.Rent();
        var docket = new Docket(plan, buffers, today);
        if (!XmlScanner.TryScan(body.Span, Names, buffers.Xml))
        {
            docket.Refuse(RefusalCode.BodyMalformed, "the body is not well-formed XML as it is taken here", null);
            return docket.Close(body, XmlBodyText.Instance);
        }

        buffers.Edits.Expect(Math.Min(body.Length / BytesPerEdit, MaxExpectedEdits));
        var inspection = new XmlInspection(this, buffers, body.Span, docket);
        inspection.Walk();
        return inspection.Docket.Close(body, XmlBodyText.Instance);
    }

    private static IEnumerable<string> WhereKeys(Category category) =>
        category.Fields.SelectMany(rule => rule.Where.Keys).Distinct(StringComparer.Ordinal);

    private PathStep[] StepsOf(string key) =>
        new XmlPathParser(key, _vocabulary).TryParseRelative(out var steps, out _) ? steps : [];

    // Namespaces 1.0 sections 2.2 and 3: what no document could declare either.
    private static IEnumerable<RuleFault> CheckNamespaces(Category category)
    {
        foreach (var (prefix, uri) in category.Namespaces)
        {
            var isName = prefix.Length == 0 || XmlCharacters.IsPlainName(Encoding.UTF8.GetBytes(prefix));
            var isReserved = prefix == "xmlns" || (prefix == "xml") != (uri == XmlNamespaces.XmlUri);
            if (!isName || isReserved || (prefix.Length > 0 && uri.Length == 0))
            {
                yield return new RuleFault(
                    -1, "category.namespaces", $"'{prefix}' in 'namespaces' cannot stand for that namespace");
            }
        }
    }

    private IEnumerable<RuleFault> CheckMarks(Category category)
    {
        if (category.Records is { } records && TryParse(records, out var path, out _) && EndsInAttribute(path))
        {
            yield return new RuleFault(-1, "category.records", $"'{records}' in 'records': a record is an element");
        }

        foreach (var subject in category.Subjects.Select(subject => subject.Path))
        {
            if (TryParse(subject, out path, out _) && path.Steps.Count == 0)
            {
                yield return new RuleFault(
                    -1, "category.subject", $"'{subject}' in 'subject': the document itself names nobody");
            }
        }
    }

    private IEnumerable<RuleFault> CheckRule(FieldRule rule, int index)
    {
        foreach (var key in rule.Where.Keys)
        {
            if (!new XmlPathParser(key, _vocabulary).TryParseRelative(out _, out var error))
            {
                yield return new RuleFault(index, "rule.where", $"'{key}' in 'where': {error}");
            }
        }

        if (TryParse(rule.Path, out var path, out _) && path.Steps.Count == 0
            && rule.Action is not FieldAction.Keep { Deep: true })
        {
            yield return new RuleFault(
                index, "rule.path", "'$' is the document: only 'keep' with 'deep: true' can take it");
        }

        if (TextOf(rule.Action).Any(character => !XmlCharacters.IsLegal(character.Value)))
        {
            yield return new RuleFault(index, "rule.value", "the text holds a character that XML does not know");
        }
    }

    private static StringRuneEnumerator TextOf(FieldAction action) => (action switch
    {
        FieldAction.Redact redact => redact.With,
        FieldAction.Constant constant => constant.Value,
        FieldAction.Mask mask => mask.Filler,
        FieldAction.Tokenise { Alphabet: { } alphabet } => alphabet,
        _ => "",
    }).EnumerateRunes();

    private static bool EndsInAttribute(FieldPath path) => path.Steps.Count > 0 && path.Steps[^1].Name.StartsWith('@');
}
