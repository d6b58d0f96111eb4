using System.Collections.Frozen;
using Gateway.Policies;

namespace Gateway.Closing;

/// <summary>
/// What whoever was refused, or runs the gateway, can do next, for each code. The English words are those of the last
/// column of docs/refusals.md; a test holds them together.
/// </summary>
internal static partial class RefusalAdvice
{
    private static readonly Titles NotRaised = new(
        "Not raised by this build.", "当前版本不会作出此项拒绝。", "目前版本不會作出此項拒絕。");

    private static readonly FrozenDictionary<RefusalCode, Titles> ByCode =
        Door.Concat(Law).Concat(Data).ToFrozenDictionary(pair => pair.Key, pair => pair.Value);

    internal static Titles Of(RefusalCode code) => ByCode[code];
}
