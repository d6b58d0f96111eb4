using System.Xml.Linq;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Drafting.Samples;
using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Explaining;

/// <content>XML: elements with text, containers, attributes (docs/formats/xml.md).</content>
public sealed partial class CategoryRulings
{
    private IReadOnlyList<Ruling> OfXml(ReadOnlyMemory<byte> document)
    {
        _rulings.Clear();
        if (XmlSamples.TryParse(document, out var root, out _))
        {
            Walk(root, null, _root, PathState.None, "$");
        }

        return [.. _rulings];
    }

    private void Walk(XElement element, XElement? holder, PathState above, int taken, string place)
    {
        var vocabulary = new XmlVocabulary(_category.Namespaces);
        var state = Child(vocabulary, element.Name, false, above, out var shown);
        place += $".{shown ?? $"<{Number(element.ElementsBeforeSelf().Count() + 1)}>"}{Position(element, shown)}";
        var matched = state.Rules.FirstOrDefault(rule => IsFulfilled(vocabulary, rule, holder), PathState.None);
        var rule = Math.Min(matched, taken);
        var kind = rule == matched ? RulingKind.Rule : RulingKind.TakenWhole;
        var way = Way(state, isObject: true);
        if (rule == PathState.None && way == PathState.None)
        {
            Note(place, rule, kind, "");
            return;
        }

        // Only a drop and a deep keep go on inside, and over attributes; what else stands above still does.
        var inside = IsDeep(rule) || IsDrop(rule) ? rule : taken;
        if (element.HasElements)
        {
            DecideContainer(new Place(element, state, place), rule, kind, inside);
            return;
        }

        var isDropped = IsDrop(rule) && way >= rule;
        if (rule != PathState.None || element.Value.Trim().Length > 0)
        {
            Note(place, rule, kind, element.Value);
        }

        if (!isDropped)
        {
            var isReplaced = rule != PathState.None && RuleAt(rule).Action is FieldAction.Redact or FieldAction.Constant;
            WalkAttributes(vocabulary, new Place(element, state, place), inside, isReplaced);
        }
    }

    private void DecideContainer(Place place, int rule, RulingKind kind, int inside)
    {
        var vocabulary = new XmlVocabulary(_category.Namespaces);
        if (rule == PathState.None || inside == rule)
        {
            if (IsDrop(rule) && Way(place.State, isObject: true) >= rule)
            {
                Note(place.Path, rule, kind, "");
                return;
            }

            WalkAttributes(vocabulary, place, inside, isReplaced: false);
            WalkInside(place, inside);
        }
        else if (RuleCoverage.TakesWhole(RuleAt(rule).Action))
        {
            Note(place.Path, rule, kind, "");
            WalkAttributes(vocabulary, place, inside, isReplaced: true);
        }
        else
        {
            Note(place.Path, rule, RulingKind.Shape, "");
        }
    }

    private void WalkInside(Place place, int taken)
    {
        // Text beside elements belongs to nobody; only a deep keep lets it out.
        if (place.Element.Nodes().OfType<XText>().Any(text => text.Value.Trim().Length > 0))
        {
            Note(place.Path + ".<text>", taken, RulingKind.TakenWhole, "");
        }

        foreach (var one in place.Element.Elements())
        {
            Walk(one, place.Element, place.State, taken, place.Path);
        }
    }

    // What a rule replaces takes the attributes that have no rule with it.
    private void WalkAttributes(XmlVocabulary vocabulary, Place place, int taken, bool isReplaced)
    {
        var position = 0;
        foreach (var attribute in place.Element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
        {
            position++;
            var state = Child(vocabulary, attribute.Name, true, place.State, out var shown);
            var matched = state.Rules.FirstOrDefault(
                rule => IsFulfilled(vocabulary, rule, place.Element), PathState.None);
            var rule = Math.Min(matched, taken);
            if (rule != PathState.None || !isReplaced)
            {
                var kind = rule == matched ? RulingKind.Rule : RulingKind.TakenWhole;
                Note(place.Path + (shown ?? $"@<{Number(position)}>"), rule, kind, attribute.Value);
            }
        }
    }

    private bool IsDeep(int rule) =>
        rule != PathState.None && RuleAt(rule).Action is FieldAction.Keep { Deep: true };

    private bool IsDrop(int rule) => rule != PathState.None && RuleAt(rule).Action is FieldAction.Drop;

    // INVARIANT: a name that the bundle does not spell out is a position: it may be data.
    private static PathState Child(
        XmlVocabulary vocabulary, XName name, bool isAttribute, PathState above, out string? shown)
    {
        shown = null;
        if (vocabulary.ComposeIn(name.NamespaceName, name.LocalName, isAttribute) is not { } composed)
        {
            return above.OtherName();
        }

        var state = Named(above, composed, out var isSpelled);
        shown = isSpelled ? vocabulary.Show(composed) : null;
        return state;
    }

    // Which of several of one name, counted from 1.
    private static string Position(XElement element, string? shown) =>
        shown is null || element.Parent is not { } parent || parent.Elements(element.Name).Skip(1).FirstOrDefault() is null
            ? ""
            : $"[{Number(element.ElementsBeforeSelf(element.Name).Count() + 1)}]";

    // From the element that holds the value to elements in it, or to its attributes.
    private bool IsFulfilled(XmlVocabulary vocabulary, int rule, XElement? holder) => Where(rule).All(pair =>
        new XmlPathParser(pair.Key, vocabulary).TryParseRelative(out var steps, out _)
        && holder is not null
        && Follow(vocabulary, holder, steps).Contains(pair.Value));

    private static IEnumerable<string> Follow(XmlVocabulary vocabulary, XElement element, ReadOnlyMemory<PathStep> steps)
    {
        var name = steps.Span[0].Name;
        if (name.StartsWith('@'))
        {
            return element.Attributes()
                .Where(attribute => vocabulary.ComposeIn(
                    attribute.Name.NamespaceName, attribute.Name.LocalName, true) == name)
                .Select(attribute => attribute.Value);
        }

        var found = element.Elements()
            .Where(one => vocabulary.ComposeIn(one.Name.NamespaceName, one.Name.LocalName, false) == name);
        return steps.Length == 1
            ? found.Select(one => one.Value.Trim(' ', '\t', '\r', '\n'))
            : found.SelectMany(one => Follow(vocabulary, one, steps[1..]));
    }

    /// <summary>An element, where the rules are in it, and how that place is shown.</summary>
    private sealed record Place(XElement Element, PathState State, string Path);
}
