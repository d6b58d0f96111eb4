using System.Globalization;
using Gateway.Closing;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Seals;
using Gateway.Ledger.Tree;
using Gateway.Policies;
using Gateway.Stamping;
using Gateway.Witnessing;

namespace Gateway.Audit.Desk;

/// <summary>The paths and parameters of the audit listener; openapi-v1.json beside this file describes them.</summary>
internal static class AuditQuestionReading
{
    internal const string DescriptionPath = "/openapi/v1.json";

    private const string Version = "/v1/";
    private const int UsualLimit = 100;
    private const int MostListed = 1000;
    private const int MostSampled = 1000;

    /// <param name="lastEventId">The header by which a stream is taken up again; null where it was not sent.</param>
    internal static Outcome<AuditQuestion> Read(string method, string target, string? lastEventId)
    {
        if (method != HttpMethods.Get)
        {
            return Unknown;
        }

        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? target : target[..mark];
        if (!QueryValues.Read(mark < 0 ? "" : target[(mark + 1)..]).TryPass(out var query, out var turnBack))
        {
            return turnBack;
        }

        var outcome = path.StartsWith(Version, StringComparison.Ordinal)
            ? ReadVersion(path[Version.Length..], query, lastEventId)
            : ReadTree(path);
        return outcome.TryPass(out var question, out turnBack)
            ? query.Refuse() is { } wrong ? wrong : question
            : turnBack;
    }

    private static Refusal Unknown => new(RefusalCode.RouteUnknown, "the audit listener has no such path and method");

    private static Outcome<AuditQuestion> ReadVersion(string path, QueryValues query, string? lastEventId) =>
        path.Split('/') switch
        {
            ["transfers"] => new AuditQuestion.Transfers(
                Filter(query), query.Value("cursor", Cursor), query.Value("limit", Up(MostListed)) ?? UsualLimit),
            ["transfers", var id] => Of(id, transfer => new AuditQuestion.Transfer(transfer)),
            ["transfers", var id, "evidence"] => Of(id, transfer => new AuditQuestion.Evidence(transfer)),
            ["transfers", var id, "proof"] => Of(
                id, transfer => new AuditQuestion.Proof(transfer, query.Value("entry", Cursor))),
            ["sample"] => query.Value("n", Up(MostSampled)) is { } count
                ? new AuditQuestion.Sample(count, query.Take("seed", Name), query.Value("tree", Cursor))
                : new Refusal(RefusalCode.RouteParameter, "a sample is n=N entries, from 1 to 1000"),
            ["summary"] => new AuditQuestion.Summary(),
            ["reports", var period] => ReportPeriod.TryParse(period, out var parsed)
                ? new AuditQuestion.Report(parsed, query.Value("lang", LanguageOf))
                : new Refusal(RefusalCode.RouteParameter, "a period is YYYY, YYYY-Q1 to YYYY-Q4, or YYYY-MM"),
            ["stream"] => ReadStream(query, lastEventId),
            _ => Unknown,
        };

    // The header is what a browser sends when it connects again: it knows better than the address it was given first.
    private static Outcome<AuditQuestion> ReadStream(QueryValues query, string? lastEventId)
    {
        var asked = query.Value("cursor", Cursor);
        if (string.IsNullOrEmpty(lastEventId))
        {
            return new AuditQuestion.Stream(asked);
        }

        return LedgerCursor.TryParse(lastEventId, out var last)
            ? new AuditQuestion.Stream(last)
            : new Refusal(RefusalCode.RouteHeader, "Last-Event-ID is the id of an event, YYYY:index");
    }

    private static Outcome<AuditQuestion> ReadTree(string path)
    {
        switch (path.Split('/', 4))
        {
            case ["", "openapi", "v1.json"]:
                return new AuditQuestion.Description();
            case ["", LogList.FileName or LogList.SignatureName]:
                return new AuditQuestion.Logs(path[1..]);
            case ["", ".well-known", "gateway-keys"]:
                return new AuditQuestion.Keys();
            case ["", var year, ShardFolder.CheckpointName or ShardFolder.VkeyName] when Year(year) is { } known:
                return new AuditQuestion.Head(known, path[6..]);
            case ["", var year, CosignFolder.Name, var file] when Year(year) is { } known && CosignFolder.IsName(file):
                return new AuditQuestion.Cosigned(known, file);
            case ["", var year, "seals", var file] when Year(year) is { } known && IsSeal(file):
                return new AuditQuestion.Seal(known, file);
            case ["", var year, "tile", var rest] when Year(year) is { } known:
                var slash = rest.IndexOf('/', StringComparison.Ordinal);
                return slash > 0 && TilePath.TryParse(
                    rest[..slash], rest[(slash + 1)..], out var level, out var index, out var width)
                        ? new AuditQuestion.Tile(known, level, index, width)
                        : Unknown;
            default:
                return Unknown;
        }
    }

    private static AuditFilter Filter(QueryValues query) => new(
        query.Value("since", Time),
        query.Value("until", Time),
        query.Take("direction", text => text is "N2S" or "S2N" ? text : null),
        query.Take("party", Name),
        query.Take("category", Name),
        query.Take("purpose", Name),
        query.Take("instrument", Name),
        query.Value("decision", Decision),
        query.Take("code", text => RefusalCode.TryParse(text, out var code) ? code.Wire : null));

    private static Outcome<AuditQuestion> Of(string id, Func<Guid, AuditQuestion> ask) =>
        Guid.TryParseExact(id, "D", out var transfer)
            ? ask(transfer)
            : new Refusal(RefusalCode.RouteParameter, "a transfer is named by its id, for example 019aa9c0-…");

    private static LedgerCursor? Cursor(string text) => LedgerCursor.TryParse(text, out var cursor) ? cursor : null;

    private static Func<string, int?> Up(int most) => text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= 1 && number <= most
            ? number
            : null;

    private static DateTimeOffset? Time(string text) =>
        WireTime.TryParse(text, out var time)
        || DateTimeOffset.TryParseExact(
            text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time)
            ? time
            : null;

    private static EntryKind? Decision(string text) =>
        EntryFilter.Decisions.Where(kind => kind.Wire() == text).Select(kind => (EntryKind?)kind).FirstOrDefault();

    // As the bundle declares names: letters, digits and three marks.
    private static string? Name(string text) =>
        text.Length <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') ? text : null;

    private static Language? LanguageOf(string tag) =>
        Enum.GetValues<Language>().Where(language => LanguageChoice.TagOf(language) == tag)
            .Select(language => (Language?)language).FirstOrDefault();

    private static int? Year(string text) =>
        text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            ? year
            : null;

    private static bool IsSeal(string file)
    {
        var dot = file.IndexOf('.', StringComparison.Ordinal);
        return dot is > 0 and <= 19 && file[..dot].All(char.IsAsciiDigit) && file[dot..] is ".p7s" or ".checkpoint";
    }
}
