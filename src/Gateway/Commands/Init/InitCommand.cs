using System.CommandLine;
using Gateway.Policies;

namespace Gateway.Commands.Init;

/// <summary><c>gateway init</c>: from samples of one's own service to a sidecar that protects it.</summary>
internal static class InitCommand
{
    internal static Command Create()
    {
        var options = new InitOptions();
        var json = GatewayCommand.JsonOption();
        var command = new Command(
            "init",
            """
            Makes a working configuration for one's own service: gateway.json for a sidecar beside it, and a bundle with
            a category drafted from samples, a purpose, routes and a placeholder for the legal instrument. Nothing
            crosses by it: every path is dropped, and every transfer refused until the instrument says what is on file.
            Asks for what is missing where there is somebody to ask. Throw-away keys are made and a throw-away officer
            signs the bundle, unless told otherwise; then the configuration is checked. Exit 0 made and valid, 1 usage,
            a sample that cannot be read, or a folder that holds something, 3 made and not valid.

            Examples:
              gateway init --dir shop --peer https://branch.hk.example:9443/orders --sample order.json
              gateway init --dir bank --peer https://branch.hk.example:9443/rows --sample rows.csv --format csv
              gateway init --dir clinic --app http://127.0.0.1:8000/visits/{day} --sample visits.json --lang zh-Hans
            """);
        options.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var language = GatewayCommand.LanguageOf(parsed);
            var faults = new List<Fault>();
            var order = options.Read(parsed, language, faults);
            if (order is null || order.Draft.Read(faults) is not { } tree)
            {
                await FaultReport.WriteAsync(faults, language, Console.Error);
                return ExitCode.Fault;
            }

            try
            {
                await InitFolder.WriteAsync(
                    order, tree, language, TimeProvider.System.GetUtcNow(), cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return ExitCode.Fault;
            }

            IReadOnlyList<Fault> found = order.HasKeys ? InitFolder.Check(order) : [];
            await Console.Out.WriteLineAsync(parsed.GetValue(json)
                ? InitReport.Json(order, tree.Places.Count, found)
                : InitReport.Text(order, tree, language));
            if (!parsed.GetValue(json))
            {
                await FaultReport.WriteAsync(found, language, Console.Error);
            }

            return FaultReport.IsValid(found) ? ExitCode.Yes : ExitCode.No;
        });
        return command;
    }
}
