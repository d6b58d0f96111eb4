using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Gateway.Policies;
using Gateway.State;

namespace Gateway.Commands.Status;

/// <summary><c>gateway status</c>: what is up, what expires when, what is wrong and what to do.</summary>
internal static class StatusCommand
{
    internal static Command Create()
    {
        var config = GatewayCommand.ConfigOption();
        var json = GatewayCommand.JsonOption();
        var within = new Option<TimeSpan?>("--within")
        {
            Description = "Also told: what runs out within this time, for example 14d or 36h. Default: 14d.",
            HelpName = "TIME",
            CustomParser = ParseTime,
        };
        var command = new Command(
            "status",
            """
            Looks at the files the daemon reads, at its ledger (read only: size, last checkpoint, last tick, who holds
            it) and, where a probe listener is configured, at its /healthz and /readyz over loopback. Works with the
            daemon running or not, and changes nothing.

            Each finding is one line: what is wrong, and what mends it; the most urgent first. Any of these is one: the
            daemon is not running, does not answer, is not ready, is stopped, or has written nothing for three ticks; a
            fault that 'check' would print; the ledger cannot be read, its anchor is missing or its disk nearly full; an
            authority without a CRL; anything that has run out, or will within --within. Exit 0 none, 3 at least one.

            Examples:
              gateway status --config config/gateway.json
              gateway status --config /etc/gateway/gateway.json --within 30d --json
            """)
        {
            config, within, json,
        };
        command.SetAction((parsed, cancellationToken) => ShowAsync(
            parsed.GetRequiredValue(config),
            parsed.GetValue(within) ?? Expiries.Soon,
            parsed.GetValue(json),
            GatewayCommand.LanguageOf(parsed),
            cancellationToken));
        return command;
    }

    private static async Task<int> ShowAsync(
        string configFile, TimeSpan within, bool isJson, Language language, CancellationToken cancellationToken)
    {
        var view = await StatusReading.ReadAsync(
            configFile, Environment.GetEnvironmentVariables(), within, TimeProvider.System, cancellationToken);
        var findings = StatusFindings.Of(view);
        await Console.Out.WriteLineAsync(
            isJson ? StatusJson.Write(view, findings) : StatusText.Write(view, findings, language));
        return findings.Count == 0 ? ExitCode.Yes : ExitCode.No;
    }

    private static TimeSpan? ParseTime(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var unit = text.EndsWith('d') ? TimeSpan.FromDays(1) : text.EndsWith('h') ? TimeSpan.FromHours(1) : default;
        if (unit != default
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            && n <= 36_500)
        {
            return unit * n;
        }

        result.AddError("--within takes days or hours, for example 14d or 36h");
        return default;
    }
}
