using Gateway.Policies.Screening;

namespace Gateway.Policies.Catalogue;

/// <summary>
/// Whether one action provably shows no more of any value than another. Where neither contains the other
/// (a keyed hash and a mask, two keys), the answer is no.
/// </summary>
internal static class ActionStrength
{
    // Finer to coarser; each shows what the one after it shows, and more.
    private static readonly string[][] Ladders =
        [["month", "year", "decade"], ["district", "city", "province"]];

    /// <param name="oldScreen">What an action without detectors of its own is screened with.</param>
    internal static bool ShowsNoMore(
        FieldAction candidate,
        FieldAction running,
        IReadOnlyList<DetectorKind> newScreen,
        IReadOnlyList<DetectorKind> oldScreen) => (candidate, running) switch
        {
            (FieldAction.Drop, _) => true,
            (_, FieldAction.Drop) => false,
            (FieldAction.Redact or FieldAction.Constant, _) => true,
            (FieldAction.Keep now, FieldAction.Keep then) =>
                (then.Deep || !now.Deep) && Covers(now.Screen ?? newScreen, then.Screen ?? oldScreen),
            // An encrypted container leaves whole; a plain keep refused it.
            (FieldAction.Encrypt, FieldAction.Keep then) => then.Deep,
            (not FieldAction.Keep, FieldAction.Keep) => true,
            (FieldAction.Mask now, FieldAction.Mask then) => MasksNoLess(now, then),
            (FieldAction.Hash now, FieldAction.Hash then) => now.Key == then.Key && now.Length <= then.Length,
            (FieldAction.Truncate now, FieldAction.Truncate then) => now.To <= then.To,
            (FieldAction.Generalise now, FieldAction.Generalise then) => IsCoarser(now, then),
            (FieldAction.Tokenise or FieldAction.Shift or FieldAction.Encrypt, _) => candidate == running,
            _ => false,
        };

    internal static bool Covers(IReadOnlyList<DetectorKind> now, IReadOnlyList<DetectorKind> then) =>
        then.All(kind => now.Any(candidate => candidate == kind && LooksNoLess(candidate, kind)));

    // A detector that must be surer, or looks for less, lets more through.
    private static bool LooksNoLess(DetectorKind now, DetectorKind then)
    {
        if (now.Threshold > then.Threshold || (now.Own is null) != (then.Own is null))
        {
            return false;
        }

        return now.Own is not { } own || then.Own is not { } old
            || (own.Pattern?.ToString() == old.Pattern?.ToString() && old.Words.All(own.Words.Contains)
                && (own.Context.Count == 0 || (old.Context.Count > 0 && old.Context.All(own.Context.Contains)))
                && own.Score >= old.Score && (own.RaisesGrade || !old.RaisesGrade));
    }

    // A mask keeps characters only from a certain length on. Keeping fewer of them but from a smaller length on
    // shows short values that were hidden before, so the length may not fall either.
    private static bool MasksNoLess(FieldAction.Mask now, FieldAction.Mask then)
    {
        var keeps = (long)now.KeepFirst + now.KeepLast;
        return keeps == 0
            || (now.KeepFirst <= then.KeepFirst && now.KeepLast <= then.KeepLast && ShowsFrom(now) >= ShowsFrom(then));
    }

    // Half of the length, rounded up, is hidden: what is kept may be at most the other half.
    private static long ShowsFrom(FieldAction.Mask mask)
    {
        var keeps = (long)mask.KeepFirst + mask.KeepLast;
        return mask.MinHidden is { } hidden ? keeps + hidden : keeps * 2;
    }

    private static bool IsCoarser(FieldAction.Generalise now, FieldAction.Generalise then)
    {
        if (now.To is null || then.To is null)
        {
            // Fewer of the same bounds join bands, they never split one.
            return now.To == then.To && now.Bands.Count > 0 && now.Bands.All(then.Bands.Contains);
        }

        return now.To == then.To
            || Ladders.Any(ladder => ladder.Contains(then.To) && StepOf(ladder, now.To) > StepOf(ladder, then.To));
    }

    private static int StepOf(string[] ladder, string to) => Array.IndexOf(ladder, to);
}
