using System.Diagnostics.CodeAnalysis;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>
/// Rows of comma- or tab-separated values (docs/formats/csv.md). Each row is a record; a column is named by its header
/// or, where no rule names one, by its position.
/// </summary>
internal sealed class CsvForm : RecordForm
{
    private const string Rows = "$[*]";
    private const string Gb18030 = "gb18030";

    private readonly bool _isGb18030;
    private readonly bool _isTabbed;
    private readonly bool _hasHeader;

    internal CsvForm(Category category)
    {
        _isGb18030 = category.Charset == Gb18030;
        _isTabbed = category.Media.Count > 0 && category.Media[0] == MediaTypes.TabSeparated;
        _hasHeader = !Paths(category).Any(path => path is [_, { Kind: StepKind.Element }]);
    }

    /// <summary>Whether the first row names the columns.</summary>
    internal bool HasHeader => _hasHeader;

    /// <summary>Whether tabs part the fields where the message says nothing.</summary>
    internal bool IsTabbed => _isTabbed;

    internal override string DefaultRecords => Rows;

    internal override bool Takes(string charset) => charset == Gb18030 || base.Takes(charset);

    internal override bool TryParse(
        string text, [NotNullWhen(true)] out FieldPath? path, [NotNullWhen(false)] out string? error)
    {
        if (!JsonPath.TryParse(text, out path, out error))
        {
            return false;
        }

        var isRow = path.Steps is [{ Kind: StepKind.AnyElement }];
        var isField = path.Steps is [{ Kind: StepKind.AnyElement }, { Kind: StepKind.Member or StepKind.Element }];
        error = isRow || isField
            ? null
            : "a field of csv is '$[*].column', '$[*]['column']' or, without a header, '$[*][n]'";
        path = error is null ? path : null;
        return error is null;
    }

    internal override IEnumerable<RuleFault> Check(Category category)
    {
        if (category.Records is { } records && records != Rows)
        {
            yield return new RuleFault(-1, "category.records", $"'{records}': a record of csv is a row, '{Rows}'");
        }

        for (var i = 0; i < category.Fields.Count; i++)
        {
            if (Misfit(category.Fields[i].Path) is { } message)
            {
                yield return new RuleFault(i, "rule.path", message);
            }
        }

        foreach (var message in category.Subjects.Select(subject => Misfit(subject.Path)).OfType<string>())
        {
            yield return new RuleFault(-1, "category.subject", message);
        }
    }

    internal override RecordWalk Open(CategoryPlan plan, string? contentType)
    {
        var scanner = IsTabbedBy(contentType) ? CsvScanner.Tabs : CsvScanner.Commas;
        return new RowWalk(plan, scanner, _hasHeader, _isGb18030);
    }

    // A rule by position and one by name cannot both be about the same rows.
    private string? Misfit(string text)
    {
        if (!TryParse(text, out var path, out _))
        {
            return null;
        }

        if (path.Steps.Count == 1)
        {
            return $"'{text}' is a whole row; rules of csv are about its fields";
        }

        return path.EndsInName == _hasHeader
            ? null
            : $"'{text}' names a column, where other paths count them: rows have a header or they have none";
    }

    private IEnumerable<IReadOnlyList<PathStep>> Paths(Category category)
    {
        var texts = category.Fields.Select(rule => rule.Path).Concat(category.Subjects.Select(one => one.Path));
        foreach (var text in texts)
        {
            if (TryParse(text, out var path, out _))
            {
                yield return path.Steps;
            }
        }
    }

    private bool IsTabbedBy(string? contentType)
    {
        if (contentType is null)
        {
            return _isTabbed;
        }

        var media = contentType.AsSpan();
        var parameters = media.IndexOf(';');
        return (parameters < 0 ? media : media[..parameters]).Trim(" \t")
            .Equals(MediaTypes.TabSeparated, StringComparison.OrdinalIgnoreCase);
    }
}
