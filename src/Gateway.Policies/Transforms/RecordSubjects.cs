using Gateway.Policies.Catalogue;
using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <summary>
/// Which person each record is about, for actions that go by it: the one named by the first of the category's subject
/// paths, else the one named outside of all records. The name may stand behind the value, so a value that needs one is
/// noted as it comes and settled when the document has been read.
/// </summary>
internal sealed class RecordSubjects
{
    private const int Nobody = -1;

    // Slot 0 is for what stands outside of all records; record n has slot n + 1.
    private readonly PooledList<int> _places = new(wipes: false);
    private readonly PooledList<Need> _needs = new(wipes: false);

    internal void Return()
    {
        _places.Return();
        _needs.Return();
    }

    /// <summary>The last edit of the script needs to know whom that record (-1: none) is about.</summary>
    internal void Note(int record, int edit) => _needs.Add(new Need(record, edit));

    /// <summary>
    /// Once everything is read: a value whose record names nobody is refused or redacted, as its rule says.
    /// </summary>
    internal Refusal? Settle(CategoryPlan plan, InspectionBuffers buffers, ref FieldTally tally)
    {
        if (_needs.Count == 0)
        {
            return null;
        }

        Place(buffers);
        foreach (var need in _needs.Items)
        {
            if (PlaceOf(need.Record) != Nobody)
            {
                continue;
            }

            ref var edit = ref buffers.Edits[need.Edit];
            var rule = plan.Rules[edit.Rule];
            if (rule.Mismatch != MismatchRule.Redact)
            {
                return new Refusal(
                    RefusalCode.FieldValue, $"the rule for '{rule.Path}' needs a subject and the record names none")
                {
                    Rule = rule.Path,
                };
            }

            edit = edit with { Rule = Edit.Redact };
            FieldTally.Recount(ref tally, rule.Action!.Outcome);
            if (need.Record >= 0)
            {
                FieldTally.Recount(ref buffers.Records[need.Record].Tally, rule.Action.Outcome);
            }
        }

        return null;
    }

    /// <summary>The folded name; empty for nobody, or where no value asked.</summary>
    internal ReadOnlySpan<byte> Of(int record, InspectionBuffers buffers)
    {
        var place = _places.Count == 0 ? Nobody : PlaceOf(record);
        if (place == Nobody)
        {
            return default;
        }

        var subject = buffers.Subjects[place];
        return buffers.SubjectText.Span(subject.Start, subject.Length);
    }

    private int PlaceOf(int record) => _places[record + 1] != Nobody ? _places[record + 1] : _places[0];

    private void Place(InspectionBuffers buffers)
    {
        _places.Truncate(0);
        _places.Extend(buffers.Records.Count + 1).Fill(Nobody);
        for (var i = 0; i < buffers.Subjects.Count; i++)
        {
            ref var place = ref _places[buffers.Subjects[i].Record + 1];
            if (place == Nobody || buffers.Subjects[i].Path < buffers.Subjects[place].Path)
            {
                place = i;
            }
        }
    }

    private readonly record struct Need(int Record, int Edit);
}
