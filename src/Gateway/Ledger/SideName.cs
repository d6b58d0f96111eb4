using Gateway.Ledger.Entries;

namespace Gateway.Ledger;

/// <summary>
/// Where an annex lies: <c>side/&lt;first two hex&gt;/&lt;64 hex&gt;</c>, named by the digest that its entry holds.
/// One
/// file each, so that erasing one is deleting one file.
/// </summary>
internal static class SideName
{
    internal static string Of(string sideFolder, Sha256Digest annex)
    {
        var hex = annex.ToString();
        return Path.Combine(sideFolder, hex[..2], hex);
    }
}
