using System.CommandLine;
using System.Text;
using Gateway.Commands.Run;
using Gateway.Policies;
using Gateway.State;

namespace Gateway.Commands.Observe;

/// <summary><c>gateway observed</c>: what the copies at observe listeners would have become.</summary>
internal static class ObservedCommand
{
    internal static Command Create()
    {
        var config = GatewayCommand.ConfigOption();
        var all = new Option<bool>("--all") { Description = "Also what was observed under earlier bundles." };
        var json = GatewayCommand.JsonOption();
        var command = new Command(
            "observed",
            """
            Says what the mirrored copies that came to observe listeners would have become: how many would have crossed
            on which route, how many would have been refused, with which code and by which rule, and what the detectors
            found in them. Counts only, by bundle; the running daemon writes them once a minute. Exit 0 all would have
            crossed, or nothing was observed; 3 some would not; 1 a fault.

            Examples:
              gateway observed --config config/gateway.json
              gateway observed --config /etc/gateway/gateway.json --all --json
            """)
        {
            config, all, json,
        };
        command.SetAction((parsed, _) => ShowAsync(
            parsed.GetRequiredValue(config),
            parsed.GetValue(all),
            parsed.GetValue(json),
            GatewayCommand.LanguageOf(parsed)));
        return command;
    }

    private static async Task<int> ShowAsync(string configFile, bool isAll, bool isJson, Language language)
    {
        var faults = new List<Fault>();
        if (Foundation.ReadSettings(configFile, Environment.GetEnvironmentVariables(), faults) is not { } settings)
        {
            await FaultReport.WriteAsync(faults, language, Console.Error);
            return ExitCode.Fault;
        }

        var periods = new ObservedFile(settings.State.Directory).Read();
        var shown = isAll ? periods : [.. periods.TakeLast(1)];
        await Console.Out.WriteLineAsync(isJson ? Json(shown) : Text(shown, language));
        return shown.Any(period => period.Count("refused") + period.Count("held") > 0) ? ExitCode.No : ExitCode.Yes;
    }

    private static string Json(IReadOnlyList<ObservedPeriod> periods)
    {
        using var text = new JsonText();
        text.Writer.WriteStartObject();
        ObservedJson.Write(text.Writer, periods);
        text.Writer.WriteEndObject();
        return text.ToString();
    }

    private static string Text(IReadOnlyList<ObservedPeriod> periods, Language language)
    {
        if (periods.Count == 0)
        {
            return ObservedWords.Nothing.In(language);
        }

        var text = new StringBuilder();
        foreach (var period in periods)
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(ObservedWords.Head(period).In(language)).Append('\n');
            foreach (var outcome in period.Outcomes)
            {
                text.Append("  ").Append(ObservedWords.Line(outcome).In(language)).Append('\n');
            }

            foreach (var finding in period.Findings)
            {
                text.Append("  ").Append(ObservedWords.Line(finding).In(language)).Append('\n');
            }

            foreach (var fields in period.Fields)
            {
                text.Append("  ").Append(ObservedWords.Line(fields).In(language)).Append('\n');
            }
        }

        return text.ToString().TrimEnd('\n');
    }
}
