using System.CommandLine;
using Gateway.Commands.Words;
using Gateway.Policies;

namespace Gateway.Commands.Dev;

/// <summary><c>gateway certs dev</c>: a throw-away PKI, lists and keys.</summary>
internal static class CertsCommand
{
    internal static Command Create()
    {
        var folder = new Option<string>("--out")
        {
            Description = "A folder that is empty or absent.",
            HelpName = "DIR",
        };
        var perf = new Option<string>("--perf")
        {
            Description = "The same, for load tests: one CA, and a gateway.json that is ready to run.",
            HelpName = "DIR",
        };
        var dev = new Command(
            "dev",
            """
            Makes a throw-away PKI of both sides, signed trust lists, CRLs, endorsed keys and a keys file, for
            development and the demo. Never for production: every private key lies beside its certificate. INDEX.md says
            what is what.

            Examples:
              gateway certs dev --out certs-dev/out
              gateway certs dev --perf certs-dev/perf
            """)
        {
            folder, perf,
        };
        dev.Validators.Add(result =>
        {
            if (result.GetValue(folder) is null == result.GetValue(perf) is null)
            {
                result.AddError("say either --out DIR or --perf DIR");
            }
        });
        dev.SetAction((parsed, _) => MakeAsync(
            parsed.GetValue(folder), parsed.GetValue(perf), GatewayCommand.LanguageOf(parsed)));
        return new Command("certs", "Makes certificates for development.") { dev };
    }

    private static async Task<int> MakeAsync(string? folder, string? perf, Language language)
    {
        try
        {
            var now = TimeProvider.System.GetUtcNow();
            var made = folder is not null
                ? DevPki.Create(new DirectoryInfo(folder), now).Index
                : DevPerf.Create(new DirectoryInfo(perf!), now).Named("bench/gateway.json");
            await Console.Error.WriteLineAsync(Said.Made(made).In(language));
            return ExitCode.Yes;
        }
        catch (IOException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Fault;
        }
    }
}
