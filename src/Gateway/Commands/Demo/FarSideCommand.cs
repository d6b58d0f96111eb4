using System.CommandLine;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Gateway.Commands.Dev;
using Gateway.Policies;
using Gateway.Settings;
using Gateway.Stamping;

namespace Gateway.Commands.Demo;

/// <summary>
/// <c>gateway demo far-side</c>: one far side alone, for a first transfer of one's own before the real one is there.
/// </summary>
internal static class FarSideCommand
{
    private static readonly Titles Listening = new("listening at ", "监听地址：", "監聽地址：");

    private static readonly Titles CannotListen = new(
        "the far side cannot begin: ", "模拟对方无法启动：", "模擬對方無法啟動：");

    internal static Command Create()
    {
        var certificates = Needed<string>("--certs", "DIR", "Folder that 'certs dev' made.");
        var party = Needed<string>("--party", "ID", "Whose server it is, for example bank-hk.");
        var port = Needed<int>("--port", "N", "Port on 127.0.0.1; 0 takes a free one.");
        var answer = Needed<string>("--answer", "FILE", "JSON file that it answers with, whatever it is asked.");
        var command = new Command(
            "far-side",
            """
            Stands in for the system on the other side of the boundary, with throw-away keys on loopback: takes nobody
            but the gateway, and prints every request exactly as it crossed. Runs until SIGTERM.

            Examples:
              gateway demo far-side --certs certs-dev/out --party bank-hk --port 9543 --answer ack.json
            """)
        {
            certificates, party, port, answer,
        };
        command.SetAction((parsed, cancellationToken) => RunUntilToldAsync(
            new FarSideOrder(
                parsed.GetRequiredValue(certificates),
                parsed.GetRequiredValue(party),
                parsed.GetRequiredValue(port),
                parsed.GetRequiredValue(answer)),
            GatewayCommand.LanguageOf(parsed),
            cancellationToken));
        return command;
    }

    private static Option<T> Needed<T>(string name, string value, string description) =>
        new(name) { Description = description, Required = true, HelpName = value };

    // A server takes SIGTERM for its own; nobody but this method would end the process then.
    private static async Task<int> RunUntilToldAsync(
        FarSideOrder order, Language language, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            end.Cancel();
        });
        return await RunAsync(order, language, Console.Out, end.Token);
    }

    internal static async Task<int> RunAsync(
        FarSideOrder order, Language language, TextWriter output, CancellationToken cancellationToken)
    {
        try
        {
            var layout = new DevLayout(new DirectoryInfo(order.Certificates));
            var answer = new FarAnswer(
                StatusCodes.Status200OK,
                DemoDocuments.Json,
                await File.ReadAllBytesAsync(order.AnswerFile, cancellationToken));
            var name = $"{order.Party}.server";
            using var server = CertificateFiles.LoadWithKey(layout.Certificate(name), layout.Key(name));
            using var gateway = CertificateFiles.Load(layout.Certificate("gateway-gz.client"));
            await using var side = await FarSide.StartAsync(
                server, gateway, _ => answer, cancellationToken, order.Port, request => Print(request, output));
            await output.WriteLineAsync(Listening.In(language) + side.Address);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Yes;
        }
        catch (Exception e) when (
            e is IOException or UnauthorizedAccessException or SocketException or SettingsFileException)
        {
            await Console.Error.WriteLineAsync(CannotListen.In(language) + e.Message);
        }

        return ExitCode.Fault;
    }

    // To the one who stands in for the recipient: what crossed was meant for this side.
    private static void Print(ReceivedRequest request, TextWriter output)
    {
        var text = MessageHeadText.Write(request.Head, null) + '\n' + Encoding.UTF8.GetString(request.Body) + '\n';
        output.Write(text);
    }
}

/// <summary>What a far side alone is started with.</summary>
internal sealed record FarSideOrder(string Certificates, string Party, int Port, string AnswerFile);
