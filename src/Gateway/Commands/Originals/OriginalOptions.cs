using System.CommandLine;

namespace Gateway.Commands.Originals;

/// <summary>The options of <c>trace</c> that open what came, and of its two subcommands.</summary>
internal sealed class OriginalOptions
{
    private readonly Option<bool> _original = new("--original")
    {
        Description = "Opens what came at that place, where the category says 'commit: originals': with the request "
            + "and the replies of both custodians.",
    };

    private readonly Option<string?> _request = new("--request")
    {
        Description = "The request file that the custodians answered.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _share = new("--share")
    {
        Description = "The reply of a custodian, as 'gateway trace share' writes it. Wanted twice.",
        HelpName = "FILE",
    };

    internal void AddTo(Command command)
    {
        command.Options.Add(_original);
        command.Options.Add(_request);
        command.Options.Add(_share);
    }

    /// <summary>Null: nothing is to be opened.</summary>
    internal OriginalFiles? Files(ParseResult parsed) =>
        parsed.GetValue(_original)
            ? new OriginalFiles(parsed.GetValue(_request), parsed.GetValue(_share) ?? [])
            : null;

    internal static Option<string> Required(string name, string description, string helpName = "FILE") =>
        new(name) { Description = description, Required = true, HelpName = helpName };
}

/// <summary>The files of an opening, as the command line names them.</summary>
internal sealed record OriginalFiles(string? Request, IReadOnlyList<string> Shares)
{
    private const int MaxSize = 256 * 1024;

    /// <summary>Null where not all are named, or one is not there, or is none by its length.</summary>
    internal (byte[] Request, IReadOnlyList<byte[]> Replies)? Read()
    {
        if (Request is not { } request || Shares.Count != 2)
        {
            return null;
        }

        string[] files = [request, .. Shares];
        return files.All(file => File.Exists(file) && new FileInfo(file).Length <= MaxSize)
            ? (File.ReadAllBytes(request), [.. Shares.Select(File.ReadAllBytes)])
            : null;
    }
}
