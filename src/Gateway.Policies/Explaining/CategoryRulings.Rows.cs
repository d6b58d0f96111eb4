using Gateway.Policies.Drafting;
using Gateway.Policies.Drafting.Samples;
using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Explaining;

/// <content>Rows of CSV and the pairs of a form: values with a name each, and nothing inside them.</content>
public sealed partial class CategoryRulings
{
    private IReadOnlyList<Ruling> OfRows(ReadOnlyMemory<byte> document)
    {
        _rulings.Clear();
        var form = new CsvForm(_category);
        var rows = CsvTable.Read(
            Text(document), form.IsTabbed ? CsvScanner.Tabs : CsvScanner.Commas, out var wrong);
        var names = form.HasHeader ? rows.FirstOrDefault() : null;
        for (var i = form.HasHeader ? 1 : 0; i < rows.Count && wrong == 0; i++)
        {
            var row = form.HasHeader ? i - 1 : i;
            DecideRow(names, rows[i], _root.Element(row), $"$[{Number(row)}]");
        }

        return [.. _rulings];
    }

    private void DecideRow(string[]? names, string[] values, PathState state, string place)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var isSpelled = true;
            var field = names is null ? state.Element(i) : Named(state, names[i], out isSpelled);
            var step = names is null ? $"[{Number(i)}]"
                : isSpelled ? PathText.Member(names[i])
                : $".<{Number(i + 1)}>";
            DecideText(field, values[i], place + step, key => ColumnOf(names, values, key));
        }
    }

    private static string? ColumnOf(string[]? names, string[] values, string key)
    {
        var column = names is null ? -1 : Array.IndexOf(names, key);
        return column < 0 ? null : values[column];
    }

    private IReadOnlyList<Ruling> OfForm(ReadOnlyMemory<byte> document)
    {
        _rulings.Clear();
        var pairs = FormPairs.Read(FormSamples.Trim(document.Span), Text, out var wrong);
        for (var i = 0; i < pairs.Count && wrong == 0; i++)
        {
            var field = Named(_root, pairs[i].Name, out var isSpelled);
            var step = isSpelled ? PathText.Member(pairs[i].Name) : $".<{Number(i + 1)}>";
            DecideText(field, pairs[i].Value, "$" + step, key => pairs.Find(pair => pair.Name == key).Value);
        }

        return [.. _rulings];
    }

    private void DecideText(PathState state, string value, string place, Func<string, string?> sibling)
    {
        var rule = state.Rules.FirstOrDefault(
            rule => Where(rule).All(pair => sibling(pair.Key) == pair.Value), PathState.None);
        Note(place, rule, RulingKind.Rule, value);
    }

    // In UTF-8; null where it is not of the category's charset.
    private byte[]? Text(ReadOnlyMemory<byte> bytes)
    {
        var charset = new TextSamples();
        var text = charset.Read(bytes);
        return charset.Name == "utf-8" || charset.Name == _category.Charset ? text : null;
    }
}
