using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <summary>Where labels are written into a resource.</summary>
internal enum FhirLabelPlace : byte
{
    /// <summary>At the end of <c>security</c>, behind others or as the first.</summary>
    InSecurity,
    FirstInSecurity,

    /// <summary>At the end of <c>meta</c>.</summary>
    InMeta,
    FirstInMeta,

    /// <summary>At the end of a resource that has no <c>meta</c>.</summary>
    InResource,
}

//
//  What was done, said in the resource
//
//  References:
//
//      HL7 v3 code system ObservationValue: ABSTRED, MASKED, PSEUDED, REDACTED (as in FHIR R4 security-labels)
//      FHIR R4 extension data-absent-reason, code masked
//

/// <summary>Text in FHIR: as in JSON, ids inside references, and what says that something was done.</summary>
internal sealed class FhirBodyText : BodyText
{
    /// <summary>A reference: only the id in it is changed.</summary>
    internal const byte Reference = 1;

    /// <summary>A name: its '_' sibling, the first member or a later one, says that the value was withheld.</summary>
    internal const byte FirstAbsent = 2;
    internal const byte Absent = 3;

    /// <summary>An object whose content was withheld.</summary>
    internal const byte AbsentObject = 4;

    private const byte LabelBit = 0x80;
    private const int PlaceShift = 4;
    private const int LabelMask = 0xF;

    internal static FhirBodyText Instance { get; } = new();

    private static JsonBodyText Json => JsonBodyText.OfDocument;

    private static ReadOnlySpan<byte> Reason =>
        "{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\","u8;

    private static ReadOnlySpan<byte> Masked => "\"valueCode\":\"masked\"}]}"u8;

    internal override ReadOnlySpan<byte> Read(ReadOnlySpan<byte> raw, scoped in Edit edit, InspectionBuffers buffers) =>
        edit.Shape is 0 or Reference ? Json.Read(raw, edit, buffers) : raw;

    internal override void Write(ReadOnlySpan<byte> text, scoped in Edit edit, ref OutputWriter output)
    {
        if ((edit.Shape & LabelBit) != 0)
        {
            WriteLabels((FhirLabelPlace)((edit.Shape >> PlaceShift) & 7), edit.Shape & LabelMask, ref output);
        }
        else if (edit.Shape is Absent or FirstAbsent)
        {
            output.Write(edit.Shape == Absent ? ",\"_"u8 : "\"_"u8);
            output.Write(text[1..]);
            output.Write(":"u8);
            output.Write(Reason);
            output.Write(Masked);
        }
        else
        {
            Json.Write(text, edit, ref output);
        }
    }

    internal override void WriteFixed(CompiledRule? rule, scoped in Edit edit, ref OutputWriter output)
    {
        if (edit.Shape == AbsentObject)
        {
            output.Write(Reason);
            output.Write(Masked);
        }
        else
        {
            Json.WriteFixed(rule, edit, ref output);
        }
    }

    internal override void WriteMade(
        ValueAction action,
        ReadOnlySpan<byte> raw,
        scoped in Edit edit,
        scoped in Surroundings surroundings,
        InspectionBuffers buffers,
        ref OutputWriter output)
    {
        var text = Read(raw, edit, buffers);
        if (edit.Shape != Reference || !FhirReference.TryFindId(text, out var id, out _))
        {
            Json.WriteMade(action, raw, edit, surroundings, buffers, ref output);
            return;
        }

        buffers.Made.Truncate(0);
        text[..id.Start.Value].CopyTo(buffers.Made.Extend(id.Start.Value));
        action.WriteText(text[id], surroundings, buffers.Made);
        var rest = text[id.End.Value..];
        rest.CopyTo(buffers.Made.Extend(rest.Length));
        JsonText.WriteString(buffers.Made.Items, ref output);
    }

    internal override bool LeadsWithSeparator(ReadOnlySpan<byte> stretch, in OutputWriter output) =>
        Json.LeadsWithSeparator(stretch, output);

    /// <summary>The shape of the edit that writes these labels; 0 where there are none to write.</summary>
    internal static byte LabelsOf(in FieldTally before, in FieldTally now, FhirLabelPlace place)
    {
        var labels = 0;
        for (var i = 0; i <= (int)FieldOutcome.Truncated; i++)
        {
            labels |= now[i] > before[i] ? LabelOf((FieldOutcome)i) : 0;
        }

        return labels == 0 ? (byte)0 : (byte)(LabelBit | ((int)place << PlaceShift) | labels);
    }

    private static int LabelOf(FieldOutcome outcome) => outcome switch
    {
        FieldOutcome.Kept => 0,
        FieldOutcome.Masked or FieldOutcome.Encrypted => 2,
        FieldOutcome.Hashed or FieldOutcome.Tokenised => 4,
        FieldOutcome.Generalised or FieldOutcome.Shifted or FieldOutcome.Truncated => 8,
        _ => 1,
    };

    private static void WriteLabels(FhirLabelPlace place, int labels, ref OutputWriter output)
    {
        output.Write(place switch
        {
            FhirLabelPlace.InSecurity => ","u8,
            FhirLabelPlace.FirstInSecurity => ""u8,
            FhirLabelPlace.InMeta => ",\"security\":["u8,
            FhirLabelPlace.FirstInMeta => "\"security\":["u8,
            _ => ",\"meta\":{\"security\":["u8,
        });
        var isFirst = true;
        for (var bit = 1; bit <= labels; bit <<= 1)
        {
            if ((labels & bit) != 0)
            {
                output.Write(isFirst ? ""u8 : ","u8);
                output.Write("{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ObservationValue\",\"code\":\""u8);
                output.Write(CodeOf(bit));
                output.Write("\",\"display\":\""u8);
                output.Write(DisplayOf(bit));
                output.Write("\"}"u8);
                isFirst = false;
            }
        }

        output.Write(place switch
        {
            FhirLabelPlace.InSecurity or FhirLabelPlace.FirstInSecurity => ""u8,
            FhirLabelPlace.InMeta or FhirLabelPlace.FirstInMeta => "]"u8,
            _ => "]}"u8,
        });
    }

    private static ReadOnlySpan<byte> CodeOf(int label) => label switch
    {
        1 => "REDACTED"u8,
        2 => "MASKED"u8,
        4 => "PSEUDED"u8,
        _ => "ABSTRED"u8,
    };

    private static ReadOnlySpan<byte> DisplayOf(int label) => label switch
    {
        1 => "redacted"u8,
        2 => "masked"u8,
        4 => "pseudonymized"u8,
        _ => "abstracted"u8,
    };
}
