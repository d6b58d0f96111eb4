namespace Gateway.Commands;

/// <summary>What a command's exit code says (DESIGN.md 8).</summary>
internal static class ExitCode
{
    /// <summary>Yes: valid, crossed, done.</summary>
    internal const int Yes = 0;

    /// <summary>A fault, or the command was used wrongly.</summary>
    internal const int Fault = 1;

    /// <summary>Refused, or not valid.</summary>
    internal const int No = 3;
}
