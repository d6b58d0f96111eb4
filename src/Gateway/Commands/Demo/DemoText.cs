using System.Globalization;
using System.Text;
using Gateway.Policies;

namespace Gateway.Commands.Demo;

/// <summary>The demo for people: what was tried, what came of it, and what was proven afterwards.</summary>
internal sealed class DemoText
{
    private const int NameWidth = 50;
    private const int CodeWidth = 30;

    private readonly StringBuilder _text = new();
    private readonly Language _language;

    private DemoText(Language language) => _language = language;

    internal static string Write(DemoResult result, string? keep, Language language)
    {
        var text = new DemoText(language);
        text.AppendAll(result, keep);
        return text._text.ToString();
    }

    private void AppendAll(DemoResult result, string? keep)
    {
        _text.Append(DemoWords.Introduction.In(_language)).Append('\n');
        foreach (var group in result.Transfers.GroupBy(row => row.Group))
        {
            _text.Append(CultureInfo.InvariantCulture, $"\n{group.Key.In(_language)}\n");
            group.ToList().ForEach(Append);
        }

        AppendProof(result);
        if (keep is not null)
        {
            _text.Append('\n').Append(DemoWords.Kept.In(_language)).Append(keep).Append('\n');
        }

        _text.Append('\n').Append((result.IsOk ? DemoWords.AllAsTold : DemoWords.NotAsTold).In(_language));
    }

    private void Append(TransferRow row)
    {
        var name = DisplayWidth.Pad(row.Name.In(_language), NameWidth);
        var outcome = DisplayWidth.Pad(Outcome(row.Actual, row.Code), CodeWidth);
        var entry = row.Ledger is null
            ? DemoWords.NotOnRecord.In(_language)
            : $"{DemoWords.Entry.In(_language)} {row.Ledger[(row.Ledger.LastIndexOf('/') + 1)..]}";
        Append(row.IsOk, $"{name} {outcome} {entry}");
        if (row.Code is null || !row.IsOk)
        {
            AppendMore(DemoWords.Bytes(row.BytesIn, row.BytesOut).In(_language) + row.Note.In(_language));
        }

        if (!row.IsOk)
        {
            AppendMore($"{DemoWords.Expected.In(_language)} {Outcome(row.Expected, row.ExpectedCode)}");
        }
    }

    private void AppendProof(DemoResult result)
    {
        _text.Append(CultureInfo.InvariantCulture, $"\n{DemoWords.Proven.In(_language)}\n");
        Append(
            result.StampsVerified == result.Stamps.Count,
            DemoWords.Stamps(result.StampsVerified, result.Stamps.Count).In(_language));
        var fault = result.Ledger.Fault;
        Append(fault is null, fault ?? DemoWords.LedgerWhole.In(_language));
        Append(
            result.TampersCaught == result.Tampers.Count,
            DemoWords.Tampers(result.TampersCaught, result.Tampers.Count).In(_language));
        foreach (var kind in result.Tampers.GroupBy(tamper => tamper.What))
        {
            var missed = kind.FirstOrDefault(tamper => tamper.Finding is null);
            var noticed = missed is null
                ? kind.First().Finding
                : DemoWords.NotNoticed.In(_language) + missed.Where;
            AppendMore($"{DisplayWidth.Pad(kind.Key.In(_language), NameWidth - 2)} {noticed}");
        }

        foreach (var stamp in result.Stamps.Where(stamp => stamp.Fault is not null))
        {
            Append(false, $"{stamp.What}: {stamp.Fault}");
        }
    }

    private string Outcome(string ending, string? code) => DemoWords.Outcome(ending, code, _language);

    private void Append(bool isOk, string line) => _text.Append(
        CultureInfo.InvariantCulture, $"  {(isOk ? DemoWords.Ok : DemoWords.Failed).In(_language)} {line}\n");

    private void AppendMore(string line) => _text.Append(CultureInfo.InvariantCulture, $"       {line}\n");
}
