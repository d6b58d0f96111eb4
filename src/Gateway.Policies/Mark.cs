namespace Gateway.Policies;

/// <summary>
/// Where something stands in a file an operator wrote: file name relative to its folder, line and column
/// counted from 1 (0 = the file as a whole), and the path inside the document, for example
/// "categories[0].fields[3].path".
/// </summary>
public readonly record struct Mark(string File, int Line, int Column, string Path)
{
    /// <summary>A fault at this place; "$" is the document as a whole.</summary>
    public Fault Fault(string code, string message) =>
        new(File, Line, Column, Path.Length == 0 ? "$" : Path, code, message);
}

/// <summary>
/// Something wrong in what an operator wrote. Faults are gathered, never thrown one at a time.
/// Printed as "file:line:column: path: message"; the message says what to do next.
/// </summary>
/// <param name="File">File name, relative to the folder or file that was checked.</param>
/// <param name="Line">From 1; 0 = the file as a whole.</param>
/// <param name="Column">From 1; 0 = the whole line.</param>
/// <param name="Path">Place inside the document.</param>
/// <param name="Code">Stable lower-case name, for example "rule.covered".</param>
/// <param name="Message">Lower case, no full stop, names in 'quotes'.</param>
public sealed record Fault(string File, int Line, int Column, string Path, string Code, string Message)
{
    /// <summary>
    /// True where the daemon may still run: for example an unsigned bundle seen by an offline command.
    /// </summary>
    public bool IsWarning { get; init; }

    public override string ToString() => $"{File}:{Line}:{Column}: {Path}: {Message}";
}
