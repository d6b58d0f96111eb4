using System.CommandLine;
using Gateway.Audit;

namespace Gateway.Commands.Offline;

/// <summary>The options of <c>trace</c> that name one value of one release.</summary>
internal sealed class FieldTraceOptions
{
    private readonly Option<Guid?> _transfer = TransferOption.Create(
        "The transfer whose release committed to its values; with --path, in place of --document.");

    private readonly Option<string?> _path = new("--path")
    {
        Description = "The value's place in the body as it came, for example $.customers[0].name.",
        HelpName = "PATH",
    };

    private readonly Option<string> _leg = new("--leg")
    {
        Description = "Which leg: request or response.",
        HelpName = "LEG",
        DefaultValueFactory = _ => "request",
    };

    private readonly Option<string?> _value = new("--value")
    {
        Description = "A file with a value's JSON text, quotes included: says whether it is what came, or what left.",
        HelpName = "FILE",
    };

    internal void AddTo(Command command)
    {
        _leg.AcceptOnlyFromAmong("request", "response");
        command.Options.Add(_transfer);
        command.Options.Add(_path);
        command.Options.Add(_leg);
        command.Options.Add(_value);
    }

    /// <summary>Null where no value is named, or only half of its name.</summary>
    internal FieldQuestion? Question(ParseResult parsed) =>
        parsed.GetValue(_transfer) is { } id && parsed.GetValue(_path) is { } path
            ? new FieldQuestion(id, parsed.GetValue(_leg)!, path)
            : null;

    /// <summary>File with a value to compare.</summary>
    internal string? Value(ParseResult parsed) => parsed.GetValue(_value);
}
