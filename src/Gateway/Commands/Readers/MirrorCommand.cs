using System.CommandLine;
using Gateway.Commands.Run;
using Gateway.Commands.Words;
using Gateway.Ledger;
using Gateway.Mirroring;
using Gateway.Policies;
using Gateway.Settings;

namespace Gateway.Commands.Readers;

/// <summary>
/// <c>gateway mirror</c>: a checked copy of other people's ledgers, for a regulator or the other side.
/// </summary>
internal static class MirrorCommand
{
    internal static Command Create()
    {
        var config = WitnessCommand.ConfigOption("mirror.json");
        var once = new Option<bool>("--once")
        {
            Description = "One round and a report, for cron, instead of running on.",
        };
        var json = GatewayCommand.JsonOption();
        var command = new Command(
            "mirror",
            """
            Copies the published ledgers that mirror.json names, as far as they are served to it: checkpoints and hash
            tiles, and entries where they are. Every checkpoint is checked for its signature and that it continues the
            copy, every tile and entry against the checkpoint; what is not proven is not kept. A fork, a gap and a log
            that has stopped are told. The copies are served as they lie. Exit 0 at SIGTERM; with --once 0 all well, 3
            findings; 1 a fault.

            Examples:
              gateway mirror --config mirror.json --once --json
              gateway mirror --config mirror.json
              gateway ledger search mirror/gateway.gz.example --code screen.finding
            """)
        {
            config, once, json,
        };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetRequiredValue(config),
            parsed.GetValue(once),
            parsed.GetValue(json),
            GatewayCommand.LanguageOf(parsed)));
        return command;
    }

    private static async Task<int> RunAsync(string config, bool isOnce, bool isJson, Language language)
    {
        using var signals = new StopSignals();
        var faults = new List<Fault>();
        if (ReaderReading.ReadMirror(config, faults) is not { } settings)
        {
            await FaultReport.PrintAsync(faults, isJson: false, language, Console.Error, Console.Error);
            return ExitCode.Fault;
        }

        try
        {
            using var log = DaemonLog.Create(settings.Log);
            await using var mirror = MirrorProcess.Open(settings, new PosixDisk(), TimeProvider.System, log);
            return isOnce
                ? await ReportAsync(await mirror.RoundAsync(), isJson, language)
                : await FollowAsync(mirror, signals);
        }
        catch (Exception e) when (WitnessCommand.IsTold(e))
        {
            await Console.Error.WriteLineAsync(ReaderWords.CannotBegin.In(language) + e.Message);
            return ExitCode.Fault;
        }
    }

    private static async Task<int> ReportAsync(MirrorReport report, bool isJson, Language language)
    {
        await Console.Out.WriteLineAsync(isJson ? report.ToJson() : Text(report, language));
        return report.Findings.Count == 0 ? ExitCode.Yes : ExitCode.No;
    }

    private static async Task<int> FollowAsync(MirrorProcess mirror, StopSignals signals)
    {
        await mirror.ServeAsync();
        await mirror.FollowAsync(signals.Asked);
        return ExitCode.Yes;
    }

    private static string Text(MirrorReport report, Language language) => string.Join(
        '\n',
        report.Logs.Select(log => ReaderWords.Mirrored(log.Origin, log.Size, log.Root).In(language))
            .Concat(report.Findings.Select(finding =>
                FindingWords.Line(finding.Code, finding.Where, "at", finding.Detail, language)))
            .Append((report.Findings.Count == 0 ? ReaderWords.AllWell : Said.Findings(report.Findings.Count))
                .In(language)));
}
