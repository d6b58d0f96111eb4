using System.Net;
using System.Text.Json;
using Gateway.Commands.Dev;

namespace Gateway.Scenarios.Fakes;

/// <summary>Regulators and auditors with different scopes, added to the scenario bundle, and how they ask.</summary>
internal static class Readers
{
    internal const string Everything = "regulator-gd";
    internal const string Mainland = "police-jm";
    internal const string HongKong = "regulator-hk";
    internal const string OneBank = "civil-zs";
    internal const string OneCategory = "university-zh";
    internal const string HospitalOnly = "assessor-hk";
    internal const string NoScope = "transport-hz";
    internal const string Auditor = "officer.wang-fang";
    internal const string AuditorOfNothing = "officer.zhou-min";

    private static readonly (string Party, string? Scope)[] Regulators =
    [
        (Everything, "{ zones: [CN, HK, MO], parties: [\"*\"], categories: [\"*\"] }"),
        (Mainland, "{ parties: [\"*\"], categories: [\"*\"] }"),
        (HongKong, "{ zones: [HK], parties: [\"*\"], categories: [\"*\"] }"),
        (OneBank, "{ zones: [CN], parties: [bank-gz], categories: [\"*\"] }"),
        (OneCategory, "{ zones: [CN], parties: [\"*\"], categories: [T.summary] }"),

        // It names a party of another zone, and not that zone: what left there is not opened by it.
        (HospitalOnly, "{ zones: [HK], parties: [hospital-gz], categories: [\"*\"] }"),
        (NoScope, null),
    ];

    /// <summary>The listener beside those of every boundary.</summary>
    internal static object Listener { get; } = new
    {
        Address = "127.0.0.1:0",
        Certificate = DevAssets.Pki.Certificate("gateway-gz.server"),
        Key = DevAssets.Pki.Key("gateway-gz.server"),
    };

    internal static Task<Boundary> OpenAsync(
        Func<string, string>? bundle = null,
        IReadOnlyDictionary<string, string>? settings = null,
        TimeProvider? time = null) => Boundary.OpenAsync(
            text => WithReaders((bundle ?? (same => same))(text)),
            settings,
            time,
            new Dictionary<string, object> { ["audit"] = Listener });

    internal static string WithReaders(string text) => text
        .Replace("officers:\n", $"{string.Concat(Regulators.Select(Party))}\nofficers:\n{Officers}", StringComparison.Ordinal)
        .Replace("roles: [operator]\n  - id: chan", "roles: [operator, auditor]\n  - id: chan", StringComparison.Ordinal);

    /// <summary>A client at the audit door.</summary>
    internal static HttpClient Reader(this Boundary boundary, string who) =>
        boundary.Client("audit", DevAssets.Certificate(who.StartsWith("officer.", StringComparison.Ordinal) ? who : who + ".client"));

    internal static async Task<CallersAnswer> ReadAsync(
        this Boundary boundary, string who, string path, params (string Name, string Value)[] fields) =>
        await boundary.Reader(who).AskAsync(HttpMethod.Get, path, null, fields);

    internal static async Task<IReadOnlyList<JsonElement>> ListAsync(this Boundary boundary, string who, string query = "")
    {
        var answer = await boundary.ReadAsync(who, "/v1/transfers" + query);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return [.. answer.Problem.GetProperty("transfers").EnumerateArray()];
    }

    /// <summary>A transfer's story once it has ended and its end is published.</summary>
    internal static async Task<JsonElement> StoryAsync(this Boundary boundary, string who, string transfer)
    {
        for (var i = 0; ; i++)
        {
            var answer = await boundary.ReadAsync(who, $"/v1/transfers/{transfer}");
            if (i == 400 || (answer.Code is null && answer.Problem.GetProperty("ending").GetString() != "unfinished"))
            {
                return answer.Problem;
            }

            await Task.Delay(25);
        }
    }

    /// <summary>Waits until so many decisions are published: an answer comes before its entry is.</summary>
    internal static async Task PublishedAsync(this Boundary boundary, int decisions)
    {
        for (var i = 0; i < 400 && (await boundary.ListAsync(Everything, "?limit=1000")).Count < decisions; i++)
        {
            await Task.Delay(25);
        }
    }

    private static string Officers =>
        """
          - id: wang-fang
            name: { en: Wang Fang, zh-Hans: 王芳, zh-Hant: 王芳 }
            certificates: [ { entry: gd-person-1, match: { serialNumber: OFFICER-0002 } } ]
            roles: [auditor]
            scope: { zones: [CN], parties: ["*"], categories: ["*"] }

        """;

    private static string Party((string Id, string? Scope) reader)
    {
        var party = DevParties.All.Single(party => party.Id == reader.Id);
        var scope = reader.Scope is null ? "" : $"    scope: {reader.Scope}\n";
        return $$"""
              - id: {{party.Id}}
                zone: {{party.Zone}}
                name: { en: "{{party.Name.En}}", zh-Hans: {{party.Name.ZhHans}}, zh-Hant: {{party.Name.ZhHant}} }
                registration: "{{party.Registration}}"
                city: "{{party.City}}"
                roles: [regulator]
                certificates:
                  - { entry: {{DevParties.Entry(party.Zone, DevEntryKind.Organisation)}}, match: { organizationIdentifier: "{{party.Registration}}" } }

            """ + scope;
    }
}
