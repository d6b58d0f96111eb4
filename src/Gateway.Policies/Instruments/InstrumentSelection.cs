using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Parties;
using Gateway.Policies.Routes;

namespace Gateway.Policies.Instruments;

/// <summary>Room 4's decision: may this leg cross at all, and under which instrument?</summary>
public static class InstrumentSelection
{
    /// <summary>
    /// The first valid instrument in file order; when there is none, the code of the one that came furthest, in
    /// the order of <see cref="InstrumentVerdict"/>; of two that came equally far, the first.
    /// </summary>
    /// <exception cref="ArgumentException">The leg carries nothing: there is nothing to decide.</exception>
    public static Outcome<Permission> Decide(PolicyBundle bundle, RouteDefinition route, Leg leg, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(route);
        var cargo = route.CargoOf(leg) ?? throw new ArgumentException("the leg carries nothing", nameof(leg));

        if (!bundle.Categories.TryGetValue(cargo.Category, out var category))
        {
            return new Refusal(RefusalCode.CategoryUnknown, new Titles(
                $"no category '{cargo.Category}' is in the catalogue",
                $"目录内没有数据类别 '{cargo.Category}'",
                $"目錄內沒有數據類別 '{cargo.Category}'"));
        }

        if (!bundle.Purposes.TryGetValue(cargo.Purpose, out var purpose))
        {
            return new Refusal(RefusalCode.PurposeNotCovered, new Titles(
                $"no purpose '{cargo.Purpose}' is declared",
                $"处理目的 '{cargo.Purpose}' 未经声明",
                $"使用目的 '{cargo.Purpose}' 未經宣告"));
        }

        if (category.Grade == Grade.Core)
        {
            return new Refusal(RefusalCode.GradeCore, new Titles(
                $"category '{category.Id}' is core data: it never crosses",
                $"数据类别 '{category.Id}' 属于核心数据，一律不得出境",
                $"數據類別 '{category.Id}' 屬核心數據，一律不得出境"));
        }

        if (!FindParties(bundle, route, leg).TryPass(out var sides, out var turnBack))
        {
            return turnBack;
        }

        var question = new InstrumentQuestion(bundle, category, purpose, sides.Exporter, sides.Recipient, DateOf(now));
        return FirstValid(question, route.DirectionOf(leg));
    }

    /// <summary>
    /// Whether an instrument was made for these parties. A branch acts under the instrument of its legal entity
    /// as well as under its own, but only in its entity's zone: abroad, a branch is a party of its own.
    /// </summary>
    internal static bool IsBetween(PolicyBundle bundle, Instrument instrument, Party exporter, Party recipient) =>
        IsParty(bundle, instrument.Exporter, exporter) && IsParty(bundle, instrument.Recipient, recipient);

    private static bool IsParty(PolicyBundle bundle, PartyId named, Party party) =>
        named == party.Id
        || (party.BranchOf == named
            && bundle.Parties.TryGetValue(named, out var entity)
            && entity.Zone == party.Zone);

    private static Outcome<Permission> FirstValid(InstrumentQuestion question, Direction direction)
    {
        InstrumentVerdict? furthest = null;
        foreach (var instrument in question.Bundle.Instruments)
        {
            if (!IsBetween(question.Bundle, instrument, question.Exporter, question.Recipient))
            {
                continue;
            }

            var verdict = question.Ask(instrument);
            if (verdict.Step == InstrumentStep.Valid)
            {
                var (_, category, purpose, exporter, recipient, _) = question;
                return new Permission(category, purpose, instrument, exporter, recipient, direction);
            }

            furthest = verdict.Step > (furthest?.Step ?? InstrumentStep.Missing) ? verdict : furthest;
        }

        var reason = furthest ?? question.NoInstrument();
        return new Refusal(reason.Code, reason.Detail);
    }

    private static Outcome<Sides> FindParties(PolicyBundle bundle, RouteDefinition route, Leg leg)
    {
        var leaves = route.DirectionOf(leg) == Direction.NorthToSouth;
        var (from, to) = leaves ? (route.North, route.South) : (route.South, route.North);
        if (!bundle.Parties.TryGetValue(from, out var exporter) || !bundle.Parties.TryGetValue(to, out var recipient))
        {
            return new Refusal(RefusalCode.PartyUnknown, new Titles(
                $"a party of route '{route.Id}' is not declared",
                $"路由 '{route.Id}' 的参与方未经声明",
                $"路由 '{route.Id}' 的參與方未經宣告"));
        }

        if (!exporter.Roles.Contains(PartyRole.Exporter))
        {
            return new Refusal(RefusalCode.PartyRole, new Titles(
                $"party '{exporter.Id}' is no exporter",
                $"参与方 '{exporter.Id}' 不具备数据提供方的角色",
                $"參與方 '{exporter.Id}' 不具備資料提供方的角色"));
        }

        if (!recipient.Roles.Contains(PartyRole.Recipient))
        {
            return new Refusal(RefusalCode.PartyRole, new Titles(
                $"party '{recipient.Id}' is no recipient",
                $"参与方 '{recipient.Id}' 不具备接收方的角色",
                $"參與方 '{recipient.Id}' 不具備接收方的角色"));
        }

        return new Sides(exporter, recipient);
    }

    private static DateOnly DateOf(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime);

    /// <summary>Whom a leg leaves, and whom it reaches.</summary>
    private sealed record Sides(Party Exporter, Party Recipient);
}
