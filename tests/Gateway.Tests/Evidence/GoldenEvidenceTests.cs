using System.Text;
using Gateway.Evidence;
using Gateway.Tests.Ledger;

namespace Gateway.Tests.Evidence;

/// <summary>
/// Page and README of version 1: a verifier makes them again and compares, so whoever changes a byte of them makes all
/// evidence that was ever handed out look forged.
/// </summary>
public sealed class GoldenEvidenceTests
{
    private const string Head = "log.example/2026\n2\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n\u2014 log.example/2026 AAAAAAAA\n";

    [Fact]
    public void The_page_of_equal_members_has_equal_bytes() =>
        Assert.Equal(Golden("evidence.html"), Encoding.UTF8.GetString(EvidencePage.Write(Members())));

    [Fact]
    public void The_readme_of_equal_members_has_equal_bytes() =>
        Assert.Equal(Golden("evidence-readme.txt"), Encoding.UTF8.GetString(EvidenceReadme.Write(Members())));

    [Fact]
    public void What_an_entry_holds_is_text_on_the_page_and_never_markup()
    {
        var members = Members();
        members["entry.json"] = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(members["entry.json"]).Replace("bank-hk", "<script>x</script>", StringComparison.Ordinal)
                .Replace("\"leg\":\"response\"", "\"leg\":\"<b>&\"", StringComparison.Ordinal));

        var page = Encoding.UTF8.GetString(EvidencePage.Write(members));
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;&amp;", page, StringComparison.Ordinal);
    }

    private static Dictionary<string, byte[]> Members()
    {
        var entries = File.ReadAllLines(Vectors.PathOf(Path.Combine("docs", "formats", "golden", "entry.jsonl")));
        var statement = File.ReadAllBytes(Vectors.PathOf(Path.Combine("docs", "formats", "golden", "statement.json")));
        var release = entries[0].Replace("\"e30=\"", $"\"{Convert.ToBase64String(statement)}\"", StringComparison.Ordinal);
        return new Dictionary<string, byte[]>
        {
            ["entry.json"] = Encoding.UTF8.GetBytes(release),
            ["statement.json"] = statement,
            ["signature-base.txt"] = "base"u8.ToArray(),
            ["stamping-key.json"] = "{}"u8.ToArray(),
            ["ledger-key.json"] = "{}"u8.ToArray(),
            ["transfer.tlog-proof"] = Encoding.UTF8.GetBytes("c2sp.org/tlog-proof@v1\nindex 1\n\n" + Head),
            ["seal.p7s"] = [],
            ["crls/aa.crl"] = [],
            ["bundle-lines.txt"] = [],
            ["bundle-lines.txt.p7s"] = [],
            ["rules.yaml"] = [],
            ["entries/2026-3.json"] = Encoding.UTF8.GetBytes(entries[2]),
        };
    }

    private static string Golden(string name) => File.ReadAllText(Vectors.PathOf(Path.Combine("docs", "formats", "golden", name)));
}
