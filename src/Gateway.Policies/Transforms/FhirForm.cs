using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>FHIR R4 in JSON (docs/formats/fhir.md).</summary>
internal sealed class FhirForm(Category category) : BodyForm
{
    private readonly ConcurrentDictionary<(PathState Place, int Type), PathState> _resources = new();

    // By rule: it names an extension or a sibling with '_' itself, or the narrative.
    private readonly bool[] _namesExtensions = [.. category.Fields.Select(rule => Steps(rule.Path).Any(IsBeside))];
    private readonly bool[] _namesText = [.. category.Fields.Select(rule => Steps(rule.Path) is [_, "text", ..])];
    private readonly PathState _nowhere = new PathAutomaton([]).Root;

    internal override bool ImpliesArrays => true;

    internal override IEnumerable<FieldPath> Ways =>
        FhirPath.Ways.Select(way => FhirPath.TryParse(way, out var path, out _) ? path : new FieldPath([]));

    internal override bool TryParse(
        string text, [NotNullWhen(true)] out FieldPath? path, [NotNullWhen(false)] out string? error) =>
        FhirPath.TryParse(text, out path, out error);

    internal override IEnumerable<RuleFault> Check(Category of)
    {
        foreach (var subject in of.Subjects.Where(subject => subject.Path == "$"))
        {
            yield return new RuleFault(-1, "category.subject", $"'{subject.Path}' in 'subject': names nobody");
        }

        FieldAction.Hash? ids = null;
        for (var i = 0; i < of.Fields.Count; i++)
        {
            var rule = of.Fields[i];
            var steps = Steps(rule.Path);
            if (steps.Length == 1 && rule.Action is not (FieldAction.Drop or FieldAction.Keep { Deep: true }))
            {
                yield return new RuleFault(
                    i, "rule.path", $"'{rule.Path}' is a whole resource: 'drop' it, or 'keep' it with 'deep: true'");
            }

            if (steps[0] != FhirPath.Any && of.Fields.Take(i).Any(earlier => earlier.Where.Count == 0
                && Steps(earlier.Path).SequenceEqual([FhirPath.Any, .. steps.Skip(1)])))
            {
                yield return new RuleFault(
                    i, "rule.covered", $"'{rule.Path}' decides nothing: an earlier rule is for every resource");
            }

            if (IsIdRule(rule) && rule.Action is FieldAction.Hash hash)
            {
                ids ??= hash;
                if (hash != ids)
                {
                    yield return new RuleFault(
                        i, "rule.value", "ids are hashed with one key and length, or references could not follow");
                }
            }
        }
    }

    internal override Outcome<InspectedConsignment> Inspect(
        CategoryPlan plan, ReadOnlyMemory<byte> body, DateOnly today, string? contentType)
    {
        var buffers = InspectionBuffers.Rent();
        buffers.Fhir.Resources.Read(body.Span, JsonInspection.MaxDepth);
        var inspection = new JsonInspection(buffers, body.Span, new Docket(plan, buffers, today));
        var isStrict = Utf8Octets.IsValid(body.Span) && inspection.TryWalk();
        var docket = inspection.Docket;
        if (!isStrict)
        {
            docket.Refusal = new Refusal(RefusalCode.BodyMalformed, "the body is not strict JSON");
        }

        return docket.Close(body, FhirBodyText.Instance);
    }

    /// <summary>Where the rules stand in a resource: by its type, by every type, and by its place.</summary>
    /// <param name="root">Of the automaton of this form's category.</param>
    /// <param name="place">Of the same automaton, or dead.</param>
    internal PathState StateOf(PathState root, PathState place, ReadOnlySpan<byte> type)
    {
        var slot = SlotOf(root, type);
        if (_resources.TryGetValue((place, slot), out var known))
        {
            return known;
        }

        var state = root.Named(SlotOf(root, "Resource"u8));
        state = slot < 0 ? state : state.With(root.Named(slot));

        // Where nothing is known, the place is of no automaton in particular.
        state = place.IsDead ? state : state.With(place);
        if (state.IsShared && place.IsShared)
        {
            _resources.TryAdd((place, slot), state);
        }

        return state;
    }

    /// <summary>True where a path names the type.</summary>
    internal static bool Spells(PathState root, ReadOnlySpan<byte> type) => SlotOf(root, type) >= 0;

    /// <summary>
    /// The rule that hashes the ids of a type, or of any where the type is not said; -1 where none does.
    /// </summary>
    internal int IdRule(PathState root, ReadOnlySpan<byte> type)
    {
        if (type.IsEmpty)
        {
            return Array.FindIndex(
                [.. category.Fields], rule => IsIdRule(rule) && rule.Action is FieldAction.Hash);
        }

        var state = StateOf(root, _nowhere, type);
        var slot = SlotOf(state, "id"u8);
        var first = slot < 0 ? PathState.None : state.Named(slot).First;
        return first != PathState.None && category.Fields[first].Action is FieldAction.Hash ? first : -1;
    }

    /// <summary>The rule that hashes an id which a text names, or -1.</summary>
    /// <param name="root">Of the automaton of this form's category.</param>
    /// <param name="text">A reference or an address.</param>
    /// <param name="isWhole">It names several ids, and not the first alone is hashed: the text is hashed whole.</param>
    internal int FollowedRule(PathState root, ReadOnlySpan<byte> text, out bool isWhole)
    {
        isWhole = false;
        if (!FhirReference.TryFindId(text, out var id, out var type))
        {
            return -1;
        }

        var rule = IdRule(root, text[type]);
        while (FhirReference.TryFindNext(text, ref id, out type))
        {
            var next = IdRule(root, text[type]);
            isWhole |= next >= 0;
            rule = rule < 0 ? next : rule;
        }

        return rule;
    }

    /// <summary>
    /// True for what a deep keep of something around it does not take, unless its rule names such a thing: extensions
    /// and '_' siblings, the narrative, attachments.
    /// </summary>
    /// <param name="isInResource">It stands directly in a resource.</param>
    internal bool Guards(int rule, ReadOnlySpan<byte> name, bool isScalar, bool isInResource)
    {
        if (name.StartsWith("_"u8) || name.SequenceEqual("extension"u8) || name.SequenceEqual("modifierExtension"u8))
        {
            return !_namesExtensions[rule];
        }

        return isScalar
            ? name.SequenceEqual("data"u8) || (name.SequenceEqual("div"u8) && !_namesText[rule])
            : name.SequenceEqual("text"u8) && isInResource && !_namesText[rule];
    }

    private static int SlotOf(PathState state, ReadOnlySpan<byte> name) =>
        state.Names.Find(NameKey.Of(name, 0, name.Length), name);

    private static bool IsIdRule(FieldRule rule) => rule.Where.Count == 0 && Steps(rule.Path) is [_, "id"];

    private static bool IsBeside(string name) => name is "extension" or "modifierExtension" || name.StartsWith('_');

    private static string[] Steps(string path) => path.Split('.');
}
