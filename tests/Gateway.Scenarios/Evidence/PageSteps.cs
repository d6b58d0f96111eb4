using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Gateway.Scenarios.Evidence;

/// <summary>The lines that a page of docs/formats tells a person to type, to the letter, run by bash in a folder.</summary>
internal static class PageSteps
{
    /// <summary>The exit code.</summary>
    /// <param name="page">Below docs/formats.</param>
    /// <param name="steps">Its first group is what to run.</param>
    internal static int Run(string page, Regex steps, Scratch scratch)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Gateway.sln")))
        {
            root = root.Parent;
        }

        var text = File.ReadAllText(Path.Combine(root.FullName, "docs", "formats", page));
        File.WriteAllText(scratch.At("steps.sh"), steps.Match(text).Groups[1].Value);
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-eu", "-o", "pipefail", scratch.At("steps.sh")])
        {
            WorkingDirectory = scratch.Folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        bash.StandardError.ReadToEnd();
        bash.WaitForExit();
        return bash.ExitCode;
    }
}
