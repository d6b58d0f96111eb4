using System.Text.Json;
using Gateway.Policies;
using Gateway.Policies.Cases;
using Gateway.Policies.Catalogue;

namespace Gateway.Commands.Offline;

/// <summary>The verdicts of <c>policy test</c> for machines: paths, codes and counts, never a value.</summary>
internal static class CaseJson
{
    internal static string Write(CasesReport cases, IReadOnlyList<Fault> faults, bool isOk)
    {
        using var text = new JsonText();
        var json = text.Writer;
        json.WriteStartObject();
        json.WriteBoolean("ok"u8, isOk);
        json.WriteStartArray("cases"u8);
        foreach (var verdict in cases.Verdicts)
        {
            Write(json, verdict);
        }

        json.WriteEndArray();
        json.WriteNumber("asTold"u8, cases.Count(CaseResult.AsTold));
        json.WriteNumber("notAsTold"u8, cases.Count(CaseResult.NotAsTold));
        json.WriteNumber("notRun"u8, cases.Count(CaseResult.NotRun));
        FaultReport.WriteArray(json, faults);
        json.WriteEndObject();
        return text.ToString();
    }

    private static void Write(Utf8JsonWriter json, CaseVerdict verdict)
    {
        json.WriteStartObject();
        json.WriteString("category"u8, verdict.Category.ToString());
        json.WriteString("name"u8, verdict.Case.Name);
        json.WriteString("input"u8, verdict.Case.Input);
        json.WriteString("result"u8, verdict.Result switch
        {
            CaseResult.AsTold => "ok",
            CaseResult.NotRun => "notRun",
            _ => "failed",
        });
        WriteEnd(json, "expected", "expectedCode", ToldEnd(verdict.Case), verdict.Case.Refused);
        WriteEnd(json, "actual", "code", verdict.Actual, verdict.TurnBack?.Code.Wire);
        WriteWhy(json, verdict);
        json.WriteEndObject();
    }

    private static CaseEnd ToldEnd(CategoryCase @case) => @case.Refused is null ? CaseEnd.Crossed : CaseEnd.Refused;

    private static void WriteEnd(Utf8JsonWriter json, string member, string codeMember, CaseEnd? end, string? code)
    {
        json.WriteString(member, end switch
        {
            CaseEnd.Crossed => "crossed",
            CaseEnd.Refused => "refused",
            CaseEnd.Held => "held",
            _ => null,
        });
        json.WriteString(codeMember, code);
    }

    private static void WriteWhy(Utf8JsonWriter json, CaseVerdict verdict)
    {
        if (verdict.TurnBack is { } turnBack)
        {
            json.WriteString("detail"u8, turnBack.Detail);
        }

        if (verdict.Difference is { } difference)
        {
            json.WriteNumber("differences"u8, difference.Count);
            json.WriteString("path"u8, difference.Path);
            json.WriteString("difference"u8, difference.Kind switch
            {
                DifferenceKind.Missing => "missing",
                DifferenceKind.Unexpected => "unexpected",
                _ => "other",
            });
        }

        if (verdict.IsExpectationUnreadable)
        {
            json.WriteBoolean("expectationUnreadable"u8, true);
        }

        if (verdict.Lacks.Count > 0)
        {
            json.WriteStartArray("lacks"u8);
            verdict.Lacks.ToList().ForEach(fault => json.WriteStringValue(fault.Message));
            json.WriteEndArray();
        }
    }
}
