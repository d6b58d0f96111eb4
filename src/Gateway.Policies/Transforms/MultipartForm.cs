using System.Diagnostics.CodeAnalysis;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>
/// Bodies of several parts (docs/formats/multipart.md): each is decided by the category of its own, all of them before
/// anything is written. The category itself has no fields; its parts' have.
/// </summary>
internal sealed class MultipartForm(Category category) : BodyForm
{
    internal const string FormData = "multipart/form-data";
    internal const string Related = "multipart/related";

    internal const string NotApart = "two parts cannot be told apart by name or media type";

    private readonly bool _isForm = category.Media is [FormData];

    internal override bool TryParse(
        string text, [NotNullWhen(true)] out FieldPath? path, [NotNullWhen(false)] out string? error)
    {
        path = text == DefaultRecords ? new FieldPath([]) : null;
        error = path is null ? "a body of several parts has no fields of its own" : null;
        return path is not null;
    }

    internal override IEnumerable<RuleFault> Check(Category category)
    {
        if (category.Fields.Count > 0)
        {
            yield return new RuleFault(0, "rule.path", "parts have fields, their whole has none: leave 'fields' empty");
        }

        if (category.Subjects.Count > 0 || category.Records is not null)
        {
            yield return new RuleFault(
                -1, "category.parts", "'records' and 'subject' are said by the parts' categories");
        }

        if (category.Media is not ([FormData] or [Related]))
        {
            yield return new RuleFault(-1, "category.parts", $"'media' is {FormData} or {Related}");
        }

        if (category.Parts.Any(part => part.Name is null == _isForm || (part.FileName is not null && !_isForm)))
        {
            yield return new RuleFault(
                -1, "category.parts", $"parts have a 'name' in {FormData}; in {Related} neither that nor a 'fileName'");
        }

        if (!AreApart(category))
        {
            yield return new RuleFault(-1, "category.parts", NotApart);
        }
    }

    /// <summary>True where each part that may come is of one kind alone.</summary>
    internal static bool AreApart(Category category)
    {
        var keys = category.Media is [FormData]
            ? category.Parts.Select(part => part.Name)
            : category.Parts.SelectMany(part => part.Of?.Media ?? []);
        return !keys.GroupBy(key => key, StringComparer.Ordinal).Any(same => same.Count() > 1);
    }

    internal override Outcome<InspectedConsignment> Inspect(
        CategoryPlan plan, ReadOnlyMemory<byte> body, DateOnly today, string? contentType)
    {
        var places = new List<PartPlace>();
        var parts = new PartsConsignment(_isForm);
        var refusal = BoundaryOf(contentType, body.Span) is { } boundary
            && MultipartScanner.TryScan(body.Span, boundary, places)
                ? null
                : new Refusal(RefusalCode.BodyMalformed, "the body is not strict multipart, or has too many parts");
        for (var i = 0; i < places.Count && refusal is null; i++)
        {
            refusal = Inspect(plan, body, places[i], new PartTurn(i, today, parts));
        }

        if (refusal is null && parts.Count == 0)
        {
            refusal = new Refusal(RefusalCode.FieldShape, "no part of the body is listed");
        }

        if (refusal is not null)
        {
            parts.End();
            return refusal;
        }

        return new InspectedConsignment(parts);
    }

    private Refusal? Inspect(CategoryPlan plan, ReadOnlyMemory<byte> body, PartPlace place, PartTurn turn)
    {
        if (PartHead.Parse(body.Span[place.Head]) is not { } head)
        {
            return new Refusal(RefusalCode.BodyMalformed, $"the header of part {turn.Number} is not strict");
        }

        var index = Find(head);
        if (index < 0)
        {
            return Unlisted(turn);
        }

        var rule = category.Parts[index];
        if (head.IsEncoded)
        {
            return new Refusal(RefusalCode.BodyEncoding, $"part {turn.Number} is encoded");
        }

        if (!Takes(rule.Of!, head.Media))
        {
            return new Refusal(RefusalCode.BodyMedia, $"category '{rule.Category}' does not take part {turn.Number}");
        }

        var inner = plan.Parts[index];
        if (!inner.Form.Inspect(inner, body[place.Content], turn.Today, head.Media.Text)
            .TryPass(out var consignment, out var turnBack))
        {
            return InPart(turn, turnBack);
        }

        turn.Parts.Add(rule, head.Media.Value, consignment);
        return null;
    }

    private static Refusal InPart(PartTurn turn, TurnBack turnBack) =>
        turnBack is Refusal { Words: not null } refusal
            ? refusal
            : new Refusal(turnBack.Code, $"part {turn.Number}: {turnBack.Detail}")
            {
                Rule = (turnBack as Refusal)?.Rule,
            };

    // The first part of multipart/related is what the others belong to (RFC 2387): without it they mean nothing.
    private Refusal? Unlisted(PartTurn turn)
    {
        if (category.Unlisted == UnlistedRule.Refuse || (!_isForm && turn.Number == 1))
        {
            return new Refusal(RefusalCode.FieldUnlisted, $"no rule lists part {turn.Number}, counted from 1");
        }

        turn.Parts.Dropped++;
        return null;
    }

    private int Find(PartHead head)
    {
        for (var i = 0; i < category.Parts.Count; i++)
        {
            var part = category.Parts[i];
            if (_isForm ? part.Name == head.Name : part.Of!.Media.Contains(head.Media.Value, StringComparer.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool Takes(Category inner, HeaderValue media) =>
        inner.Media.Contains(media.Value, StringComparer.Ordinal)
        && (media["charset"] is not { } charset
            || string.Equals(charset, inner.Charset, StringComparison.OrdinalIgnoreCase));

    // A root that is not the first part would have to be found again by an id that does not leave.
    private static string? BoundaryOf(string? contentType, ReadOnlySpan<byte> body)
    {
        if (contentType is null)
        {
            return MultipartScanner.FirstBoundary(body);
        }

        return HeaderValue.Parse(contentType) is { } media && media["start"] is null ? media["boundary"] : null;
    }

    /// <summary>Which part it is, and where what is decided about it goes.</summary>
    private sealed record PartTurn(int Index, DateOnly Today, PartsConsignment Parts)
    {
        internal int Number => Index + 1;
    }
}
