using System.CommandLine;
using Gateway.Commands.Approvals;

namespace Gateway.Commands.Reveal;

/// <summary><c>gateway reveal request|approve</c>: what officers sign, and what they sign it with.</summary>
internal static class RevealRequestCommands
{
    internal static Command CreateRequest()
    {
        var reason = ApprovalCommands.ReasonOption();
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

    internal static Command CreateApprove() => ApproveCommand.Create(
        """
        Signs a request as an officer: CMS, detached, over its exact bytes. Read it first.

        Examples:
          gateway reveal approve --request r.json --certificate li-wei.crt --key li-wei.key --out li-wei.p7s
        """,
        bytes => RevealRequest.Parse(bytes) is not null,
        RevealRefusal.Request);

    private static async Task<int> WriteAsync(
        string category, string path, string reason, string? file, CancellationToken cancellationToken)
    {
        try
        {
            var tokens = await RevealTokens.ReadAsync(file, cancellationToken);
            var frame = RequestFrame.Of(reason, TimeProvider.System);
            var request = new RevealRequest(category, path, tokens.Lines.Count, tokens.Sha256, frame);
            await Console.Out.WriteLineAsync(request.ToString());
            return ExitCode.Yes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Fault;
        }
    }
}
