using System.Globalization;

namespace Gateway.Ledger.Verification;

/// <summary>Gathers findings; a ledger that is damaged all over is told by the first thousand.</summary>
internal sealed class Findings
{
    private const int Most = 1000;

    private readonly List<LedgerFinding> _all = [];

    internal IReadOnlyList<LedgerFinding> All => _all;

    internal void Add(string code, string where, string detail)
    {
        if (_all.Count < Most)
        {
            _all.Add(new LedgerFinding(code, where, detail));
        }
    }

    internal void AtEntry(string code, int year, long index, string detail) => Add(code, Cursor(year, index), detail);

    /// <summary>How an entry is named in findings and on the command line.</summary>
    internal static string Cursor(int year, long index) =>
        string.Create(CultureInfo.InvariantCulture, $"{year:D4}:{index}");
}
