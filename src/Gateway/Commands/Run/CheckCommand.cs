using System.CommandLine;
using Gateway.Policies;

namespace Gateway.Commands.Run;

/// <summary><c>gateway check</c>: everything the daemon would read, read and verified; changes nothing.</summary>
internal static class CheckCommand
{
    internal static Command Create()
    {
        var config = GatewayCommand.ConfigOption();
        var json = GatewayCommand.JsonOption();
        var command = new Command(
            "check",
            """
            Reads and verifies settings, keys, trust lists, endorsements and the bundle, as 'run' does, and prints every
            fault with file, line, column and path. Changes nothing. Exit 0 valid, 3 not.

            Examples:
              gateway check --config config/gateway.json
              gateway check --config config/gateway.json --json
            """)
        {
            config, json,
        };
        command.SetAction((parsed, _) => CheckAsync(
            parsed.GetRequiredValue(config), parsed.GetValue(json), GatewayCommand.LanguageOf(parsed)));
        return command;
    }

    private static Task<int> CheckAsync(string configFile, bool isJson, Language language)
    {
        var faults = new List<Fault>();
        using var foundation = Foundation.Read(
            configFile, Environment.GetEnvironmentVariables(), AcceptedState.None, TimeProvider.System, faults);
        return FaultReport.PrintAsync(faults, isJson, language, Console.Out, Console.Error);
    }
}
