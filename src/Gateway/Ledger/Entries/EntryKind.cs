using System.Text;

namespace Gateway.Ledger.Entries;

/// <summary>
/// Every kind of entry the form names (FORMATS.md 5). A kind that nothing writes yet is known to readers all the same:
/// an older verifier must not call a newer ledger damaged.
/// </summary>
internal enum EntryKind
{
    Release,
    Request,
    Refusal,
    Outcome,
    Hold,
    Policy,
    Trust,
    Key,
    Start,
    Stop,
    Tick,
    Seal,
    Consent,
    Read,
    Trace,
    Erase,
    Declaration,
    EgressStop,
    Witness,
    Recover,
    Prune,
}

/// <summary>The kinds under the names that stand in entries.</summary>
internal static class EntryKindName
{
    private static readonly string[] Names =
    [
        "release", "request", "refusal", "outcome", "hold", "policy", "trust", "key", "start", "stop", "tick", "seal",
        "consent", "read", "trace", "erase", "declaration", "egress-stop", "witness", "recover", "prune",
    ];

    private static readonly byte[][] Utf8 = [.. Names.Select(Encoding.UTF8.GetBytes)];

    internal static IReadOnlyList<string> All => Names;

    internal static string Wire(this EntryKind kind) => Names[(int)kind];

    internal static bool TryParse(ReadOnlySpan<byte> name, out EntryKind kind)
    {
        for (var i = 0; i < Utf8.Length; i++)
        {
            if (name.SequenceEqual(Utf8[i]))
            {
                kind = (EntryKind)i;
                return true;
            }
        }

        kind = default;
        return false;
    }
}
