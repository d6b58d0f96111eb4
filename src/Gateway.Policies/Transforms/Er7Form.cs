using System.Diagnostics.CodeAnalysis;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>Messages of HL7 version 2 in ER7 (docs/formats/hl7v2.md): one message is one record.</summary>
internal sealed class Er7Form : BodyForm
{
    // Without these, what leaves is a message that nobody can sort or read.
    private static readonly string[] Wanted = ["9", "12"];

    internal static Er7Form Instance { get; } = new();

    internal override bool TryParse(
        string text, [NotNullWhen(true)] out FieldPath? path, [NotNullWhen(false)] out string? error) =>
        Er7Path.TryParse(text, out path, out error);

    internal override IEnumerable<RuleFault> Check(Category category)
    {
        if (category.Records is { } records && records != DefaultRecords)
        {
            yield return new RuleFault(-1, "category.records", $"'{records}': a message is one record, '$'");
        }

        if (category.Subjects.Any(subject => subject.Path == "$"))
        {
            yield return new RuleFault(-1, "category.subject", "'$' is the whole message; a subject is in a field");
        }

        foreach (var number in Wanted.Where(number => !category.Fields.Any(rule => Lists(rule, number))))
        {
            yield return new RuleFault(
                -1, "category.header", $"no rule lets out 'MSH-{number}': whoever gets the message may not know it")
            {
                IsWarning = true,
            };
        }

        for (var i = 0; i < category.Fields.Count; i++)
        {
            var rule = category.Fields[i];
            if (rule.Path == "$")
            {
                yield return new RuleFault(i, "rule.path", "'$' is the whole message; rules are about its fields");
            }

            foreach (var key in rule.Where.Keys.Where(key => !Er7Path.IsNumber(key)))
            {
                yield return new RuleFault(
                    i, "rule.where", $"'{key}' in 'where' is no number of a component or field beside");
            }
        }
    }

    internal override Outcome<InspectedConsignment> Inspect(
        CategoryPlan plan, ReadOnlyMemory<byte> body, DateOnly today, string? contentType)
    {
        var buffers = InspectionBuffers.Rent();
        var docket = new Docket(plan, buffers, today);
        if (!Er7Lines.TrySettle(body, buffers.Decoded, out var message)
            || !Er7Scanner.TryScan(
                message.Span, buffers.Er7, buffers.Scratch, out var delimiters, out var isAscii))
        {
            docket.Refuse(RefusalCode.BodyMalformed, "the body is not one HL7 message as it is taken here", null);
            return docket.Close(body, new Er7BodyText(default, isAscii: true));
        }

        var inspection = new Er7Inspection(docket, message.Span, delimiters);
        inspection.Walk();
        return inspection.Docket.Close(message, new Er7BodyText(delimiters, isAscii));
    }

    private static bool Lists(FieldRule rule, string number) =>
        rule.Action is not FieldAction.Drop
        && Er7Path.TryParse(rule.Path, out var path, out _)
        && path.Steps is [{ Name: "MSH" }, { } field, ..] && field.Name == number;
}
