using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;
using Gateway.Stamping;

namespace Gateway.Commands.Offline;

/// <summary>The options of a search, and the filter they make.</summary>
internal sealed class LedgerQuestion
{
    private const string Day = "yyyy-MM-dd";

    private readonly Option<Guid?> _transfer = TransferOption.Create("The transfer's id.");

    private readonly Option<string?> _party = Name("--party", "Exporter, recipient, caller or the one refused.");
    private readonly Option<string?> _route = Name("--route", "The route's id.");
    private readonly Option<string?> _category = Name("--category", "The category's id.");

    private readonly Option<string?> _code = new("--code")
    {
        Description = "The code of a refusal or hold.",
        HelpName = "CODE",
    };

    private readonly Option<EntryKind?> _decision = Kind(
        "--decision",
        "How it was decided: release, request, refusal or hold.",
        [.. EntryFilter.Decisions]);

    private readonly Option<EntryKind?> _kind = Kind(
        "--kind", "Any kind of entry, for example policy or recover.", Enum.GetValues<EntryKind>());

    private readonly Option<DateTimeOffset?> _since = Time("--since", "Entries of this time and later.");
    private readonly Option<DateTimeOffset?> _until = Time("--until", "Entries before this time.");

    internal void AddTo(Command command)
    {
        foreach (var option in new Option[]
        {
            _transfer, _party, _route, _category, _code, _decision, _kind, _since, _until,
        })
        {
            command.Options.Add(option);
        }
    }

    internal EntryFilter Filter(ParseResult parsed) => new()
    {
        Transfer = parsed.GetValue(_transfer),
        Party = parsed.GetValue(_party),
        Route = parsed.GetValue(_route),
        Category = parsed.GetValue(_category),
        Code = parsed.GetValue(_code),
        Decision = parsed.GetValue(_decision),
        Kind = parsed.GetValue(_kind),
        Since = parsed.GetValue(_since),
        Until = parsed.GetValue(_until),
    };

    private static Option<string?> Name(string name, string description) =>
        new(name) { Description = description, HelpName = "ID" };

    private static Option<EntryKind?> Kind(string name, string description, EntryKind[] kinds) => new(name)
    {
        Description = description,
        HelpName = "KIND",
        CustomParser = result => Parse(
            result,
            text => kinds.Where(kind => kind.Wire() == text).Select(kind => (EntryKind?)kind).FirstOrDefault(),
            $"{name} takes one of {string.Join(' ', kinds.Select(kind => kind.Wire()))}"),
    };

    private static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result => Parse(
            result,
            text => WireTime.TryParse(text, out var time) || DateTimeOffset.TryParseExact(
                text, Day, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time)
                ? time
                : (DateTimeOffset?)null,
            $"{name} takes a day, 2026-11-01, or a time in UTC, 2026-11-01T08:00:00Z"),
    };

    private static T? Parse<T>(ArgumentResult result, Func<string, T?> read, string fault)
        where T : struct
    {
        var value = read(result.Tokens[0].Value);
        if (value is null)
        {
            result.AddError(fault);
        }

        return value;
    }
}
