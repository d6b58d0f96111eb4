using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Ledger.Index;

namespace Gateway.Audit.Desk;

//
//  Which entries a sample takes
//
//  References:
//
//      docs/regulator.md - the same in shell, so that a reader can choose for himself and compare
//
//  Shape:
//
//      rank(index) = SHA-256 of the text "gateway-sample/v1\n<origin>/<YYYY>\n<size>\n<seed>\n<index>\n"
//      the sample  = of the decisions the reader may see, with an index below the size, the N of the lowest rank
//
//  Every decision has the same chance, whatever the scope leaves out; a larger N takes the same ones and more. Who names
//  size and seed after the checkpoint is out leaves the gateway no choice.
//
internal static class AuditSample
{
    internal const string Algorithm = "gateway-sample/v1";

    private const int SeedBytes = 16;

    /// <summary>For a reader who names none.</summary>
    internal static string DrawSeed() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SeedBytes));

    /// <summary>Lower-case hex: its order is that of the hash.</summary>
    internal static string RankOf(string shardOrigin, long size, string seed, long index) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{Algorithm}\n{shardOrigin}\n{size}\n{seed}\n{index}\n"))));

    /// <summary>The lowest first.</summary>
    /// <param name="population">How many there were to choose from.</param>
    internal static IReadOnlyList<(string Rank, IndexedEntry Entry)> Choose(
        IEnumerable<IndexedEntry> decisions, int count, Func<long, string> rankOf, out long population)
    {
        population = 0;
        var lowest = new SortedSet<(string Rank, IndexedEntry Entry)>(Comparer<(string Rank, IndexedEntry Entry)>.Create(
            (left, right) => string.CompareOrdinal(left.Rank, right.Rank)));
        foreach (var entry in decisions)
        {
            population++;
            lowest.Add((rankOf(entry.Cursor.Index), entry));
            if (lowest.Count > count)
            {
                lowest.Remove(lowest.Max);
            }
        }

        return [.. lowest];
    }
}
