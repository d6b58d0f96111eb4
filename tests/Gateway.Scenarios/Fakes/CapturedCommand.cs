using Gateway.Commands;

namespace Gateway.Scenarios.Fakes;

/// <summary>
/// One command, run in this process, and what it printed. Standard output belongs to the whole process: a test that uses
/// this stands in the collection <see cref="StandardOutput"/>.
/// </summary>
internal sealed record CapturedCommand(int ExitCode, string Output, string Errors)
{
    internal static async Task<CapturedCommand> RunAsync(params string[] args)
    {
        var (output, errors) = (Console.Out, Console.Error);
        using var newOutput = new StringWriter { NewLine = "\n" };
        using var newErrors = new StringWriter { NewLine = "\n" };
        Console.SetOut(newOutput);
        Console.SetError(newErrors);
        try
        {
            var exitCode = await GatewayCommand.RunAsync(args);
            return new CapturedCommand(exitCode, newOutput.ToString(), newErrors.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}
