using System.Globalization;
using System.Text;

namespace Gateway.Commands.Demo;

/// <summary>The demo for people: what was tried, what came of it, and what was proven afterwards.</summary>
internal static class DemoText
{
    private const int NameWidth = 50;
    private const int CodeWidth = 30;

    internal static string Write(DemoResult result, string? keep)
    {
        var text = new StringBuilder();
        text.Append(
            """
            A gateway in Guangzhou stands between a bank and its Hong Kong branch, and between a hospital and a clinic
            in Hong Kong. Nothing crosses unless the signed policy names it; what crosses is masked, stamped and on
            record before the first byte leaves. Everybody here is made up.

            """);
        foreach (var group in result.Transfers.GroupBy(row => row.Group))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{group.Key}\n");
            group.ToList().ForEach(row => Append(text, row));
        }

        AppendProof(text, result);
        if (keep is not null)
        {
            text.Append("\nKept: ledger, keys, trust lists, bundle, and the messages as they were received, in ")
                .Append(keep)
                .Append('\n');
        }

        return text.Append(result.IsOk ? "\nEverything" : "\nNOT everything").Append(" came out as told.").ToString();
    }

    private static void Append(StringBuilder text, TransferRow row)
    {
        var outcome = row.Code is null ? row.Actual : $"{row.Actual}: {row.Code}";
        var entry = row.Ledger is null ? "not on record" : $"entry {row.Ledger[(row.Ledger.LastIndexOf('/') + 1)..]}";
        Append(text, row.IsOk, $"{row.Name.PadRight(NameWidth)} {outcome.PadRight(CodeWidth)} {entry}");
        if (row.Code is null || !row.IsOk)
        {
            var note = $"{row.BytesIn:n0} bytes in, {row.BytesOut:n0} bytes out: {row.Note}";
            text.Append(CultureInfo.InvariantCulture, $"       {note}\n");
        }

        if (!row.IsOk)
        {
            var expected = row.ExpectedCode is null ? row.Expected : $"{row.Expected}: {row.ExpectedCode}";
            text.Append(CultureInfo.InvariantCulture, $"       expected {expected}\n");
        }
    }

    private static void AppendProof(StringBuilder text, DemoResult result)
    {
        text.Append("\nProven afterwards, offline\n");
        Append(
            text,
            result.StampsVerified == result.Stamps.Count,
            $"{result.StampsVerified} of {result.Stamps.Count} stamps verified against the trust lists");
        var fault = result.Ledger.Fault;
        Append(
            text, fault is null, fault ?? "ledger verified; every transfer above stands in it where its answer said");
        Append(
            text,
            result.TampersCaught == result.Tampers.Count,
            $"{result.TampersCaught} of {result.Tampers.Count} changed bytes noticed, one at a time, in a copy:");
        foreach (var kind in result.Tampers.GroupBy(tamper => tamper.What))
        {
            var missed = kind.FirstOrDefault(tamper => tamper.Finding is null);
            var noticed = missed is null ? kind.First().Finding : $"NOT NOTICED in {missed.Where}";
            text.Append(CultureInfo.InvariantCulture, $"       {kind.Key.PadRight(NameWidth - 2)} {noticed}\n");
        }

        foreach (var stamp in result.Stamps.Where(stamp => stamp.Fault is not null))
        {
            Append(text, false, $"{stamp.What}: {stamp.Fault}");
        }
    }

    private static void Append(StringBuilder text, bool isOk, string line) =>
        text.Append(CultureInfo.InvariantCulture, $"  {(isOk ? "ok  " : "FAIL")} {line}\n");
}
