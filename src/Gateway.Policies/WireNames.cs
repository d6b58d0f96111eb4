using Gateway.Policies.Catalogue;
using Gateway.Policies.Instruments;
using Gateway.Policies.Parties;
using Gateway.Policies.Purposes;
using Gateway.Policies.Routes;

namespace Gateway.Policies;

/// <summary>
/// Names of the closed lists as FORMATS.md spells them: the reader of bundles and the writers of statements
/// and entries use this one table, so that a name cannot differ between what was declared and what is signed.
/// </summary>
public static class WireNames
{
    public static WireTable<Zone> Zones { get; } = new((Zone.CN, "CN"), (Zone.HK, "HK"), (Zone.MO, "MO"));

    public static WireTable<PartyRole> PartyRoles { get; } = new(
        (PartyRole.Exporter, "exporter"), (PartyRole.Recipient, "recipient"), (PartyRole.Regulator, "regulator"));

    public static WireTable<OfficerRole> OfficerRoles { get; } = new(
        (OfficerRole.Reviewer, "reviewer"),
        (OfficerRole.Officer, "officer"),
        (OfficerRole.Custodian, "custodian"),
        (OfficerRole.Auditor, "auditor"),
        (OfficerRole.Operator, "operator"));

    public static WireTable<LawfulBasis> Bases { get; } = new(
        (LawfulBasis.Consent, "consent"),
        (LawfulBasis.Contract, "contract"),
        (LawfulBasis.Hr, "hr"),
        (LawfulBasis.Statutory, "statutory"),
        (LawfulBasis.Emergency, "emergency"),
        (LawfulBasis.Public, "public"),
        (LawfulBasis.Other, "other"));

    public static WireTable<Grade> Grades { get; } = new(
        (Grade.General, "general"), (Grade.Important, "important"), (Grade.Core, "core"));

    public static WireTable<ConsentKind> Consents { get; } = new(
        (ConsentKind.None, "none"),
        (ConsentKind.Separate, "separate"),
        (ConsentKind.Written, "written"),
        (ConsentKind.Guardian, "guardian"));

    public static WireTable<BodyFormat> BodyFormats { get; } = new(
        (BodyFormat.Json, "json"),
        (BodyFormat.Ndjson, "ndjson"),
        (BodyFormat.Csv, "csv"),
        (BodyFormat.Xml, "xml"),
        (BodyFormat.Fhir, "fhir"),
        (BodyFormat.Hl7v2, "hl7v2"),
        (BodyFormat.Form, "form"),
        (BodyFormat.Multipart, "multipart"),
        (BodyFormat.Opaque, "opaque"));

    public static WireTable<UnlistedRule> UnlistedRules { get; } = new(
        (UnlistedRule.Drop, "drop"), (UnlistedRule.Refuse, "refuse"));

    public static WireTable<FindingRule> FindingRules { get; } = new(
        (FindingRule.Refuse, "refuse"), (FindingRule.Mask, "mask"), (FindingRule.Hold, "hold"));

    public static WireTable<SignatureRule> SignatureRules { get; } = new(
        (SignatureRule.Refuse, "refuse"), (SignatureRule.Remove, "remove"));

    public static WireTable<CommitRule> CommitRules { get; } = new(
        (CommitRule.None, "none"), (CommitRule.Fields, "fields"), (CommitRule.Originals, "originals"));

    public static WireTable<SmallGroupRule> SmallGroupRules { get; } = new(
        (SmallGroupRule.Refuse, "refuse"),
        (SmallGroupRule.Suppress, "suppress"));

    public static WireTable<MismatchRule> MismatchRules { get; } = new(
        (MismatchRule.Refuse, "refuse"), (MismatchRule.Redact, "redact"));

    public static WireTable<Mechanism> Mechanisms { get; } = new(
        (Mechanism.Assess, "ASSESS"),
        (Mechanism.Scc, "SCC"),
        (Mechanism.Cert, "CERT"),
        (Mechanism.GbaHk, "GBA-HK"),
        (Mechanism.GbaMo, "GBA-MO"),
        (Mechanism.Ex3, "EX3"),
        (Mechanism.Ex4, "EX4"),
        (Mechanism.Ex51, "EX5.1"),
        (Mechanism.Ex52, "EX5.2"),
        (Mechanism.Ex53, "EX5.3"),
        (Mechanism.Ex54, "EX5.4"),
        (Mechanism.Ex6, "EX6"),
        (Mechanism.Duty, "DUTY"),
        (Mechanism.HkOut, "HKOUT"));

    public static WireTable<CallerSide> CallerSides { get; } = new(
        (CallerSide.North, "north"), (CallerSide.South, "south"));

    public static WireTable<RouteMode> RouteModes { get; } = new(
        (RouteMode.Transfer, "transfer"), (RouteMode.Verify, "verify"));

    public static WireTable<ParameterPlace> ParameterPlaces { get; } = new(
        (ParameterPlace.Path, "path"), (ParameterPlace.Query, "query"), (ParameterPlace.Header, "header"));

    public static WireTable<Leg> Legs { get; } = new((Leg.Request, "request"), (Leg.Response, "response"));

    public static WireTable<Direction> Directions { get; } = new(
        (Direction.NorthToSouth, "N2S"), (Direction.SouthToNorth, "S2N"));

    public static string Wire(this Zone value) => Zones.NameOf(value);

    public static string Wire(this PartyRole value) => PartyRoles.NameOf(value);

    public static string Wire(this OfficerRole value) => OfficerRoles.NameOf(value);

    public static string Wire(this LawfulBasis value) => Bases.NameOf(value);

    public static string Wire(this Grade value) => Grades.NameOf(value);

    public static string Wire(this ConsentKind value) => Consents.NameOf(value);

    public static string Wire(this BodyFormat value) => BodyFormats.NameOf(value);

    public static string Wire(this Mechanism value) => Mechanisms.NameOf(value);

    public static string Wire(this RouteMode value) => RouteModes.NameOf(value);

    public static string Wire(this ParameterPlace value) => ParameterPlaces.NameOf(value);

    public static string Wire(this Leg value) => Legs.NameOf(value);

    public static string Wire(this Direction value) => Directions.NameOf(value);
}
