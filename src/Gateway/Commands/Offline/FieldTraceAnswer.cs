using System.Globalization;
using System.Text;
using Gateway.Audit;
using Gateway.Commands.Originals;
using Gateway.Commands.Words;
using Gateway.Ledger.Inspection;
using Gateway.Policies;
using Gateway.Settings;

namespace Gateway.Commands.Offline;

/// <summary><c>gateway trace --transfer ID --path P</c>: one value of one release, with its proof.</summary>
internal static class FieldTraceAnswer
{
    /// <summary>Null, said on stderr, where it cannot be shown.</summary>
    internal static async Task<FieldTrace?> OpenAsync(
        string ledger, FieldQuestion question, KeyRing keys, Language language, CancellationToken cancellationToken)
    {
        var found = TransferSearch.Find(ledger, question.Transfer, cancellationToken);
        var trace = FieldTrace.Open(ledger, found, question, keys, out var why);
        if (trace is null && why == FieldRefusal.NotCommitted && question.IsForOriginal)
        {
            _ = await OriginalAnswer.RefuseAsync(OriginalRefusal.NotKept, language);
        }
        else if (trace is null)
        {
            await Console.Error.WriteLineAsync(Words(why).In(language));
            if (why == FieldRefusal.NoRelease)
            {
                await PrunedLines.WriteAsync(ledger, question.Transfer, language);
            }
        }

        return trace;
    }

    /// <param name="value">The JSON text of a value to compare with it; null: none was given.</param>
    /// <param name="isOpened">The value is what came, opened by the custodians: it is shown.</param>
    internal static string Text(FieldTrace trace, byte[]? value, bool isOpened, Language language)
    {
        var leaf = trace.Leaf;
        var lines = new List<string>
        {
            $"{trace.Record.Facts.TransferId:D} {trace.Position}",
            $"{leaf.Path}: {leaf.Action}",
            $"before {Hex(leaf.Before)}",
            $"after  {(leaf.After is { } after ? Hex(after) : "-")}",
            $"salt   {Hex(trace.Commitments.SaltOf(trace.Index))}",
            string.Create(CultureInfo.InvariantCulture, $"leaf   {trace.Index} of {trace.Size}"),
            $"root   {trace.FieldsRoot}",
        };
        if (value is not null)
        {
            var (isBefore, isAfter) = trace.Commitments.Compare(trace.Index, value);
            lines.Add(Said.Compared(isBefore, isAfter).In(language));
            if (isOpened)
            {
                lines.Add(Encoding.UTF8.GetString(value));
            }
        }

        return string.Join('\n', lines);
    }

    /// <param name="isOpened">As for <see cref="Text"/>.</param>
    internal static string Json(FieldTrace trace, byte[]? value, bool isOpened)
    {
        using var text = new JsonText();
        var json = text.Writer;
        json.WriteStartObject();
        json.WriteNumber("v", 1);
        json.WriteString("transferId", trace.Record.Facts.TransferId);
        json.WriteString("leg", trace.Record.Text("leg"));
        json.WriteString("ledger", trace.Position.ToString());
        json.WriteString("path", trace.Leaf.Path);
        json.WriteString("action", trace.Leaf.Action);
        json.WriteString("salt", Hex(trace.Commitments.SaltOf(trace.Index)));
        json.WriteString("before", Hex(trace.Leaf.Before));
        json.WriteString("after", trace.Leaf.After is { } after ? Hex(after) : null);
        json.WriteNumber("index", trace.Index);
        json.WriteNumber("size", trace.Size);
        json.WriteStartArray("proof");
        foreach (var hash in trace.Proof)
        {
            json.WriteStringValue(Hex(hash));
        }

        json.WriteEndArray();
        json.WriteString("fieldsRoot", trace.FieldsRoot);
        if (trace.Commitments.Originals is { } kept && trace.Index < kept.Sealed.Count)
        {
            json.WriteBase64String("sealed", kept.Sealed[trace.Index]);
        }

        if (value is not null)
        {
            var (isBefore, isAfter) = trace.Commitments.Compare(trace.Index, value);
            json.WriteBoolean("isBefore", isBefore);
            json.WriteBoolean("isAfter", isAfter);
            if (isOpened)
            {
                json.WriteString("original", value);
            }
        }

        json.WriteEndObject();
        return text.ToString();
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static Titles Words(FieldRefusal why) => why switch
    {
        FieldRefusal.NoRelease => Said.NoSuchRelease,
        FieldRefusal.NotCommitted => Said.NotCommitted,
        FieldRefusal.NoAnnex => Said.NoAnnexToOpen,
        FieldRefusal.NotProven => Said.FieldNotProven,
        _ => Said.NoSuchField,
    };
}
