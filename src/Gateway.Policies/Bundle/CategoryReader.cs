using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Bundle;

/// <summary>Reads one entry of "categories".</summary>
internal static class CategoryReader
{
    private const string Utf8 = "utf-8";
    private const string Gb18030 = "gb18030";

    internal static void Read(YamlNode node, BundleDraft draft)
    {
        if (MapReader.From(node, draft.Faults) is not { } map)
        {
            return;
        }

        var faults = draft.Faults;
        var id = draft.Declare<CategoryId>(map, IdKind.Category, CategoryId.TryParse);
        var format = map.RequiredChoice("format", WireNames.BodyFormats);
        var (onFinding, overrides) = FindingReader.Read(map.Optional("onFinding"), draft);
        var category = new Category(
            id,
            (int)(map.RequiredInteger("version", 1, int.MaxValue) ?? 0),
            TitlesReader.Read(map, "title", id.ToString(), faults),
            map.RequiredChoice("grade", WireNames.Grades) ?? Grade.Core,
            SensitiveClasses.Read(map.Items("sensitive"), faults),
            map.Choice("consent", WireNames.Consents) ?? ConsentKind.None,
            format ?? BodyFormat.Opaque,
            ReadMedia(map, format, faults),
            ReadCharset(map, format, faults),
            ReadNamespaces(map, format, faults),
            map.Text("records"),
            ReadSubjects(map.Optional("subject"), faults),
            map.Choice("unlisted", WireNames.UnlistedRules) ?? UnlistedRule.Refuse,
            ReadScreen(map, format, draft),
            onFinding,
            overrides,
            ReadFields(map.RequiredItems("fields", mayBeEmpty: true), draft),
            CaseReader.Read(map.Items("cases"), draft),
            map.Mark)
        {
            Signature = ReadSignature(map, format, faults),
            Commit = ReadCommit(map, format, faults),
            KAnonymity = KAnonymityReader.Read(map.Optional("kAnonymity"), faults),
            Parts = PartReader.Read(map, format, draft),
            Opaque = OpaqueReader.Read(map, format, faults),
        };
        map.Close();
        draft.Categories.Add(category);
        if (format is not null)
        {
            AddRuleFaults(category, faults);
            AddSubjectFaults(category, faults);
            KAnonymityReader.AddFaults(category, faults);
        }
    }

    // Nothing is screened by a category that has no values: what it said about that would be believed.
    private static IReadOnlyList<DetectorKind> ReadScreen(MapReader map, BodyFormat? format, BundleDraft draft)
    {
        var screen = map.Optional("screen") is { } node ? FindingReader.ReadDetectors(node, draft) : null;
        if (format is not (BodyFormat.Opaque or BodyFormat.Multipart))
        {
            return screen ?? [.. draft.Detectors.Values];
        }

        if (screen is { Count: > 0 })
        {
            draft.Faults.Add(map.MarkOf("screen"), "category.screen", "remove it: nothing is screened here by itself");
        }

        return [];
    }

    private static void AddRuleFaults(Category category, FaultList faults)
    {
        foreach (var fault in RuleCoverage.Check(category))
        {
            var isRule = fault.Rule >= 0 && fault.Rule < category.Fields.Count;
            var mark = isRule ? category.Fields[fault.Rule].Mark : category.Mark;
            if (fault.IsWarning)
            {
                faults.Warn(mark, fault.Code, fault.Message);
            }
            else
            {
                faults.Add(mark, fault.Code, fault.Message);
            }
        }
    }

    // Said where the bundle is read, so that 'policy check', which has no keys, says it too.
    private static void AddSubjectFaults(Category category, FaultList faults)
    {
        if (category.Subjects.Count > 0)
        {
            return;
        }

        foreach (var rule in category.Fields.Where(rule => rule.Action is FieldAction.Shift))
        {
            faults.Add(rule.Mark, ActionCompiler.NoSubject, ActionCompiler.NoSubjectAdvice);
        }
    }

    private static List<FieldRule> ReadFields(IReadOnlyList<YamlNode> items, BundleDraft draft) =>
        [.. items.Select(item => FieldReader.Read(item, draft)).OfType<FieldRule>()];

    // Absent means the media types of the format; a format without one must name its own.
    private static IReadOnlyList<string> ReadMedia(MapReader map, BodyFormat? format, FaultList faults)
    {
        if (map.Optional("media") is { } node)
        {
            var media = MapReader.TextsOf(MapReader.ItemsOf(node, faults), faults);
            foreach (var type in media.Where(type => !MediaTypes.IsMediaType(type)))
            {
                faults.Add(node.Mark, "value.format", $"'{type}' is not a media type without parameters or '*'");
            }

            if (node is YamlSequence { Items.Count: 0 })
            {
                faults.Add(node.Mark, "value.empty", "'media' needs at least one");
            }

            return [.. media.Select(type => type.ToLowerInvariant())];
        }

        var canonical = MediaTypes.Of(format);
        if (canonical.Count == 0 && format is not null)
        {
            faults.Add(map.MarkOf("media"), "key.missing", "add 'media': this format has no media type of its own");
        }

        return canonical;
    }

    private static string ReadCharset(MapReader map, BodyFormat? format, FaultList faults)
    {
        var charset = map.Text("charset") ?? Utf8;
        if (charset is not (Utf8 or Gb18030))
        {
            faults.Add(map.MarkOf("charset"), "value.unknown", "one of utf-8, gb18030 is wanted");
        }
        else if (charset == Gb18030 && format is not (null or BodyFormat.Csv or BodyFormat.Form))
        {
            faults.Add(map.MarkOf("charset"), "category.charset", "write utf-8: only csv and form may be gb18030");
        }

        return charset;
    }

    private static IReadOnlyDictionary<string, string> ReadNamespaces(
        MapReader map,
        BodyFormat? format,
        FaultList faults)
    {
        var namespaces = map.TextMap("namespaces");
        if (namespaces.Count > 0 && format is not (null or BodyFormat.Xml))
        {
            faults.Add(map.MarkOf("namespaces"), "category.namespaces", "remove them: only xml has namespaces");
        }

        return namespaces;
    }

    private static SignatureRule ReadSignature(MapReader map, BodyFormat? format, FaultList faults)
    {
        var rule = map.Choice("signature", WireNames.SignatureRules);
        if (rule is not null && format is not (null or BodyFormat.Xml))
        {
            faults.Add(map.MarkOf("signature"), "category.signature", "remove it: only xml has signatures inside");
        }

        return rule ?? SignatureRule.Refuse;
    }

    private static CommitRule ReadCommit(MapReader map, BodyFormat? format, FaultList faults)
    {
        var rule = map.Choice("commit", WireNames.CommitRules) ?? CommitRule.None;
        if (rule != CommitRule.None && format is not (null or BodyFormat.Json or BodyFormat.Fhir))
        {
            faults.Add(map.MarkOf("commit"), "category.commit", "remove it: only json and fhir commit to their values");
        }

        return rule;
    }

    // A path, or a list of paths with roles. A subject counts unless the file says it does not.
    private static List<SubjectPath> ReadSubjects(YamlNode? node, FaultList faults)
    {
        switch (node)
        {
            case null or YamlBroken:
                return [];
            case YamlScalar:
                var path = ScalarTypes.Text(node, faults);
                return path is null ? [] : [new SubjectPath(path, null, true, node.Mark)];
            default:
                var items = MapReader.ItemsOf(node, faults);
                return [.. items.Select(item => ReadSubject(item, faults)).OfType<SubjectPath>()];
        }
    }

    private static SubjectPath? ReadSubject(YamlNode node, FaultList faults)
    {
        if (MapReader.From(node, faults) is not { } map)
        {
            return null;
        }

        var subject = new SubjectPath(
            map.RequiredText("path") ?? "", map.Text("role"), map.Flag("counted") ?? true, map.Mark);
        map.Close();
        return subject;
    }
}
