using System.Text;
using System.Text.Json;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Drafting.Samples;
using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Explaining;

/// <content>FHIR: types of resources, implied arrays, what a deep keep leaves behind (docs/formats/fhir.md).</content>
public sealed partial class CategoryRulings
{
    private IReadOnlyList<Ruling> OfFhir(ReadOnlyMemory<byte> document)
    {
        _rulings.Clear();
        using var json = UnicodeJson.Parse(document, new JsonDocumentOptions { MaxDepth = MaxDepth });
        if (FhirPath.TypeOf(json.RootElement) is not null)
        {
            Walk(json.RootElement, new FhirPlace(new PathAutomaton([]).Root, "", ""));
        }

        return [.. _rulings];
    }

    private void Walk(JsonElement value, FhirPlace at)
    {
        var form = (FhirForm)_form;
        var type = FhirPath.TypeOf(value);
        if (type is not null)
        {
            var bytes = Encoding.UTF8.GetBytes(type);
            at = at with
            {
                State = form.StateOf(_root, at.State, bytes),
                // INVARIANT: a type that no path names is not shown: it may be data.
                Path = (at.Path.Length == 0 ? "" : at.Path + "/") + (FhirForm.Spells(_root, bytes) ? type : "<type>"),
            };
        }

        var matched = at.State.Rules.FirstOrDefault(rule => IsFulfilled(rule, at.Holder), PathState.None);
        var isScalar = value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);
        var name = Encoding.UTF8.GetBytes(at.Name);
        if (at.Taken < matched && RuleAt(at.Taken).Action is FieldAction.Keep
            && form.Guards(at.Taken, name, isScalar, at.IsInResource))
        {
            at = at with { Taken = at.Behind };
        }

        var rule = Math.Min(matched, at.Taken);
        var kind = rule == matched ? RulingKind.Rule : RulingKind.TakenWhole;
        if (isScalar)
        {
            Note(at.Path, rule, kind, value);
            Follow(form, at, rule, value);
            return;
        }

        var behind = Math.Min(at.Behind, KeepsNothing(at));
        Decide(value, at with { IsResource = type is not null, Behind = behind }, rule, kind);
    }

    private void Decide(JsonElement value, FhirPlace at, int rule, RulingKind kind)
    {
        var way = Way(at.State, isObject: true);
        switch (rule == PathState.None ? null : RuleAt(rule).Action)
        {
            case null when way == PathState.None && at.Holder is not null:
                Note(at.Path, rule, RulingKind.Unlisted, value);
                break;
            case FieldAction.Drop when way >= rule:
                Note(at.Path, rule, kind, value);
                break;
            case null or FieldAction.Drop or FieldAction.Keep { Deep: true }:
                WalkInside(value, at with { Taken = rule });
                break;
            case var _ when value.ValueKind == JsonValueKind.Array:
                // Each element is decided by itself.
                WalkInside(value, at);
                break;
            case var action:
                var isTaken = RuleCoverage.TakesWhole(action)
                    && (!at.IsResource || action is FieldAction.Encrypt);
                Note(at.Path, rule, isTaken ? kind : RulingKind.Shape, value);
                break;
        }
    }

    private void WalkInside(JsonElement value, FhirPlace at)
    {
        var position = 0;
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var element in value.EnumerateArray())
            {
                Walk(element, at with { Path = $"{at.Path}[{Number(position++)}]", IsInResource = false });
            }

            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            position++;
            if (at.IsResource && member.NameEquals(FhirPath.TypeMember))
            {
                // It leaves where its resource does, and by no rule.
                continue;
            }

            var state = Named(at.State, member.Name, out var isSpelled);
            var step = isSpelled ? member.Name : $"<{Number(position)}>";
            Walk(member.Value, at with
            {
                State = state,
                Name = member.Name,
                Path = $"{at.Path}.{step}",
                Holder = value,
                HolderName = at.Name,
                IsInResource = at.IsResource,
                IsResource = false,
            });
        }
    }

    // What takes a place whole and lets nothing of it out, should a deep keep around it not take it.
    private int KeepsNothing(FhirPlace at) => at.State.Rules.FirstOrDefault(
        rule => RuleAt(rule).Action is FieldAction.Drop or FieldAction.Redact or FieldAction.Constant
            && IsFulfilled(rule, at.Holder),
        PathState.None);

    // A kept reference goes where the id it names has gone.
    private void Follow(FhirForm form, FhirPlace at, int rule, JsonElement value)
    {
        var text = TextOf(value);
        if (rule != PathState.None && RuleAt(rule).Action is FieldAction.Keep
            && MayNameResource(at) && value.ValueKind == JsonValueKind.String
            && form.FollowedRule(_root, text, out _) is >= 0 and var ids)
        {
            _rulings[^1] = _rulings[^1] with { Follows = RuleAt(ids) };
        }
    }

    private static bool MayNameResource(FhirPlace at)
    {
        var name = Encoding.UTF8.GetBytes(at.Name);
        return FhirReference.IsMember(name) || (FhirReference.IsAddress(name) && !at.IsInResource
            && !FhirReference.IsDefined(Encoding.UTF8.GetBytes(at.HolderName)));
    }

    /// <summary>A value of a resource.</summary>
    /// <param name="State">Where the rules are there.</param>
    /// <param name="Name">Of the member; of an element that of its array.</param>
    private sealed record FhirPlace(PathState State, string Name, string Path)
    {
        /// <summary>The object that a condition asks about: arrays are implied.</summary>
        internal JsonElement? Holder { get; init; }

        /// <summary>The name of that object; of one in an array, the array's.</summary>
        internal string HolderName { get; init; } = "";

        /// <summary>The rule that takes what is around it whole.</summary>
        internal int Taken { get; init; } = PathState.None;

        /// <summary>The first rule around it that keeps nothing.</summary>
        internal int Behind { get; init; } = PathState.None;

        internal bool IsResource { get; init; }

        internal bool IsInResource { get; init; }
    }
}
