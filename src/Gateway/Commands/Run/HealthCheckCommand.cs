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

    private const string Usual = "http://127.0.0.1:8081/healthz";

    private static Titles NoAnswer(string url) => new(
        $"the probe listener does not answer at {url}", $"探测端口 {url} 没有应答", $"探測端口 {url} 沒有回應");

    private static Titles NoUrl(string url) => new(
        $"--url '{url}' is no http address: write for example {Usual}",
        $"--url “{url}”不是 http 地址：请写成例如 {Usual}",
        $"--url「{url}」並非 http 地址：請寫成例如 {Usual}");

    internal static Command Create()
    {
        var url = new Option<string>("--url")
        {
            Description = "What to ask, on the probe listener. Default: http://127.0.0.1:8081/healthz.",
            HelpName = "URL",
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
            parsed.GetValue(url) ?? Usual, GatewayCommand.LanguageOf(parsed), cancellationToken));
        return command;
    }

    private static async Task<int> AskAsync(string url, Language language, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var asked)
            || (asked.Scheme != Uri.UriSchemeHttp && asked.Scheme != Uri.UriSchemeHttps))
        {
            await Console.Error.WriteLineAsync(NoUrl(url).In(language));
            return ExitCode.Fault;
        }

        // The daemon itself is asked: no proxy of the environment, no redirection.
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { Timeout = Limit };
        try
        {
            using var answer = await client.GetAsync(
                asked, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await Console.Out.WriteLineAsync($"{(int)answer.StatusCode}");
            return answer.StatusCode == HttpStatusCode.OK ? ExitCode.Yes : ExitCode.Fault;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(NoAnswer(url).In(language));
            return ExitCode.Fault;
        }
    }
}
