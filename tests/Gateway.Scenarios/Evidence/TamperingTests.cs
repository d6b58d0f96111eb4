using System.IO.Compression;
using System.Text;
using Gateway.Evidence;
using Gateway.Scenarios.Demo;
using Gateway.Stamping;

namespace Gateway.Scenarios.Evidence;

/// <summary>What a forger might do to the evidence of a push, and the finding that names it.</summary>
[Collection(nameof(FinishedDemo))]
public sealed class TamperingTests(FinishedDemo demo)
{
    // What was done; the code and the member of a finding that must be among them. Those marked careful come with a
    // manifest, page and README that fit.
    private static readonly (string Name, Action<EvidenceBox, EvidenceBox> Do, bool IsCareful, string Code, string Member)[] Table =
    [
        ("a byte of the entry", (box, _) => box.Flip("entry.json"), false, "evidence.changed", "entry.json"),
        ("a byte of the seal", (box, _) => box.Flip("seal.p7s"), false, "evidence.changed", "seal.p7s"),
        ("a byte of the page", (box, _) => box.Flip("index.html"), false, "evidence.changed", "index.html"),
        ("a member gone", (box, _) => box.Members.Remove("rules.yaml"), false, "evidence.missing", "rules.yaml"),
        ("a member more", (box, _) => box.Members["note.txt"] = [1], false, "evidence.extra", "note.txt"),
        ("a member that no evidence has, carefully", (box, _) => box.Members["note.txt"] = [1], true, "evidence.extra", "note.txt"),
        ("a signature of a list that is not there", (box, _) => box.Members["trust-list-MO.json.p7s"] = [1], true, "evidence.extra", "trust-list-MO.json.p7s"),
        ("a proof of an entry that is not there", (box, _) => box.Members["entries/2026-0.tlog-proof"] = box.Members["transfer.tlog-proof"], true, "evidence.extra", "entries/2026-0.tlog-proof"),
        ("witnesses' lines on a head that is not there", (box, _) => box.Members["cosigs/2026-9.txt"] = [1], true, "evidence.extra", "cosigs/2026-9.txt"),
        ("no manifest", (box, _) => box.Members.Remove("manifest.json"), false, "evidence.missing", "manifest.json"),
        ("a manifest that is none", (box, _) => box.Members["manifest.json"] = "{}"u8.ToArray(), false, "evidence.malformed", "manifest.json"),
        ("the manifest of another transfer", (box, other) => box.Members["manifest.json"] = other.Members["manifest.json"], false, "entry.mismatch", "entry.json"),
        ("the entry, carefully", (box, _) => box.Replace("entry.json", "\"leg\":\"request\"", "\"leg\":\"response\""), true, "proof.inclusion", "transfer.tlog-proof"),
        ("the entry's time", (box, _) => box.Replace("entry.json", "\"time\":\"2", "\"time\":\"1"), true, "proof.inclusion", "transfer.tlog-proof"),
        ("an entry that is none", (box, _) => box.Members["entry.json"] = "{}"u8.ToArray(), true, "entry.malformed", "entry.json"),
        ("no entry", (box, _) => box.Members.Remove("entry.json"), true, "evidence.missing", "entry.json"),
        ("the entry of another transfer", (box, other) => Take(box, other, "entry.json", "transfer.tlog-proof"), true, "evidence.mismatch", "signature.bin"),
        ("another transfer's entry beside it", (box, other) => Rename(box, other, "entry.json", "entries/2026-1.json"), true, "entry.mismatch", "entries/2026-1.json"),
        ("an entry without proof", (box, _) => box.Members.Remove("response/transfer.tlog-proof"), true, "evidence.missing", "response/transfer.tlog-proof"),
        ("the proof of another entry", (box, other) => Take(box, other, "transfer.tlog-proof"), true, "proof.inclusion", "transfer.tlog-proof"),
        ("a proof that is none", (box, _) => box.Members["transfer.tlog-proof"] = "index 0\n"u8.ToArray(), true, "proof.malformed", "transfer.tlog-proof"),
        ("a larger tree", (box, _) => box.Replace("transfer.tlog-proof", "\n\ngateway.gz.example/", "\n\ngateway.gz.example/1"), true, "proof.log", "transfer.tlog-proof"),
        ("the checkpoint's signature", (box, _) => box.Flip("transfer.tlog-proof", box.Members["transfer.tlog-proof"].Length - 20), true, "checkpoint.signature", "transfer.tlog-proof"),
        ("no seal", (box, _) => box.Members.Remove("seal.p7s"), true, "seal.missing", "seal.p7s"),
        ("the seal's signature", (box, _) => box.Flip("seal.p7s", box.Members["seal.p7s"].Length - 8), true, "seal.invalid", "seal.p7s"),
        ("a seal over something else", (box, _) => box.Members["seal.p7s"] = box.Members["bundle-lines.txt.p7s"], true, "seal.invalid", "seal.p7s"),
        ("the list of logs", (box, _) => box.Replace("logs.json", "\"v\":1", "\"v\":2"), true, "logs.malformed", "logs.json"),
        ("the list's time", (box, _) => box.Replace("logs.json", "\"time\":\"2", "\"time\":\"1"), true, "logs.signature", "logs.json.p7s"),
        ("the list's key of the year", (box, _) => box.Replace("logs.json", "/20", "/19"), true, "logs.malformed", "logs.json"),
        ("no list of logs, though it was signed", (box, _) => box.Members.Remove("logs.json"), true, "evidence.missing", "logs.json"),
        ("a list of logs that nobody signed", (box, _) => box.Members.Remove("logs.json.p7s"), true, "logs.signature", "logs.json.p7s"),
        ("the ledger key's endorsement", (box, _) => box.Replace("ledger-key.json", "\"party\":\"gateway-gz\"", "\"party\":\"gateway-hk\""), true, "endorsement.invalid", "ledger-key.json"),
        ("its signature", (box, _) => box.Flip("ledger-key.json.p7s", box.Members["ledger-key.json.p7s"].Length - 8), true, "endorsement.invalid", "ledger-key.json"),
        ("no endorsement", (box, _) => box.Members.Remove("ledger-key.json"), true, "evidence.missing", "ledger-key.json"),
        ("the stamping key's in its place", (box, _) => Swap(box), true, "log.key", "ledger-key.json"),
        ("the stamping key's endorsement", (box, _) => box.Replace("stamping-key.json", "\"for\":[\"bank-gz\"", "\"for\":[\"bank-xx\""), true, "endorsement.invalid", "stamping-key.json"),
        ("no stamping key", (box, _) => box.Members.Remove("stamping-key.json.p7s"), true, "evidence.missing", "stamping-key.json.p7s"),
        ("the statement", (box, _) => box.Replace("statement.json", "account-opening", "account-closing"), true, "evidence.mismatch", "statement.json"),
        ("the answer's statement", (box, _) => box.Flip("response/statement.json"), true, "evidence.mismatch", "response/statement.json"),
        ("no statement", (box, _) => box.Members.Remove("statement.json"), true, "evidence.missing", "statement.json"),
        ("the signature base", (box, _) => box.Replace("signature-base.txt", "\"@method\": POST", "\"@method\": PUT"), true, "stamp.invalid", "entry.json"),
        ("another base", (box, _) => box.Members["signature-base.txt"] = box.Members["response/signature-base.txt"], true, "evidence.mismatch", "signature-base.txt"),
        ("a base that is none", (box, _) => box.Members["signature-base.txt"] = "x"u8.ToArray(), true, "stamp.components", "signature-base.txt"),
        ("the signature", (box, _) => box.Flip("signature.bin"), true, "evidence.mismatch", "signature.bin"),
        ("a trust list", (box, _) => box.Replace("trust-list-HK.json", "\"status\": \"granted\"", "\"status\": \"withdrawn\""), true, "trust_list.invalid", "trust-list-HK.json"),
        ("a trust list's signature", (box, _) => box.Flip("trust-list-CN.json.p7s", box.Members["trust-list-CN.json.p7s"].Length - 8), true, "trust_list.invalid", "trust-list-CN.json.p7s"),
        ("no trust list", (box, _) => box.Members.Remove("trust-list-CN.json"), true, "evidence.missing", "trust-list-*.json (example-cn)"),
        ("a CRL", (box, _) => box.Flip(Crl(box), box.Members[Crl(box)].Length - 8), true, "crl.invalid", "crls/*"),
        ("no CRL", (box, _) => RemoveAll(box, "crls/"), true, "evidence.missing", "crls/"),
        ("the bundle", (box, _) => box.Replace("bundle-lines.txt", "banking.yaml ", "banking.yml "), true, "policy.mismatch", "bundle-lines.txt"),
        ("the officers' signatures", (box, _) => box.Flip("bundle-lines.txt.p7s", box.Members["bundle-lines.txt.p7s"].Length - 8), true, "policy.signature", "bundle-lines.txt.p7s"),
        ("a bundle nobody signed", (box, _) => box.Members.Remove("bundle-lines.txt.p7s"), true, "policy.unsigned", "bundle-lines.txt.p7s"),
        ("the rules", (box, _) => box.Replace("rules.yaml", "do: mask", "do: keep"), true, "policy.mismatch", "rules.yaml"),
        ("rules of another category", (box, other) => Take(box, other, "rules.yaml"), true, "policy.mismatch", "rules.yaml"),
        ("a page that tells another story", (box, _) => box.Replace("index.html", "bank-hk", "bank-xx"), false, "evidence.mismatch", "index.html"),
        ("a README with other steps", (box, _) => box.Replace("README.txt", "-crl_check_all", ""), false, "evidence.mismatch", "README.txt"),
    ];

    public static TheoryData<string> Names => [.. Table.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_tampering_is_found_and_named(string name)
    {
        var (_, tamper, isCareful, code, member) = Table.Single(row => row.Name == name);
        var box = EvidenceBox.Of(demo, null);
        tamper(box, EvidenceBox.Of(demo, null, "response"));
        if (isCareful)
        {
            box.CloseCarefully();
        }

        Assert.Contains(box.Verify(), finding => finding.Code == code && IsMember(finding.Member, member));
    }

    [Fact]
    public void A_page_or_readme_whose_manifest_fits_is_found_all_the_same()
    {
        foreach (var member in new[] { "index.html", "README.txt" })
        {
            var box = EvidenceBox.Of(demo, "screen.finding");
            box.Flip(member);
            box.CloseCarefully(withPage: false);
            Assert.Contains(box.Verify(), finding => (finding.Code, finding.Member) == ("evidence.mismatch", member));
        }
    }

    [Fact]
    public void No_changed_byte_of_any_member_passes()
    {
        var box = EvidenceBox.Of(demo, "screen.finding");
        foreach (var name in box.Members.Keys.ToList())
        {
            var step = Math.Max(1, box.Members[name].Length / 3);
            for (var at = 0; at < box.Members[name].Length; at += step)
            {
                box.Flip(name, at);
                Assert.Contains(box.Verify(), finding => finding.Member == name || name == "manifest.json");
                box.Flip(name, at);
            }
        }

        Assert.Empty(box.Verify());
    }

    [Fact]
    public void All_findings_are_told_and_not_the_first()
    {
        var box = EvidenceBox.Of(demo, null);
        box.Flip("seal.p7s");
        box.Members.Remove("rules.yaml");
        box.Members["more.txt"] = [];

        var members = box.Verify().Select(finding => finding.Member).ToHashSet();
        Assert.Superset(new HashSet<string> { "seal.p7s", "rules.yaml", "more.txt" }, members);
    }

    [Theory]
    [InlineData("../escape.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("space in name")]
    public void A_name_that_no_member_has_is_a_finding_and_nothing_is_written(string name)
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry(name);
        }

        Assert.Contains(Read(zip.ToArray()), finding => finding.Code == "evidence.extra");
    }

    [Fact]
    public void What_unpacks_to_more_than_any_evidence_is_not_unpacked()
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("bomb").Open();
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 257; i++)
            {
                entry.Write(zeros);
            }
        }

        Assert.Equal("evidence.malformed", Assert.Single(Read(zip.ToArray())).Code);
    }

    [Fact]
    public void Whatever_the_bytes_the_answer_is_findings_and_never_an_exception()
    {
        var box = EvidenceBox.Of(demo, "screen.finding");
        var whole = EvidenceArchive.Write(box.Members, TimeProvider.System.GetUtcNow());
        Assert.NotEmpty(Read(Encoding.UTF8.GetBytes("not a zip")));
        Assert.NotEmpty(Read([]));
        for (var i = 0; i < 60; i++)
        {
            var bytes = whole.ToArray();
            bytes[(int)((long)i * bytes.Length / 60)] ^= 0x55;
            Verify(i % 10 == 0 ? bytes[..(bytes.Length * (i + 1) / 61)] : bytes);
        }
    }

    private void Verify(byte[] zip)
    {
        var findings = new List<VerificationFinding>();
        var members = EvidenceArchive.Read(new MemoryStream(zip), findings);
        EvidenceVerification.Run(members, EvidenceBox.AnchorsOf(demo).For(members, []), findings);
    }

    private static List<VerificationFinding> Read(byte[] zip)
    {
        var findings = new List<VerificationFinding>();
        _ = EvidenceArchive.Read(new MemoryStream(zip), findings);
        return findings;
    }

    private static bool IsMember(string found, string member) => member.EndsWith('*')
        ? found.StartsWith(member[..^1], StringComparison.Ordinal)
        : found == member;

    private static void Take(EvidenceBox box, EvidenceBox other, params string[] members) =>
        members.ToList().ForEach(member => box.Members[member] = other.Members[member]);

    private static void Rename(EvidenceBox box, EvidenceBox other, string from, string to) =>
        box.Members[to] = other.Members[from];

    private static void RemoveAll(EvidenceBox box, string start) =>
        box.Members.Keys.Where(name => name.StartsWith(start, StringComparison.Ordinal)).ToList().ForEach(name => box.Members.Remove(name));

    private static void Swap(EvidenceBox box)
    {
        box.Members["ledger-key.json"] = box.Members["stamping-key.json"];
        box.Members["ledger-key.json.p7s"] = box.Members["stamping-key.json.p7s"];
    }

    private static string Crl(EvidenceBox box) =>
        box.Members.Keys.First(name => name.StartsWith("crls/", StringComparison.Ordinal));
}
