using Gateway.Commands.Words;
using Gateway.Ledger.Inspection;
using Gateway.Policies;

namespace Gateway.Commands.Offline;

/// <summary>Says which entries were pruned: a transfer that is not found may be among them.</summary>
internal static class PrunedLines
{
    internal static async Task WriteAsync(IEnumerable<PrunedRange> pruned, Language language)
    {
        foreach (var range in pruned)
        {
            await Console.Error.WriteLineAsync(Said.NotHeld("entries", range.ToString()).In(language));
        }
    }

    /// <summary>Of the years in which the transfer may have its entries.</summary>
    internal static Task WriteAsync(string ledgerFolder, Guid transfer, Language language) =>
        WriteAsync(TransferSearch.Pruned(ledgerFolder, transfer), language);
}
