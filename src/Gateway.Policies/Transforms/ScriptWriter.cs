using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <summary>Carries out an edit script: writes what leaves of one body, piece by piece.</summary>
internal readonly ref struct ScriptWriter(
    CategoryPlan plan, InspectionBuffers buffers, DateOnly today, BodyText text, ReadOnlySpan<byte> body)
{
    private readonly ReadOnlySpan<byte> _body = body;

    /// <summary>The edits of one record, or of what stands outside of all (-1).</summary>
    /// <param name="isGap">True where the records before were withheld.</param>
    internal void Write(int from, int to, int record, ref bool isGap, ref OutputWriter writer)
    {
        var surroundings = new Surroundings(buffers.Persons.Of(record, buffers), today);
        foreach (var edit in buffers.Edits.Items[from..to])
        {
            if (edit.Rule == Edit.Copy)
            {
                var stretch = _body.Slice(edit.Start, edit.Length);

                // The records before this one were withheld, and they were the first: its separator goes with them.
                while (isGap && !stretch.IsEmpty && text.LeadsWithSeparator(stretch, writer))
                {
                    stretch = stretch[1..];
                }

                text.Copy(stretch, ref writer);
            }
            else
            {
                Replace(edit, surroundings, ref writer);
            }

            isGap = false;
        }
    }

    private void Replace(in Edit edit, in Surroundings surroundings, ref OutputWriter writer)
    {
        var raw = _body.Slice(edit.Start, edit.Length);
        if (edit.Rule == Edit.Rewrite)
        {
            text.Write(text.Read(raw, edit, buffers), edit, ref writer);
            return;
        }

        var rule = edit.Rule == Edit.Redact ? null : plan.Rules[edit.Rule];
        if (rule?.Action is { } action)
        {
            text.WriteMade(action, raw, edit, surroundings, buffers, ref writer);
        }
        else
        {
            text.WriteFixed(rule, edit, ref writer);
        }
    }
}
