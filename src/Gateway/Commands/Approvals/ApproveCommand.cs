using System.CommandLine;
using Gateway.Settings;
using Gateway.Stamping;

namespace Gateway.Commands.Approvals;

/// <summary><c>ledger approve</c>, <c>reveal approve</c>: an officer's signature over a request's bytes.</summary>
internal static class ApproveCommand
{
    /// <summary>Needs no configuration.</summary>
    /// <param name="description">The command's help.</param>
    /// <param name="isRequest">What is not one of the requests at hand is not signed.</param>
    /// <param name="refusal">What is said then.</param>
    internal static Command Create(
        string description, Func<ReadOnlyMemory<byte>, bool> isRequest, ApprovalRefusal refusal)
    {
        var request = FileOption("--request", "The request file to sign.");
        var certificate = FileOption("--certificate", "The officer's certificate, PEM.");
        var key = FileOption("--key", "Its private key, PEM, mode 0600.");
        var output = FileOption("--out", "Where the approval is written.");
        var command = new Command("approve", description)
        {
            request, certificate, key, output,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var bytes = await File.ReadAllBytesAsync(parsed.GetRequiredValue(request), cancellationToken);
                if (!isRequest(bytes))
                {
                    return await ApprovalCommands.RefuseAsync(refusal, GatewayCommand.LanguageOf(parsed));
                }

                using var officer = CertificateFiles.LoadWithKey(
                    parsed.GetRequiredValue(certificate), parsed.GetRequiredValue(key));
                var signature = CadesSignature.Sign(officer, bytes, TimeProvider.System.GetUtcNow());
                await File.WriteAllBytesAsync(parsed.GetRequiredValue(output), signature, cancellationToken);
                return ExitCode.Yes;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or SettingsFileException)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return ExitCode.Fault;
            }
        });
        return command;
    }

    private static Option<string> FileOption(string name, string description) =>
        new(name) { Description = description, Required = true, HelpName = "FILE" };
}
