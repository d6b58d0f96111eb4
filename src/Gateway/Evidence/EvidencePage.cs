using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Notes;
using Gateway.Policies;

namespace Gateway.Evidence;

/// <summary>
/// index.html: one page for a person, in three languages, without script and without anything fetched. It is made of
/// the other members alone, so a verifier makes it again and compares: a page that tells another story is found.
/// </summary>
// INVARIANT: of equal members version 1 of the evidence gives equal bytes, for as long as evidence is checked. A test
// holds them; what must change here comes with another version in the manifest.
internal static class EvidencePage
{
    private const string Head = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>Evidence of a transfer</title>
        <style>
        body { font: 16px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color: #111 }
        table { border-collapse: collapse; width: 100% }
        th, td { border-bottom: 1px solid #ccc; padding: .4em .6em; text-align: left; vertical-align: top }
        th { width: 16em; font-weight: normal }
        th span { display: block; color: #555 }
        td { font-family: monospace; overflow-wrap: anywhere }
        </style>
        </head>
        <body>

        """;

    /// <param name="members">All but this page, the README and the manifest; more does no harm.</param>
    internal static byte[] Write(IReadOnlyDictionary<string, byte[]> members)
    {
        var text = new StringBuilder(Head);
        text.Append("<h1>").Append(Three(EvidenceWords.Title, "br")).Append("</h1>\n");
        foreach (var language in Enum.GetValues<Language>())
        {
            text.Append(CultureInfo.InvariantCulture, $"<p lang=\"{Tag(language)}\">")
                .Append(Html(EvidenceWords.Reading.In(language))).Append("</p>\n");
        }

        if (members.TryGetValue(EvidenceNames.Entry, out var bytes) && TransferRecord.Read(bytes) is { } main)
        {
            Table(text, Rows(main, members));
        }

        foreach (var (name, entry) in members.Where(member =>
            member.Key == EvidenceNames.Response + EvidenceNames.Entry
            || (member.Key.StartsWith(EvidenceNames.Entries, StringComparison.Ordinal)
                && member.Key.EndsWith(".json", StringComparison.Ordinal)))
            .OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            if (TransferRecord.Read(entry) is { } other)
            {
                text.Append("<h2>").Append(Html(name)).Append("</h2>\n");
                Table(text, Rows(other, null));
            }
        }

        return Encoding.UTF8.GetBytes(text.Append("</body>\n</html>\n").ToString());
    }

    private static IEnumerable<(Titles Label, string? Value)> Rows(
        TransferRecord record, IReadOnlyDictionary<string, byte[]>? members)
    {
        yield return (EvidenceWords.Transfer, record.Text("transferId"));
        yield return (EvidenceWords.Entry, record.Facts.Kind.Wire());
        yield return (EvidenceWords.Time, LedgerEntry.Time(record.Facts.Time));
        yield return (EvidenceWords.Code, record.Text("code"));
        yield return (EvidenceWords.Leg, record.Text("leg"));
        yield return (EvidenceWords.Route, record.Text("route"));
        yield return (EvidenceWords.Party, record.Text("party") ?? record.Text("caller"));
        yield return (EvidenceWords.Rule, record.Text("rule"));
        yield return (EvidenceWords.Delivered, record.Members.MemberOf("delivered")?.GetRawText());
        foreach (var row in OfStatement(record.ParsedStatement()))
        {
            yield return row;
        }

        if (!record.IsRelease)
        {
            yield return (EvidenceWords.Category, record.Text("category"));
        }

        foreach (var row in members is null ? [] : OfProof(record, members))
        {
            yield return row;
        }
    }

    private static IEnumerable<(Titles Label, string? Value)> OfStatement(JsonElement? statement)
    {
        if (statement is not { } said)
        {
            yield break;
        }

        yield return (EvidenceWords.Exporter, PartyOf(said, "exporter"));
        yield return (EvidenceWords.Recipient, PartyOf(said, "recipient"));
        yield return (EvidenceWords.Direction, said.TextOf("direction"));
        yield return (EvidenceWords.Route, said.TextOf("route"));
        yield return (EvidenceWords.Category, $"{said.TextOf("category")}@{said.NumberOf("categoryVersion")}");
        yield return (EvidenceWords.Purpose, said.TextOf("purpose"));
        yield return (EvidenceWords.Basis, said.TextOf("basis"));
        var instrument = said.MemberOf("instrument");
        yield return (EvidenceWords.Instrument, $"{instrument?.TextOf("mechanism")} {instrument?.TextOf("id")}");
        yield return (EvidenceWords.Filings, instrument?.MemberOf("filings")?.GetRawText());
        yield return (EvidenceWords.Content, said.MemberOf("content")?.GetRawText());
        yield return (EvidenceWords.Records, said.MemberOf("records")?.GetRawText());
        yield return (EvidenceWords.Subjects, said.MemberOf("subjects")?.GetRawText());
        yield return (EvidenceWords.Fields, said.MemberOf("fields")?.GetRawText());
        yield return (EvidenceWords.Found, said.MemberOf("findings")?.GetRawText());
    }

    private static IEnumerable<(Titles Label, string? Value)> OfProof(
        TransferRecord record, IReadOnlyDictionary<string, byte[]> members)
    {
        if (members.TryGetValue(EvidenceNames.Proof, out var bytes)
            && TransparencyProof.TryParse(Encoding.UTF8.GetString(bytes), out var proof))
        {
            var head = proof!.SignedCheckpoint.Split('\n');
            yield return (EvidenceWords.Place, string.Create(CultureInfo.InvariantCulture, $"{head[0]}/{proof.Index}"));
            yield return (
                EvidenceWords.Head, string.Create(CultureInfo.InvariantCulture, $"{head.ElementAtOrDefault(1)}"));
        }

        yield return (EvidenceWords.Seal, members.ContainsKey(EvidenceNames.Seal) ? EvidenceNames.Seal : "-");
        yield return (EvidenceWords.Bundle, record.Text("policy"));
        foreach (var list in record.Trust)
        {
            yield return (
                EvidenceWords.List,
                string.Create(CultureInfo.InvariantCulture, $"{list.List} {list.Sequence} {list.Sha256}"));
        }
    }

    private static string PartyOf(JsonElement statement, string member) =>
        $"{statement.MemberOf(member)?.TextOf("id")} ({statement.MemberOf(member)?.TextOf("registration")})";

    private static void Table(StringBuilder text, IEnumerable<(Titles Label, string? Value)> rows)
    {
        text.Append("<table>\n");
        foreach (var (label, value) in rows.Where(row => row.Value is not null))
        {
            text.Append("<tr><th>").Append(Three(label, "span")).Append("</th><td>").Append(Html(value!))
                .Append("</td></tr>\n");
        }

        text.Append("</table>\n");
    }

    private static string Three(Titles words, string between) => between == "br"
        ? $"{Html(words.En)}<br>{Html(words.ZhHans!)}<br>{Html(words.ZhHant!)}"
        : $"{Html(words.En)}<span lang=\"zh-Hans\">{Html(words.ZhHans!)}</span>"
            + $"<span lang=\"zh-Hant\">{Html(words.ZhHant!)}</span>";

    private static string Tag(Language language) => language switch
    {
        Language.SimplifiedChinese => "zh-Hans",
        Language.TraditionalChinese => "zh-Hant",
        _ => "en",
    };

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
