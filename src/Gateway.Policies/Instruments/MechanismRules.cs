using Gateway.Policies.Parties;

namespace Gateway.Policies.Instruments;

/// <summary>
/// What each mechanism carries and what it needs on file: PIPL 38, 40 and 55; the 2022 measures on security
/// assessment; the 2023 measures on the standard contract; the 2024 provisions on cross-border flows; the GBA
/// standard contracts for Hong Kong (2023) and Macao (2024); for HKOUT the PDPO.
/// </summary>
internal static class MechanismRules
{
    // An assessment and a certification hold three years where the file does not say.
    private const int YearsByDefault = 3;

    /// <summary>Whether the mechanism carries from the one zone to the other at all.</summary>
    internal static bool Fits(Mechanism mechanism, Zone from, Zone to) => mechanism switch
    {
        Mechanism.GbaHk => (from, to) is (Zone.CN, Zone.HK) or (Zone.HK, Zone.CN),
        Mechanism.GbaMo => (from, to) is (Zone.CN, Zone.MO) or (Zone.MO, Zone.CN),
        Mechanism.HkOut => (from, to) is (Zone.HK, Zone.CN),
        Mechanism.Duty => (from == Zone.CN) != (to == Zone.CN),
        _ => from == Zone.CN && to != Zone.CN,
    };

    internal static bool IsGreaterBayArea(Mechanism mechanism) => mechanism is Mechanism.GbaHk or Mechanism.GbaMo;

    /// <summary>Mechanisms under which persons are counted against a cap (FORMATS.md, volumeCap).</summary>
    internal static bool HasVolumeCap(Mechanism mechanism) => mechanism is
        Mechanism.Scc or Mechanism.Cert or Mechanism.GbaHk or Mechanism.GbaMo or Mechanism.Ex54;

    internal static bool NeedsEnvelope(Mechanism mechanism) => mechanism == Mechanism.Assess;

    internal static bool NeedsAssessment(Mechanism mechanism) => mechanism is
        Mechanism.Scc or Mechanism.GbaHk or Mechanism.GbaMo;

    /// <summary>The zones whose authority has it on file. For ASSESS and CERT it is the approval itself.</summary>
    internal static IReadOnlyList<Zone> FilingsOf(Mechanism mechanism) => mechanism switch
    {
        Mechanism.Assess or Mechanism.Scc or Mechanism.Cert => [Zone.CN],
        Mechanism.GbaHk => [Zone.CN, Zone.HK],
        Mechanism.GbaMo => [Zone.CN, Zone.MO],
        _ => [],
    };

    /// <summary>A contract is filed after it takes effect; an approval or a certificate comes before.</summary>
    internal static bool MayBeFiledLater(Mechanism mechanism) =>
        mechanism is not (Mechanism.Assess or Mechanism.Cert);

    /// <summary>The last day it holds; null where it has no end.</summary>
    internal static DateOnly? LastDay(Instrument instrument)
    {
        if (instrument.ValidTo is not null || instrument.Mechanism is not (Mechanism.Assess or Mechanism.Cert))
        {
            return instrument.ValidTo;
        }

        return instrument.Effective.Year > DateOnly.MaxValue.Year - YearsByDefault
            ? DateOnly.MaxValue
            : instrument.Effective.AddYears(YearsByDefault).AddDays(-1);
    }
}
