using System.Collections.Frozen;

namespace Gateway.Policies.Bundle;

/// <summary>
/// Reads the files of a bundle's folder into one immutable bundle, or into every fault they have, each with
/// file, line, column and path (FORMATS.md 1).
/// </summary>
public static class BundleReader
{
    private static readonly (string Key, Action<YamlNode, BundleDraft> Read)[] Sections =
    [
        ("parties", PartyReader.Read),
        ("officers", OfficerReader.Read),
        ("purposes", PurposeReader.Read),
        ("categories", CategoryReader.Read),
        ("instruments", InstrumentReader.Read),
        ("routes", RouteReader.Read),
    ];

    /// <summary>For the daemon: the header is required.</summary>
    public static BundleReading Read(IReadOnlyList<BundleFile> files) => Read(files, isOffline: false);

    /// <summary>
    /// For offline commands: a bundle without header is read with a warning, as version 0, issued and expired in
    /// the year 1, so that nothing that asks for a date can take it for a bundle in force.
    /// </summary>
    public static BundleReading ReadOffline(IReadOnlyList<BundleFile> files) => Read(files, isOffline: true);

    private static BundleReading Read(IReadOnlyList<BundleFile> files, bool isOffline)
    {
        ArgumentNullException.ThrowIfNull(files);
        var draft = new BundleDraft(files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal));
        var pathFaults = BundleDigest.CheckPaths(files);
        draft.Faults.Add(pathFaults);

        // Ordinal file order is the order of instruments, so it is the order of reading.
        // Detectors come first: anything that screens may name one, whatever file it stands in.
        var maps = BundleDigest.InOrder(files).Where(IsYaml)
            .Select(file => Open(file, draft))
            .OfType<MapReader>()
            .ToList();
        ReadSection(maps, "lists", DetectorReader.ReadList, draft);
        ReadSection(maps, "detectors", DetectorReader.Read, draft);
        foreach (var map in maps)
        {
            ReadFile(map, draft);
        }

        CheckHeader(draft, isOffline);
        draft.ResolveReferences();
        PartLint.Check(draft);
        PartyLint.Check(draft);
        InstrumentLint.Check(draft);
        RouteLint.Check(draft);
        var digest = pathFaults.Count == 0 ? BundleDigest.Digest(BundleDigest.Lines(files)) : "";
        return draft.Faults.HasErrors
            ? new BundleReading(null, draft.Faults.InOrder()) { Readable = BuildReadable(draft) }
            : new BundleReading(Build(draft, digest), draft.Faults.InOrder());
    }

    // Whatever its case: a file that is skipped because it is named X.YAML would be a control that is not there.
    private static bool IsYaml(BundleFile file) =>
        file.Path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
        || file.Path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private static MapReader? Open(BundleFile file, BundleDraft draft)
    {
        var root = YamlTree.Read(file, draft.Faults);
        if (root is YamlScalar { IsNull: true } || MapReader.From(root, draft.Faults) is not { } map)
        {
            return null;
        }

        RecordMarks(root!, draft);
        return map;
    }

    private static void ReadSection(
        List<MapReader> maps, string key, Action<YamlNode, BundleDraft> read, BundleDraft draft)
    {
        foreach (var item in maps.SelectMany(map => map.Items(key)))
        {
            read(item, draft);
        }
    }

    private static void ReadFile(MapReader map, BundleDraft draft)
    {
        ReadHeader(map, draft);
        foreach (var (key, read) in Sections)
        {
            foreach (var item in map.Items(key))
            {
                read(item, draft);
            }
        }

        map.Close();
    }

    private static void ReadHeader(MapReader file, BundleDraft draft)
    {
        if (file.Map("bundle") is not { } map)
        {
            return;
        }

        var name = map.RequiredText("name");
        var version = map.RequiredInteger("version", 1);
        var issued = map.RequiredInstant("issued");
        var expires = map.RequiredInstant("expires");
        var retention = ReadRetention(map, draft);
        map.Close();
        if (name is not null && !DeclaredName.IsValid(name))
        {
            draft.Faults.Add(map.MarkOf("name"), "id.malformed", "a name is 1 to 64 letters, digits, '.', '_' or '-'");
        }

        if (expires <= issued)
        {
            draft.Faults.Add(map.MarkOf("expires"), "bundle.dates", "'expires' is not after 'issued'");
        }

        if (draft.Header is not null)
        {
            draft.Faults.Add(map.Mark, "bundle.duplicate", "remove one: a bundle has one header");
        }

        draft.Header = new BundleHeader(
            name ?? "", version ?? 0, issued ?? default, expires ?? default, retention ?? RecordRetention.Least);
    }

    private static RecordRetention? ReadRetention(MapReader map, BundleDraft draft)
    {
        if (map.Text("keepRecords") is not { } text)
        {
            return null;
        }

        var retention = RecordRetention.Parse(text);
        if (retention is null)
        {
            draft.Faults.Add(
                map.MarkOf("keepRecords"),
                "bundle.retention",
                "years and months are wanted, at least P3Y; for example P5Y");
        }

        return retention;
    }

    private static void CheckHeader(BundleDraft draft, bool isOffline)
    {
        if (draft.Header is not null)
        {
            return;
        }

        var mark = new Mark("bundle", 0, 0, "bundle");
        const string Advice = "add 'bundle' with name, version, issued and expires: the daemon needs it";
        if (isOffline)
        {
            draft.Faults.Warn(mark, "bundle.header", Advice);
        }
        else
        {
            draft.Faults.Add(mark, "bundle.header", Advice);
        }
    }

    private static void RecordMarks(YamlNode node, BundleDraft draft)
    {
        foreach (var item in node is YamlSequence sequence ? sequence.Items : [])
        {
            draft.Marks[(item.Mark.File, item.Mark.Path)] = item.Mark;
            RecordMarks(item, draft);
        }

        foreach (var member in node is YamlMapping map ? map.Members : [])
        {
            draft.Marks[(member.Mark.File, member.Mark.Path)] = member.Value.Mark;
            RecordMarks(member.Value, draft);
        }
    }

    // Only what is sound in itself: a check of it must not say a second time, in other words, what is wrong already.
    private static PolicyBundle BuildReadable(BundleDraft draft)
    {
        bool IsSound(Mark mark) => !draft.Faults.HasErrorWithin(mark);
        var sound = new BundleDraft(draft.Files);
        sound.Parties.AddRange(draft.Parties.DistinctBy(party => party.Id).Where(party => IsSound(party.Mark)));
        sound.Purposes.AddRange(draft.Purposes.DistinctBy(purpose => purpose.Id).Where(one => IsSound(one.Mark)));
        sound.Categories.AddRange(draft.Categories.DistinctBy(one => one.Id).Where(one => IsSound(one.Mark)));
        sound.Instruments.AddRange(draft.Instruments.Where(instrument => IsSound(instrument.Mark)));
        sound.Routes.AddRange(draft.Routes.DistinctBy(route => route.Id).Where(route => IsSound(route.Mark)));
        foreach (var (name, kind) in draft.Detectors)
        {
            sound.Detectors[name] = kind;
        }

        foreach (var (place, mark) in draft.Marks)
        {
            sound.Marks[place] = mark;
        }

        return Build(sound, "");
    }

    private static PolicyBundle Build(BundleDraft draft, string digest)
    {
        var header = draft.Header ?? new BundleHeader("", 0, default, default, RecordRetention.Least);
        return new PolicyBundle(
            header.Name,
            header.Version,
            header.Issued,
            header.Expires,
            digest,
            draft.Parties.ToFrozenDictionary(party => party.Id),
            draft.Officers.ToFrozenDictionary(officer => officer.Id),
            draft.Purposes.ToFrozenDictionary(purpose => purpose.Id),
            draft.Categories.ToFrozenDictionary(category => category.Id),
            draft.Instruments,
            draft.Routes)
        {
            KeepRecords = header.KeepRecords,
            Detectors = [.. draft.Detectors.Values],
            Marks = new BundleMarks(draft.Marks),
        };
    }
}
