using System.Globalization;
using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>
/// Rows of CSV, one after the other. The first says how many fields each has and, mostly, their names.
/// </summary>
internal sealed class RowWalk : RecordWalk
{
    // As many as a spreadsheet has; a row of nothing but commas must not cost more than its bytes.
    private const int MaxColumns = 16_384;

    private readonly CategoryPlan _plan;
    private readonly CsvScanner _scanner;
    private readonly bool _hasHeader;

    // What the siblings of the row at hand fulfil.
    private readonly ulong[] _siblings;

    private Column[]? _columns;
    private bool _hasRows;
    private bool _leaves;

    internal RowWalk(CategoryPlan plan, CsvScanner scanner, bool hasHeader, bool isGb18030)
        : base(new CsvBodyText(scanner, isGb18030), isGb18030)
    {
        _plan = plan;
        _scanner = scanner;
        _hasHeader = hasHeader;
        _siblings = new ulong[plan.Conditions.Words];
    }

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    // The line break before a row is its separator: where the row is withheld it goes too. So a break stays undone
    // until it is known whether a row follows.
    internal override int Walk(ref Docket docket, ReadOnlySpan<byte> text, bool isLast)
    {
        var fields = docket.Buffers.Fields;
        var at = 0;
        if (text.IsEmpty && isLast && !_hasRows)
        {
            Malformed(ref docket, "the body has no row");
        }

        while (docket.Refusal is null)
        {
            var start = at + (_hasRows ? CsvScanner.Break(text, at, isLast) : 0);
            if (!_hasRows && !TrySkipMark(ref docket, text, isLast, ref start))
            {
                return 0;
            }

            if (start < at || (start == text.Length && _hasRows))
            {
                break;
            }

            fields.Truncate(0);
            var end = _scanner.Split(text, start, isLast, fields);
            if (end == CsvScanner.Incomplete)
            {
                break;
            }

            if (!_hasRows && start > 0)
            {
                // The mark is of the body, not of its first row.
                docket.Emit(at, start);
                docket.EndRun();
                at = start;
            }

            Decide(ref docket, text, at, start, end);
            _hasRows = true;
            at = end;
        }

        return isLast ? Finish(ref docket, text, at) : at;
    }

    // The break behind the last row goes where no row does.
    private int Finish(ref Docket docket, ReadOnlySpan<byte> text, int at)
    {
        if (at < text.Length && _leaves)
        {
            docket.Emit(at, text.Length);
        }

        docket.EndRun();
        return text.Length;
    }

    // A body that is shorter than the mark is one without.
    private bool TrySkipMark(ref Docket docket, ReadOnlySpan<byte> text, bool isLast, ref int at)
    {
        if (text.Length < ByteOrderMark.Length && !isLast)
        {
            return false;
        }

        if (text.StartsWith(ByteOrderMark))
        {
            ((CsvBodyText)Text).HasMark = true;
            at = ByteOrderMark.Length;
        }

        return true;
    }

    private void Decide(ref Docket docket, ReadOnlySpan<byte> text, int separator, int start, int end)
    {
        if (end < 0 || !Utf8Octets.IsValid(text[start..end]) || text[start..end].Contains((byte)0))
        {
            Malformed(ref docket, "a row of the body is not csv");
            return;
        }

        var isHeader = _columns is null && _hasHeader;
        if (_columns is null && !TryLearn(ref docket, text))
        {
            return;
        }

        if (isHeader)
        {
            docket.Emit(separator, start);
            EmitHeader(ref docket);
        }
        else if (docket.Buffers.Fields.Count != _columns!.Length)
        {
            Malformed(ref docket, "a row of the body has more or fewer fields than the first");
        }
        else
        {
            DecideRow(ref docket, text, separator, start);
        }
    }

    private static void Malformed(ref Docket docket, string detail) =>
        docket.Refuse(RefusalCode.BodyMalformed, detail, null);

    // What the first row says about each column.
    private bool TryLearn(ref Docket docket, ReadOnlySpan<byte> text)
    {
        var fields = docket.Buffers.Fields;
        if (fields.Count > MaxColumns)
        {
            Malformed(ref docket, $"a row of the body has more than {MaxColumns} fields");
            return false;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var columns = new Column[fields.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            var name = _hasHeader ? TextOf(docket.Buffers, text, fields[i]) : default;
            if (_hasHeader && !names.Add(Encoding.UTF8.GetString(name)))
            {
                Malformed(ref docket, "two columns of the body have the same name");
                return false;
            }

            columns[i] = Learn(name, i);
            _leaves |= columns[i].Leaves;
            if (columns[i].State.Rules.Length == 0 && _plan.Unlisted == UnlistedRule.Refuse)
            {
                docket.Unlisted(columns[i].Place);
                return false;
            }
        }

        _columns = columns;
        return true;
    }

    private Column Learn(ReadOnlySpan<byte> name, int position)
    {
        var row = _plan.Root.OtherElement();
        var slot = _hasHeader ? row.Names.Find(NameKey.Of(name, 0, name.Length), name) : -1;
        var state = !_hasHeader ? row.Element(position) : slot >= 0 ? row.Named(slot) : row.OtherName();
        var rules = state.Rules.Select(rule => _plan.Rules[rule]).ToArray();
        var first = Array.FindIndex(rules, rule => rule.Where.Length == 0);
        var asked = first < 0 ? rules : rules[..(first + 1)];
        return new Column(
            state,
            asked.Any(rule => rule.Op != RuleOp.Drop),
            _hasHeader && _plan.Conditions.TryFind(name, out var condition) ? condition : -1,
            string.Create(CultureInfo.InvariantCulture, $"field {position + 1} of '$[*]', counted from 1"));
    }

    // Spelled out by the bundle, so it is no formula of a stranger's.
    private void EmitHeader(ref Docket docket)
    {
        var isFirst = true;
        for (var i = 0; i < _columns!.Length; i++)
        {
            if (_columns[i].Leaves)
            {
                EmitField(ref docket, docket.Buffers.Fields[i], Edit.Copy, isFirst, isFormula: false);
                isFirst = false;
            }
        }
    }

    private void DecideRow(ref Docket docket, ReadOnlySpan<byte> text, int separator, int start)
    {
        var record = docket.BeginRecord();
        if (_leaves)
        {
            docket.MarkRecordFirst(record);
            if (separator < start)
            {
                docket.Emit(separator, start);
            }

            docket.MarkRecordValue(record);
        }

        ReadSiblings(docket.Buffers, text);
        var isFirst = true;
        for (var i = 0; i < _columns!.Length && docket.Refusal is null; i++)
        {
            var column = _columns[i];
            var field = docket.Buffers.Fields[i];
            foreach (var path in column.State.Subjects)
            {
                docket.NoteSubject(path, TextOf(docket.Buffers, text, field));
            }

            // A field that is dropped from a column that leaves stays as an empty one: the row keeps its width.
            var value = TextOf(docket.Buffers, text, field);
            var edit = docket.DecideText(docket.FirstRule(column.State, _siblings), value, column.Place);
            if (column.Leaves)
            {
                EmitField(ref docket, field, edit, isFirst, edit == Edit.Copy && CsvText.IsFormula(value));
                isFirst = false;
            }
        }

        docket.EndRecord(record);
    }

    private static void EmitField(ref Docket docket, in CsvField field, int edit, bool isFirst, bool isFormula)
    {
        if (!isFirst)
        {
            docket.Emit(field.Start - 1, field.Start);
        }

        if (isFormula || (field.Loose && edit == Edit.Copy))
        {
            docket.Replace(field.Start, field.End, Edit.Rewrite, field.Escaped);
        }
        else if (edit == Edit.Copy)
        {
            docket.Emit(field.Start, field.End);
        }
        else if (edit != Edit.Nothing)
        {
            docket.Replace(field.Start, field.End, edit, field.Escaped);
        }
    }

    private void ReadSiblings(InspectionBuffers buffers, ReadOnlySpan<byte> text)
    {
        if (_siblings.Length == 0)
        {
            return;
        }

        _siblings.AsSpan().Clear();
        for (var i = 0; i < _columns!.Length; i++)
        {
            if (_columns[i].Condition >= 0)
            {
                _plan.Conditions.Mark(
                    _columns[i].Condition, TextOf(buffers, text, buffers.Fields[i]), _siblings);
            }
        }
    }

    private static ReadOnlySpan<byte> TextOf(InspectionBuffers buffers, ReadOnlySpan<byte> text, in CsvField field) =>
        CsvText.Read(text[field.Start..field.End], field.Escaped, buffers.Scratch);

    /// <summary>What every row does with the fields of one column.</summary>
    /// <param name="Leaves">False where no rule lets anything of it out: then its name stays too.</param>
    /// <param name="Condition">Which conditions ask about it, or -1.</param>
    private sealed record Column(PathState State, bool Leaves, int Condition, string Place);
}
