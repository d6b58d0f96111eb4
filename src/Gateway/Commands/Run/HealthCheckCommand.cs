using System.CommandLine;
using System.Net;
using Gateway.Policies;

namespace Gateway.Commands.Run;

/// <summary>
/// <c>gateway healthcheck</c>: asks the probe listener, for a container that has neither a shell nor curl. Exit 0 or 1,
/// as Docker wants it.
/// </summary>
internal static class HealthCheckCommand
{
    // Docker's own limit is 3 s: whoever asks by hand should not wait longer either.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    private static readonly Titles NoAnswer = new(
        "the probe listener does not answer", "探测端口没有应答", "探測端口沒有回應");

    internal static Command Create()
    {
        var url = new Option<string>("--url")
        {
            Description = "What to ask, on the probe listener. Default: http://127.0.0.1:8081/healthz.",
            HelpName = "URL",
            DefaultValueFactory = _ => "http://127.0.0.1:8081/healthz",
        };
        var command = new Command(
            "healthcheck",
            """
            Asks the probe listener whether the daemon answers: exit 0 if it says 200, else 1. /readyz instead of
            /healthz asks whether a transfer could cross now.

            Examples:
              gateway healthcheck
              gateway healthcheck --url http://127.0.0.1:8081/readyz
            """)
        {
            url,
        };
        command.SetAction((parsed, cancellationToken) => AskAsync(
            parsed.GetRequiredValue(url), GatewayCommand.LanguageOf(parsed), cancellationToken));
        return command;
    }

    private static async Task<int> AskAsync(string url, Language language, CancellationToken cancellationToken)
    {
        // The daemon itself is asked: no proxy of the environment, no redirection.
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { Timeout = Limit };
        try
        {
            using var answer = await client.GetAsync(
                new Uri(url), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await Console.Out.WriteLineAsync($"{(int)answer.StatusCode}");
            return answer.StatusCode == HttpStatusCode.OK ? ExitCode.Yes : ExitCode.Fault;
        }
        catch (Exception e) when (
            e is HttpRequestException or OperationCanceledException or NotSupportedException or UriFormatException)
        {
            await Console.Error.WriteLineAsync(NoAnswer.In(language));
            return ExitCode.Fault;
        }
    }
}
