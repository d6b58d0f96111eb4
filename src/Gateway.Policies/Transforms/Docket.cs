using Gateway.Policies.Catalogue;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>
/// What has been decided about one body so far, whatever its format: the counts, the first refusal, the hold, the
/// records and subjects, and the edit script. A format's inspection walks the body and asks here about each value.
/// Owned by one inspection; a mutable struct, so that its counters stand where the walk's own state is.
/// </summary>
internal partial struct Docket
{
    internal Docket(CategoryPlan plan, InspectionBuffers buffers, DateOnly today)
    {
        Plan = plan;
        Buffers = buffers;
        Today = today;
        Record = -1;
        RunEnd = -1;
    }

    internal CategoryPlan Plan { get; }

    internal InspectionBuffers Buffers { get; }

    /// <summary>The day of the transfer.</summary>
    internal DateOnly Today { get; }

    internal FieldTally Tally;

    /// <summary>The first refusal is the answer.</summary>
    internal Refusal? Refusal;

    internal Hold? Hold;

    /// <summary>The record the walk is in, or -1.</summary>
    internal int Record;

    /// <summary>The stretch of output that is still growing; RunEnd is -1 where none is.</summary>
    internal int RunStart;
    internal int RunEnd;

    internal void Refuse(RefusalCode code, string detail, string? rule) =>
        Refusal ??= new Refusal(code, detail) { Rule = rule };

    internal void Count(FieldOutcome outcome) => Tally[(int)outcome]++;

    /// <summary>The first rule in file order whose path ends in this state and whose siblings are there.</summary>
    /// <param name="siblings">What the holding object fulfils; empty where that is not known.</param>
    internal readonly int FirstRule(PathState state, ReadOnlySpan<ulong> siblings)
    {
        if (!state.HasConditions)
        {
            return state.First;
        }

        foreach (var rule in state.Rules)
        {
            if (WhereConditions.Fulfils(siblings, Plan.Rules[rule].Where))
            {
                return rule;
            }
        }

        return PathState.None;
    }

    /// <summary>
    /// Decides one value that is text: what to write in its place, or <see cref="Edit.Nothing"/>. Formats with other
    /// kinds of values decide those themselves.
    /// </summary>
    /// <param name="rule">The first rule that matches the value; <see cref="PathState.None"/>: it is unlisted.</param>
    /// <param name="text">The value, unescaped.</param>
    /// <param name="place">For the refusal of an unlisted value: a place in declared names and positions.</param>
    internal int DecideText(int rule, ReadOnlySpan<byte> text, string place)
    {
        if (rule == PathState.None)
        {
            Unlisted(place);
            return Edit.Nothing;
        }

        var compiled = Plan.Rules[rule];
        if (compiled.Quasi >= 0)
        {
            NoteQuasi(compiled, text, text);
        }

        return DecideText(compiled, rule, text);
    }

    private int DecideText(CompiledRule compiled, int rule, ReadOnlySpan<byte> text)
    {
        switch (compiled.Op)
        {
            case RuleOp.Keep:
                var edit = compiled.Screener is { } screener
                    ? Screen(screener, compiled.Path, text)
                    : Edit.Copy;
                Count(edit == Edit.Copy ? FieldOutcome.Kept : FieldOutcome.Redacted);
                return edit;
            case RuleOp.Drop:
                Count(FieldOutcome.Dropped);
                return Edit.Nothing;
            case RuleOp.Constant:
                Count(FieldOutcome.Constant);
                return rule;
            case RuleOp.Redact:
                Count(FieldOutcome.Redacted);
                return text.IsEmpty ? Edit.Copy : rule;
            default:
                if (!text.IsEmpty)
                {
                    return DecideRewrite(compiled, rule, text);
                }

                Count(compiled.Action!.Outcome);
                return Edit.Copy;
        }
    }

    /// <summary>
    /// The walk is over: a consignment that lends the body, or the refusal, with the buffers given back.
    /// </summary>
    /// <param name="body">What the script is about.</param>
    internal Outcome<InspectedConsignment> Close(ReadOnlyMemory<byte> body, BodyText text)
    {
        EndRun();
        Refusal ??= Buffers.Persons.Settle(Plan, Buffers, ref Tally) ?? CheckGroups();
        if (Refusal is { } refusal)
        {
            Buffers.Return();
            return refusal;
        }

        return Buffers.Consignment.Lend(body, this, text);
    }

    /// <summary>Decides a value that is not empty, for an action: it may not fit.</summary>
    internal int DecideRewrite(CompiledRule compiled, int rule, ReadOnlySpan<byte> text)
    {
        var action = compiled.Action!;
        if (!action.TakesAnyText && !action.Fits(text, Today))
        {
            return Mismatch(compiled, "the value");
        }

        var edit = action.MakesClearText && compiled.Screener is { } screener
            ? ScreenMade(screener, compiled, text)
            : Edit.Copy;
        Count(edit == Edit.Copy ? action.Outcome : FieldOutcome.Redacted);
        return edit == Edit.Copy ? rule : edit;
    }

    /// <summary>A value of a quasi-identifier, in a spelling at least as fine as the one it leaves in.</summary>
    /// <param name="raw">As it stands in the body, for what leaves as it is.</param>
    internal readonly void NoteQuasi(CompiledRule compiled, ReadOnlySpan<byte> raw, ReadOnlySpan<byte> text)
    {
        if (Record < 0 || compiled.Op == RuleOp.Drop)
        {
            return;
        }

        var leaves = compiled.Op is RuleOp.Redact or RuleOp.Constant && !text.IsEmpty ? compiled.Text : raw;
        if (compiled.Op == RuleOp.Rewrite && !text.IsEmpty
            && (compiled.Action!.TakesAnyText || compiled.Action.Fits(text, Today)))
        {
            Buffers.Made.Truncate(0);
            compiled.Action.WriteText(text, new Surroundings(default, Today), Buffers.Made);
            leaves = Buffers.Made.Items;
        }

        Buffers.Groups.Note(Record, compiled.Quasi, leaves);
    }

    // Asked with nobody withheld; whoever is withheld later only makes groups smaller, and is looked at again then.
    private readonly Refusal? CheckGroups()
    {
        if (Plan.KAnonymity is not { Below: SmallGroupRule.Refuse } gate
            || Buffers.Groups.Small(gate.K, Buffers.Records, AskVerdicts.AllGo).Count == 0)
        {
            return null;
        }

        var quasi = string.Join(", ", gate.Quasi.Select(path => $"'{path}'"));
        return new Refusal(RefusalCode.ScreenSmallGroup, $"fewer than {gate.K} records are alike in {quasi}");
    }

    /// <summary>A value that its rule's action cannot take.</summary>
    /// <param name="kind">What it is, without saying what is in it.</param>
    internal int Mismatch(CompiledRule compiled, string kind)
    {
        if (compiled.Mismatch == MismatchRule.Redact)
        {
            Count(FieldOutcome.Redacted);
            return Edit.Redact;
        }

        Refuse(RefusalCode.FieldValue, $"the rule for '{compiled.Path}' cannot take {kind}", compiled.Path);
        return Edit.Nothing;
    }

    /// <summary>A value that no rule decides: dropped, or the body is refused.</summary>
    internal void Unlisted(string place)
    {
        if (Plan.Unlisted == UnlistedRule.Drop)
        {
            Count(FieldOutcome.Dropped);
        }
        else
        {
            Refuse(RefusalCode.FieldUnlisted, $"no rule lists {place}", null);
        }
    }
}
