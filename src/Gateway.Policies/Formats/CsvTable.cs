using System.Text;

namespace Gateway.Policies.Formats;

/// <summary>A whole CSV text as rows of texts, for people's questions about one document. Bodies are walked instead.</summary>
internal static class CsvTable
{
    /// <param name="wrong">Line at which the first row that is none begins, from 1; 0: all are rows.</param>
    internal static List<string[]> Read(ReadOnlySpan<byte> text, CsvScanner scanner, out int wrong)
    {
        var rows = new List<string[]>();
        var fields = new PooledList<CsvField>(wipes: false);
        var scratch = new PooledList<byte>(wipes: true);
        wrong = text.IsEmpty ? 1 : 0;
        try
        {
            for (var at = 0; at < text.Length && wrong == 0;)
            {
                fields.Truncate(0);
                var end = scanner.Split(text, at, isLast: true, fields);
                if (end < 0 || (rows.Count > 0 && fields.Count != rows[0].Length))
                {
                    wrong = text[..at].Count((byte)'\n') + 1;
                    break;
                }

                rows.Add(RowOf(text, fields, scratch));
                at = end + CsvScanner.Break(text, end, isLast: true);
            }
        }
        finally
        {
            fields.Return();
            scratch.Return();
        }

        return rows;
    }

    private static string[] RowOf(ReadOnlySpan<byte> text, PooledList<CsvField> fields, PooledList<byte> scratch)
    {
        var row = new string[fields.Count];
        for (var i = 0; i < row.Length; i++)
        {
            var field = fields[i];
            row[i] = Encoding.UTF8.GetString(CsvText.Read(text[field.Start..field.End], field.Escaped, scratch));
        }

        return row;
    }
}
