using System.Globalization;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.State;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Operations;

/// <summary>What an operator asks for. Everything that is not exactly one of these is refused.</summary>
/// <param name="Resource">Its name in <c>read</c> entries and in the log.</param>
internal abstract record OperatorQuestion(string Resource)
{
    private const string Version = "/v1/";
    private const string Transfers = Version + "transfers/";
    private const string LimitName = "limit=";
    private const int UsualLimit = 50;

    /// <summary>True where it only looks.</summary>
    internal virtual bool IsReading => true;

    /// <summary>GET /v1/status.</summary>
    internal sealed record Status() : OperatorQuestion("status");

    /// <summary>GET /v1/expiries.</summary>
    internal sealed record AllExpiries() : OperatorQuestion("expiries");

    /// <summary>GET /v1/refusals?limit=N.</summary>
    internal sealed record Refusals(int Limit) : OperatorQuestion("refusals");

    /// <summary>GET /v1/observed.</summary>
    internal sealed record Observed() : OperatorQuestion("observed");

    /// <summary>GET /v1/transfers/ID.</summary>
    internal sealed record Transfer(Guid Id) : OperatorQuestion($"transfers/{Id:D}");

    /// <summary>GET /.well-known/gateway-keys.</summary>
    internal sealed record Keys() : OperatorQuestion("gateway-keys")
    {
        // Public, and served to every party: nothing an operator learns by it.
        internal override bool IsReading => false;
    }

    /// <summary>POST /v1/reload.</summary>
    internal sealed record Reload() : OperatorQuestion("reload")
    {
        internal override bool IsReading => false;
    }

    /// <summary>POST /v1/seal.</summary>
    internal sealed record Seal() : OperatorQuestion("seal")
    {
        internal override bool IsReading => false;
    }

    internal static Outcome<OperatorQuestion> Read(Arrival arrival)
    {
        // Nothing here takes a body: one that is announced is not waited for.
        if (arrival.Context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false })
        {
            return new Refusal(RefusalCode.BodyUnexpected, "nothing at this listener takes a body");
        }

        var target = arrival.RawTarget;
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        return Read(arrival.Method, mark < 0 ? target : target[..mark], mark < 0 ? "" : target[(mark + 1)..]);
    }

    internal static Outcome<OperatorQuestion> Read(string method, string path, string query)
    {
        if (query.Length > 0 && path != Version + "refusals")
        {
            return new Refusal(RefusalCode.RouteParameter, "this path takes no query");
        }

        return (method, path) switch
        {
            ("GET", Version + "status") => new Status(),
            ("GET", Version + "expiries") => new AllExpiries(),
            ("GET", Version + "refusals") => ReadLimit(query),
            ("GET", Version + "observed") => new Observed(),
            ("GET", PublishedKeys.Path) => new Keys(),
            ("GET", _) when path.StartsWith(Transfers, StringComparison.Ordinal) => ReadId(path[Transfers.Length..]),
            ("POST", Version + "reload") => new Reload(),
            ("POST", Version + "seal") => new Seal(),
            _ => new Refusal(RefusalCode.RouteUnknown, "the operator listener has no such path and method"),
        };
    }

    private static Outcome<OperatorQuestion> ReadLimit(string query)
    {
        if (query.Length == 0)
        {
            return new Refusals(UsualLimit);
        }

        return query.StartsWith(LimitName, StringComparison.Ordinal)
            && int.TryParse(
                query.AsSpan(LimitName.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit is >= 1 and <= RecentRefusals.Capacity
                ? new Refusals(limit)
                : new Refusal(
                    RefusalCode.RouteParameter,
                    string.Create(
                        CultureInfo.InvariantCulture, $"the query is limit=N, from 1 to {RecentRefusals.Capacity}"));
    }

    private static Outcome<OperatorQuestion> ReadId(string id) => Guid.TryParseExact(id, "D", out var transfer)
        ? new Transfer(transfer)
        : new Refusal(RefusalCode.RouteParameter, "a transfer is named by its id, for example 019aa9c0-…");
}
