using System.CommandLine;
using System.CommandLine.Invocation;

namespace Gateway.Commands;

/// <summary>
/// A command's action, with a file or folder that this user may not read told in one line, exit 1: the library shows a
/// stack trace for it. Whatever else goes wrong is the library's to show.
/// </summary>
internal sealed class UnreadableFileAction(CommandLineAction action) : AsynchronousCommandLineAction
{
    /// <summary>Puts one around the action of a command and of all below it.</summary>
    internal static void Surround(Command command)
    {
        if (command.Action is { } action)
        {
            command.Action = new UnreadableFileAction(action);
        }

        foreach (var inner in command.Subcommands)
        {
            Surround(inner);
        }
    }

    public override async Task<int> InvokeAsync(
        ParseResult parseResult, CancellationToken cancellationToken = default)
    {
        try
        {
            return action is AsynchronousCommandLineAction waits
                ? await waits.InvokeAsync(parseResult, cancellationToken)
                : ((SynchronousCommandLineAction)action).Invoke(parseResult);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Fault;
        }
    }
}
