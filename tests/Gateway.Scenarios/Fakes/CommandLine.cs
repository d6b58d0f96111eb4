using Gateway.Commands;

namespace Gateway.Scenarios.Fakes;

/// <summary>A command as a person types it, in this process: what it prints, and how it ends.</summary>
internal static class CommandLine
{
    /// <summary>Only for tests of the collection <see cref="StandardOutput"/>.</summary>
    internal static async Task<(int ExitCode, string Output)> RunAsync(params string[] args)
    {
        var before = Console.Out;
        using var output = new StringWriter { NewLine = "\n" };
        Console.SetOut(output);
        try
        {
            return (await GatewayCommand.RunAsync(args), output.ToString());
        }
        finally
        {
            Console.SetOut(before);
        }
    }
}

/// <summary>Standard output belongs to the whole process: these run when nothing else does.</summary>
[CollectionDefinition(nameof(StandardOutput), DisableParallelization = true)]
public sealed class StandardOutput;
