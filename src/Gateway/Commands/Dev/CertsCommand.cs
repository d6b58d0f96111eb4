using System.CommandLine;
using Gateway.Commands.Words;

namespace Gateway.Commands.Dev;

/// <summary><c>gateway certs dev</c>: a throw-away PKI, lists and keys.</summary>
internal static class CertsCommand
{
    internal static Command Create()
    {
        var folder = new Option<string>("--out")
        {
            Description = "A folder that is empty or absent.",
            Required = true,
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
            """)
        {
            folder,
        };
        dev.SetAction(async (parsed, _) =>
        {
            try
            {
                var layout = DevPki.Create(
                    new DirectoryInfo(parsed.GetRequiredValue(folder)), TimeProvider.System.GetUtcNow());
                await Console.Error.WriteLineAsync(
                    Said.Made(layout.Index).In(parsed.GetValue(GatewayCommand.LanguageOption)));
                return ExitCode.Yes;
            }
            catch (IOException e)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return ExitCode.Fault;
            }
        });
        return new Command("certs", "Makes certificates for development.") { dev };
    }
}
