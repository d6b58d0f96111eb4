using System.Text.Json;
using Gateway.Commands.Words;
using Gateway.Policies;

namespace Gateway.Commands;

/// <summary>Prints faults: "file:line:column: path: message" for people, FORMATS.md 6 for machines.</summary>
internal static class FaultReport
{
    /// <summary>True when nothing but warnings was found.</summary>
    internal static bool IsValid(IEnumerable<Fault> faults) => faults.All(fault => fault.IsWarning);

    /// <summary>Prints them all, and "valid" where none is a fault. Exit code 0 then, else 3.</summary>
    internal static async Task<int> PrintAsync(
        IReadOnlyList<Fault> faults, bool isJson, Language language, TextWriter output, TextWriter diagnostics)
    {
        var isValid = IsValid(faults);
        if (isJson)
        {
            await output.WriteLineAsync(Json(faults, isValid));
        }
        else
        {
            await WriteAsync(faults.Where(fault => fault.IsWarning), language, diagnostics);
            await WriteAsync(faults.Where(fault => !fault.IsWarning), language, output);

            var count = faults.Count(fault => !fault.IsWarning);
            await output.WriteLineAsync((isValid ? Said.Valid : Said.Faults(count)).In(language));
        }

        return isValid ? ExitCode.Yes : ExitCode.No;
    }

    /// <summary>One line each, warnings marked as such.</summary>
    internal static async Task WriteAsync(IEnumerable<Fault> faults, Language language, TextWriter writer)
    {
        foreach (var fault in faults)
        {
            var warning = fault.IsWarning ? Said.Warning.In(language) : "";
            await writer.WriteLineAsync(warning + Line(fault, language));
        }
    }

    /// <summary>One fault. The place reads the same in every language: editors jump to it.</summary>
    internal static string Line(Fault fault, Language language) => FaultWords.Of(fault.Code, language) is { } words
        ? $"{fault.File}:{fault.Line}:{fault.Column}: {fault.Path}: {words} ({fault.Code}): {fault.Message}"
        : fault.ToString();

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
