using System.CommandLine;
using System.Text;
using System.Text.Json;
using Gateway.Commands.Offline;
using Gateway.Permit;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Comparison;

namespace Gateway.Commands.Compare;

/// <summary><c>gateway policy diff</c>: what a new bundle widens and what it narrows.</summary>
internal static class PolicyDiffCommand
{
    internal static Command Create()
    {
        var then = new Argument<string>("OLD") { Description = "Folder of the bundle as it was." };
        var now = new Argument<string>("NEW") { Description = "Folder of the bundle as it is to be." };
        var json = GatewayCommand.JsonOption();
        var command = new Command(
            "diff",
            """
            Says what a new bundle widens and what it narrows: parties, purposes, categories, field by field, legal
            instruments, routes. What cannot be shown to let through no more is said to widen. Exit 0 nothing is
            widened, 3 something is, 1 a bundle that cannot be read.

            Examples:
              gateway policy diff /etc/gateway/policy policy
              gateway policy diff old new --json
            """)
        {
            then, now, json,
        };
        command.SetAction((parsed, _) => CompareAsync(
            parsed.GetRequiredValue(then),
            parsed.GetRequiredValue(now),
            parsed.GetValue(json),
            GatewayCommand.LanguageOf(parsed)));
        return command;
    }

    private static async Task<int> CompareAsync(string thenFolder, string nowFolder, bool isJson, Language language)
    {
        var then = await ReadAsync(thenFolder, language);
        var now = await ReadAsync(nowFolder, language);
        if (then is null || now is null)
        {
            return ExitCode.Fault;
        }

        var changes = BundleComparison.Compare(then, now);
        await Console.Out.WriteLineAsync(isJson ? Json(then, now, changes) : Text(then, now, changes, language));
        return changes.Any(change => change.Effect == ChangeEffect.Wider) ? ExitCode.No : ExitCode.Yes;
    }

    // Warnings of either are not the question here.
    private static async Task<PolicyBundle?> ReadAsync(string folder, Language language)
    {
        var faults = new List<Fault>();
        var bundle = OfflineBundle.Read(folder, TimeProvider.System, faults);
        var wrong = faults.Where(fault => !fault.IsWarning).Select(fault => fault with
        {
            File = fault.Code == BundleFolder.NoFolder ? folder : Path.Combine(folder, fault.File),
        });
        await FaultReport.WriteAsync(wrong, language, Console.Error);
        return bundle;
    }

    private static string Text(
        PolicyBundle then, PolicyBundle now, IReadOnlyList<BundleChange> changes, Language language)
    {
        var text = new StringBuilder();
        text.Append(DiffWords.Head(then, now).In(language)).Append('\n');
        foreach (var effect in Enum.GetValues<ChangeEffect>())
        {
            var of = changes.Where(change => change.Effect == effect).ToList();
            if (of.Count > 0)
            {
                text.Append('\n').Append(DiffWords.Heading(effect).In(language)).Append('\n');
                of.ForEach(change => text.Append("  ").Append(DiffWords.Line(change).In(language)).Append('\n'));
            }
        }

        var counts = Enum.GetValues<ChangeEffect>().Select(effect => changes.Count(change => change.Effect == effect));
        return text.Append('\n').Append(DiffWords.Sum([.. counts]).In(language)).ToString();
    }

    private static string Json(PolicyBundle then, PolicyBundle now, IReadOnlyList<BundleChange> changes)
    {
        using var text = new JsonText();
        var json = text.Writer;
        json.WriteStartObject();
        json.WriteBoolean("ok"u8, changes.All(change => change.Effect != ChangeEffect.Wider));
        Write(json, "old", then);
        Write(json, "new", now);
        foreach (var effect in Enum.GetValues<ChangeEffect>())
        {
            json.WriteNumber(Name(effect), changes.Count(change => change.Effect == effect));
        }

        json.WriteStartArray("changes"u8);
        foreach (var change in changes)
        {
            Write(json, change);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return text.ToString();
    }

    private static void Write(Utf8JsonWriter json, string member, PolicyBundle bundle)
    {
        json.WriteStartObject(member);
        json.WriteString("name"u8, bundle.Name);
        json.WriteNumber("version"u8, bundle.Version);
        json.WriteString("digest"u8, bundle.Digest);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, BundleChange change)
    {
        json.WriteStartObject();
        json.WriteString("effect"u8, Name(change.Effect));
        json.WriteString("thing"u8, Name(change.Thing));
        json.WriteString("kind"u8, Name(change.Kind));
        json.WriteString("id"u8, change.Id);
        json.WriteString("member"u8, change.Member);
        json.WriteString("old"u8, change.Then);
        json.WriteString("new"u8, change.Now);
        json.WriteString("file"u8, change.Mark.File);
        json.WriteNumber("line"u8, change.Mark.Line);
        json.WriteNumber("column"u8, change.Mark.Column);
        json.WriteString("path"u8, change.Mark.Path);
        json.WriteEndObject();
    }

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
