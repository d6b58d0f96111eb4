using System.CommandLine;
using Gateway.Policies;
using Gateway.Settings;
using Gateway.Stamping;

namespace Gateway.Commands.Reveal;

/// <summary><c>gateway reveal request|approve</c>: what officers sign, and their signature. Neither has a key.</summary>
internal static class RevealRequestCommands
{
    internal static Command CreateRequest()
    {
        var reason = RevealOptions.Required(
            "--reason",
            "Why: the officers read it. It is not recorded, only its digest within the request.",
            "TEXT");
        var (category, path, tokens) = (RevealOptions.Category(), RevealOptions.Path(), RevealOptions.Tokens());
        var command = new Command(
            "request",
            """
            Writes a request to reveal tokens to stdout: which field, how many, their digest, why and when. It holds no
            token, and is good for 24 hours.

            Examples:
              gateway reveal request --category BK.cdd --path '$.customers[*].idNumber' --reason case-17 <tokens >r.json
            """)
        {
            category, path, reason, tokens,
        };
        command.SetAction((parsed, cancellationToken) => WriteAsync(
            parsed.GetRequiredValue(category),
            parsed.GetRequiredValue(path),
            parsed.GetRequiredValue(reason),
            parsed.GetValue(tokens),
            cancellationToken));
        return command;
    }

    internal static Command CreateApprove()
    {
        var request = RevealOptions.Required("--request", "The request file to sign.");
        var certificate = RevealOptions.Required("--certificate", "The officer's certificate, PEM.");
        var key = RevealOptions.Required("--key", "Its private key, PEM, mode 0600.");
        var output = RevealOptions.Required("--out", "Where the approval is written.");
        var command = new Command(
            "approve",
            """
            Signs a request as an officer: CMS, detached, over its exact bytes. Read it first.

            Examples:
              gateway reveal approve --request r.json --certificate li-wei.crt --key li-wei.key --out li-wei.p7s
            """)
        {
            request, certificate, key, output,
        };
        command.SetAction((parsed, cancellationToken) => SignAsync(
            parsed.GetRequiredValue(request),
            parsed.GetRequiredValue(certificate),
            parsed.GetRequiredValue(key),
            parsed.GetRequiredValue(output),
            GatewayCommand.LanguageOf(parsed),
            cancellationToken));
        return command;
    }

    private static async Task<int> WriteAsync(
        string category, string path, string reason, string? file, CancellationToken cancellationToken)
    {
        try
        {
            var tokens = await RevealTokens.ReadAsync(file, cancellationToken);
            var request = new RevealRequest(
                category, path, tokens.Lines.Count, tokens.Sha256, reason, TimeProvider.System.GetUtcNow());
            await Console.Out.WriteLineAsync(request.ToString());
            return ExitCode.Yes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Fault;
        }
    }

    private static async Task<int> SignAsync(
        string request,
        string certificate,
        string key,
        string output,
        Language language,
        CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(request, cancellationToken);
            if (RevealRequest.Parse(bytes) is null)
            {
                await Console.Error.WriteLineAsync(
                    $"{RevealReason.Request.Code}: {RevealReason.Request.Words.In(language)}");
                return ExitCode.No;
            }

            using var officer = CertificateFiles.LoadWithKey(certificate, key);
            var signature = CadesSignature.Sign(officer, bytes, TimeProvider.System.GetUtcNow());
            await File.WriteAllBytesAsync(output, signature, cancellationToken);
            return ExitCode.Yes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SettingsFileException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Fault;
        }
    }
}
