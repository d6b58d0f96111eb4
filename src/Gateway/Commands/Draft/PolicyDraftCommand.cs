using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Gateway.Policies;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Drafting;

namespace Gateway.Commands.Draft;

/// <summary><c>gateway policy draft</c>: a category from sample documents, everything dropped.</summary>
internal static class PolicyDraftCommand
{
    internal static Command Create()
    {
        var samples = new Argument<string[]>("SAMPLE")
        {
            Description = "Sample documents, one in each file.",
            Arity = ArgumentArity.OneOrMore,
        };
        var category = new Option<string>("--category")
        {
            Description = "Id of the new category, for example BK.cdd.",
            Required = true,
            HelpName = "ID",
        };
        var format = FormatOption();
        var media = MediaOption();
        var json = GatewayCommand.JsonOption();
        var command = new Command(
            "draft",
            """
            Drafts a category from sample documents, as YAML on stdout: every path they have, all dropped, and behind
            each what the detectors saw there and a proposal. No value of a sample is in it; member names are, except
            those that look like data themselves. Nothing is decided by it: read it rule by rule. Exit 0 drafted, 1 a
            sample that cannot be read.

            Examples:
              gateway policy draft --category BK.cdd order.json >policy/category.yaml
              gateway policy draft --category BK.log --format ndjson --json monday.ndjson tuesday.ndjson
              gateway policy draft --category BK.payments --format xml pain.001.xml
              gateway policy draft --category BK.rows --format csv --media text/tab-separated-values rows.tsv
            """)
        {
            samples, category, format, media, json,
        };
        command.SetAction((parsed, _) => DraftAsync(
            parsed.GetRequiredValue(category),
            parsed.GetValue(format),
            parsed.GetValue(media),
            parsed.GetRequiredValue(samples),
            parsed.GetValue(json),
            GatewayCommand.LanguageOf(parsed)));
        return command;
    }

    private static async Task<int> DraftAsync(
        string category, BodyFormat format, string? media, string[] samples, bool isJson, Language language)
    {
        var faults = new List<Fault>();
        if (!CategoryId.TryParse(category, out var id))
        {
            faults.Add(SampleFile.Fault(
                "--category", 0, 0, "id.malformed", "an id is 1 to 64 letters, digits, '.', '_' or '-'"));
        }

        var request = new DraftRequest(id, format, media, samples);
        var tree = request.Read(faults);
        if (tree is null || faults.Count > 0)
        {
            await FaultReport.WriteAsync(faults, language, Console.Error);
            return ExitCode.Fault;
        }

        await Console.Out.WriteAsync(isJson ? Json(request, tree) + "\n" : DraftYaml.Write(request, tree, language));
        return ExitCode.Yes;
    }

    /// <summary>"--format", of what can be read as a sample.</summary>
    internal static Option<BodyFormat> FormatOption() => new("--format")
    {
        Description = "Form of the samples: json, ndjson, csv, xml, fhir, hl7v2 or form. Default: json.",
        HelpName = "FORMAT",
        CustomParser = ParseFormat,
    };

    /// <summary>"--media", where messages are not called what their format means by itself.</summary>
    internal static Option<string?> MediaOption() => new("--media")
    {
        Description = "Media type of the messages. Default: that of the format.",
        HelpName = "TYPE",
        CustomParser = ParseMedia,
    };

    private static BodyFormat ParseFormat(ArgumentResult result)
    {
        var name = result.Tokens[0].Value;
        if (DraftRequest.Formats.TryGetValue(name, out var format))
        {
            return format;
        }

        result.AddError($"--format takes one of {string.Join(", ", DraftRequest.Formats.Keys)}{Advice(name)}");
        return BodyFormat.Json;
    }

    private static string Advice(string format) => format switch
    {
        "tsv" => $"; rows parted by tabs are csv with --media {MediaTypes.TabSeparated}",
        "multipart" => "; draft the category of each part, and name them under 'parts' (docs/formats/multipart.md)",
        "opaque" => "; nothing inside an opaque body is read (docs/formats/opaque.md)",
        _ => "",
    };

    private static string? ParseMedia(ArgumentResult result)
    {
        var media = result.Tokens[0].Value.ToLowerInvariant();
        if (!MediaTypes.IsMediaType(media))
        {
            result.AddError("--media takes a media type without parameters, for example text/csv");
        }

        return media;
    }

    private static string Json(DraftRequest request, SampleTree tree)
    {
        using var text = new JsonText();
        var json = text.Writer;
        json.WriteStartObject();
        json.WriteString("category"u8, request.Category.ToString());
        json.WriteString("format"u8, request.Format.Wire());
        json.WriteNumber("samples"u8, tree.Documents);
        json.WriteString("records"u8, tree.Records);
        json.WriteString("charset"u8, tree.Charset);
        json.WriteStartObject("namespaces"u8);
        foreach (var (prefix, uri) in tree.Namespaces)
        {
            json.WriteString(prefix, uri);
        }

        json.WriteEndObject();
        json.WriteStartArray("paths"u8);
        foreach (var place in tree.Places)
        {
            Write(json, place, Suggestion.For(place, request.Format));
        }

        json.WriteEndArray();
        json.WriteStartArray("unnamed"u8);
        foreach (var (path, names) in tree.Unnamed)
        {
            json.WriteStartObject();
            json.WriteString("path"u8, path);
            json.WriteNumber("names"u8, names);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return text.ToString();
    }

    private static void Write(Utf8JsonWriter json, SamplePlace place, Suggestion suggestion)
    {
        json.WriteStartObject();
        json.WriteString("path"u8, place.Path);
        json.WriteString("kind"u8, JsonNamingPolicy.CamelCase.ConvertName(place.Kind.ToString()));
        json.WriteNumber("values"u8, place.Values);
        json.WriteNumber("texts"u8, place.Texts);
        json.WriteNumber("dates"u8, place.Dates);
        json.WriteNumber("numbers"u8, place.Numbers);
        json.WriteNumber("flags"u8, place.Flags);
        json.WriteStartObject("findings"u8);
        foreach (var (kind, count) in place.Findings.OrderBy(pair => pair.Key.Name, StringComparer.Ordinal))
        {
            json.WriteNumber(kind.Name, count);
        }

        json.WriteEndObject();
        json.WriteString("reason"u8, JsonNamingPolicy.CamelCase.ConvertName(suggestion.Reason.ToString()));
        json.WriteString("suggestion"u8, suggestion.Rule);
        json.WriteEndObject();
    }
}
