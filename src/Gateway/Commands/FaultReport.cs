using System.Text.Json;
using Gateway.Policies;

namespace Gateway.Commands;

/// <summary>Prints faults: "file:line:column: path: message" for people, FORMATS.md 6 for machines.</summary>
internal static class FaultReport
{
    /// <summary>True when nothing but warnings was found.</summary>
    internal static bool IsValid(IEnumerable<Fault> faults) => faults.All(fault => fault.IsWarning);

    internal static async Task<int> PrintAsync(
        IReadOnlyList<Fault> faults, bool isJson, string whenValid, TextWriter output, TextWriter diagnostics)
    {
        var isValid = IsValid(faults);
        if (isJson)
        {
            await output.WriteLineAsync(Json(faults, isValid));
        }
        else
        {
            await WriteAsync(faults.Where(fault => fault.IsWarning), diagnostics);
            await WriteAsync(faults.Where(fault => !fault.IsWarning), output);

            var count = faults.Count(fault => !fault.IsWarning);
            await output.WriteLineAsync(isValid ? whenValid : count == 1 ? "1 fault" : $"{count} faults");
        }

        return isValid ? ExitCode.Yes : ExitCode.No;
    }

    /// <summary>One line each, warnings marked as such.</summary>
    internal static async Task WriteAsync(IEnumerable<Fault> faults, TextWriter writer)
    {
        foreach (var fault in faults)
        {
            await writer.WriteLineAsync(fault.IsWarning ? $"warning: {fault}" : fault.ToString());
        }
    }

    private static string Json(IReadOnlyList<Fault> faults, bool isValid)
    {
        using var document = new JsonText();
        document.Writer.WriteStartObject();
        document.Writer.WriteBoolean("ok"u8, isValid);
        WriteArray(document.Writer, faults);
        document.Writer.WriteEndObject();
        return document.ToString();
    }

    /// <summary>The member "faults" of a document, warnings marked as such.</summary>
    internal static void WriteArray(Utf8JsonWriter json, IEnumerable<Fault> faults)
    {
        json.WriteStartArray("faults"u8);
        foreach (var fault in faults)
        {
            Write(json, fault);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Fault fault)
    {
        json.WriteStartObject();
        json.WriteString("file"u8, fault.File);
        json.WriteNumber("line"u8, fault.Line);
        json.WriteNumber("column"u8, fault.Column);
        json.WriteString("path"u8, fault.Path);
        json.WriteString("code"u8, fault.Code);
        json.WriteString("message"u8, fault.Message);
        if (fault.IsWarning)
        {
            json.WriteBoolean("warning"u8, true);
        }

        json.WriteEndObject();
    }
}
