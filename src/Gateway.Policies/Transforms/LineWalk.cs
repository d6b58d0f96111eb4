using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <summary>Lines of JSON, one after the other.</summary>
internal sealed class LineWalk() : RecordWalk(JsonBodyText.OfLines, isGb18030: false)
{
    private bool _hasLines;

    // The line break before a line is its separator: where the line is withheld it goes too.
    internal override int Walk(ref Docket docket, ReadOnlySpan<byte> text, bool isLast)
    {
        var at = 0;
        while (docket.Refusal is null)
        {
            var start = _hasLines ? at + 1 : 0;
            if (start >= text.Length)
            {
                break;
            }

            var length = text[start..].IndexOf((byte)'\n');
            if (length < 0 && !isLast)
            {
                return at;
            }

            var end = length < 0 ? text.Length : start + length;
            Decide(ref docket, text[..end], at, start);
            _hasLines = true;
            at = end;
        }

        return isLast ? Finish(ref docket, text, at) : at;
    }

    private int Finish(ref Docket docket, ReadOnlySpan<byte> text, int at)
    {
        if (!_hasLines)
        {
            docket.Refuse(RefusalCode.BodyMalformed, "the body has no line", null);
        }

        if (at < text.Length)
        {
            docket.Emit(at, text.Length);
        }

        docket.EndRun();
        return text.Length;
    }

    private static void Decide(ref Docket docket, ReadOnlySpan<byte> text, int separator, int start)
    {
        var records = docket.Buffers.Records.Count;
        var first = docket.Buffers.Edits.Count;
        docket.Emit(separator, start);
        docket.EndRun();
        var inspection = new JsonInspection(docket.Buffers, text, docket);
        if (!Utf8Octets.IsValid(text[start..]) || !inspection.TryWalk(start))
        {
            docket.Refusal = new Refusal(RefusalCode.BodyMalformed, "a line of the body is not strict JSON");
            return;
        }

        docket = inspection.Docket;
        if (docket.Plan.Root.IsRecord)
        {
            docket.Buffers.Records[records].First = first;
        }
    }
}
