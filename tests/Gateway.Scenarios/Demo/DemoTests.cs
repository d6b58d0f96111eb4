using System.Text;
using System.Text.Json;
using Gateway.Commands.Demo;
using Gateway.Commands.Offline;
using Gateway.Ledger.Verification;
using Gateway.Policies;
using Gateway.Scenarios.Fakes;
using Gateway.Stamping;

namespace Gateway.Scenarios.Demo;

/// <summary>What the demo shows, and what it leaves with --keep (FORMATS.md 6).</summary>
[Collection(nameof(FinishedDemo))]
public sealed class DemoTests(FinishedDemo demo)
{
    [Fact]
    public void Everything_comes_out_as_told()
    {
        Assert.All(demo.Result.Transfers, row => Assert.True(row.IsOk, $"{row.Name.En}: {row.Actual} {row.Code}"));
        Assert.True(demo.Document.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public void The_customer_files_and_the_patient_record_cross()
    {
        var crossed = demo.Transfers.Where(row => Text(row, "actual") == "crossed").ToList();

        Assert.Equal(["request", "response"], crossed.Select(row => Text(row, "leg")));
        Assert.All(crossed, row => Assert.Equal(JsonValueKind.Null, row.GetProperty("code").ValueKind));
        Assert.Equal(484_608, crossed[1].GetProperty("bytesIn").GetInt64());
        Assert.All(crossed, row => Assert.InRange(row.GetProperty("bytesOut").GetInt64(), 1, 100_000));
    }

    [Theory]
    [InlineData("route.unknown", 1)]
    [InlineData("route.parameter", 1)]
    [InlineData("party.zone", 1)]
    [InlineData("certificate.absent", 1)]
    [InlineData("certificate.untrusted", 1)]
    [InlineData("certificate.revoked", 1)]
    [InlineData("instrument.missing", 1)]
    [InlineData("instrument.expired", 1)]
    [InlineData("category.not_covered", 1)]
    [InlineData("grade.core", 1)]
    [InlineData("screen.finding", 4)]
    [InlineData("field.unlisted", 1)]
    [InlineData("body.malformed", 1)]
    [InlineData("body.too_large", 1)]
    [InlineData("ledger.unavailable", 1)]
    public void What_must_not_cross_is_refused_for_its_own_reason(string code, int times)
    {
        var refused = demo.Transfers.Where(row => Text(row, "code") == code).ToList();

        Assert.Equal(times, refused.Count);
        Assert.All(refused, row => Assert.Equal("refused", Text(row, "actual")));
        Assert.All(refused, row => Assert.Equal(0, row.GetProperty("bytesOut").GetInt64()));
    }

    [Fact]
    public void An_error_body_with_personal_data_is_emptied()
    {
        var emptied = Assert.Single(demo.Transfers, row => Text(row, "actual") == "emptied");

        Assert.Equal(0, emptied.GetProperty("bytesOut").GetInt64());
        Assert.False(Directory.Exists(demo.At("messages", Text(emptied, "id")!)));
    }

    [Fact]
    public void Only_what_the_ledger_could_not_take_lacks_an_entry()
    {
        var unrecorded = Assert.Single(demo.Transfers, row => Text(row, "ledger") is null);

        Assert.Equal("ledger.unavailable", Text(unrecorded, "code"));
    }

    [Fact]
    public void Every_stamp_and_the_ledger_verify_and_every_changed_byte_is_noticed()
    {
        Assert.Equal(3, demo.Document.GetProperty("stampsVerified").GetInt32());
        Assert.True(demo.Document.GetProperty("ledgerVerified").GetBoolean());
        Assert.Equal(demo.Result.Tampers.Count, demo.Document.GetProperty("tampersCaught").GetInt32());
        Assert.All(demo.Result.Tampers, tamper => Assert.NotNull(tamper.Finding));
        Assert.Equal(11, demo.Result.Tampers.Select(tamper => tamper.What).Distinct().Count());
    }

    [Fact]
    public void The_kept_folder_has_the_contract_s_layout()
    {
        string[] expected = ["keys", "ledger", "log-policy.txt", "messages", "policy", "sources", "trust"];
        var found = Directory.EnumerateFileSystemEntries(demo.Folder).Select(path => Path.GetFileName(path)!);
        Assert.Equal(expected, found.Order(StringComparer.Ordinal));

        string[] keys =
        [
            "keys.json", "stamp.pub.pem", "stamping-key.json", "stamping-key.json.p7s", "ledger-key.json",
            "ledger-key.json.p7s", "ledger.pub.pem",
        ];
        Assert.All(keys, name => Assert.True(File.Exists(demo.At("keys", name)), name));
        Assert.True(File.Exists(demo.At("policy", "bundle.p7s")));
        Assert.NotEmpty(Directory.EnumerateFiles(demo.At("trust", "crls")));
        Assert.NotEmpty(Directory.EnumerateFiles(demo.At("trust"), "*.crt"));
        Assert.Empty(Directory.EnumerateFiles(demo.At("trust"), "*.key"));
    }

    [Fact]
    public void The_log_policy_names_the_ledger_s_key()
    {
        var lines = File.ReadAllLines(demo.At("log-policy.txt"));
        var shard = Directory.EnumerateDirectories(demo.At("ledger"), "2*").Single();

        Assert.Equal([$"log {File.ReadAllText(Path.Combine(shard, "vkey")).Trim()}", "quorum none"], lines);
    }

    [Fact]
    public void Kept_messages_verify_from_the_folder_alone_and_a_changed_body_does_not()
    {
        var lists = Directory.GetFiles(demo.At("trust"), "trust-list-*.json");
        var anchors = OfflineAnchors.Read(lists, null, new List<Fault>())!;
        var messages = Directory.GetDirectories(demo.At("messages"));

        Assert.All(messages, message =>
            Assert.Empty(MessageVerification.Run(message, demo.At("keys"), anchors.Judge).Findings));
        var body = Path.Combine(messages[0], "body");
        var before = File.ReadAllBytes(body);
        File.WriteAllBytes(body, [.. before, (byte)' ']);
        var tampered = MessageVerification.Run(messages[0], demo.At("keys"), anchors.Judge);
        File.WriteAllBytes(body, before);
        Assert.Contains(tampered.Findings, finding => finding.Code == "content.digest");
    }

    [Fact]
    public void The_kept_ledger_verifies_with_the_kept_key()
    {
        var key = Ed25519KeyFile.ReadPublicPem(File.ReadAllBytes(demo.At("keys", "ledger.pub.pem")))!;

        Assert.Empty(LedgerVerifier.Verify(demo.At("ledger"), [key]).Findings);
    }

    [Fact]
    public void Messages_and_sources_are_named_by_transfer_and_leg()
    {
        var push = Text(demo.Transfers.First(), "id")!;
        var pull = Text(demo.Transfers.ElementAt(1), "id")!;

        Assert.Equal(
            new[] { push, $"{push}.response", pull }.Order(StringComparer.Ordinal),
            Directory.EnumerateDirectories(demo.At("messages"))
                .Select(path => Path.GetFileName(path)!)
                .Order(StringComparer.Ordinal));
        Assert.StartsWith("POST https://127.0.0.1:", Head(push), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 201\n", Head($"{push}.response"), StringComparison.Ordinal);
        Assert.Contains("\n\nGET https://127.0.0.1:", Head(pull), StringComparison.Ordinal);
        Assert.Equal(484_608, new FileInfo(demo.At("sources", pull)).Length);
        Assert.True(File.Exists(demo.At("sources", $"{push}.response")));
    }

    [Fact]
    public void No_personal_value_of_a_source_stands_in_a_message_or_in_the_ledger()
    {
        var kept = Directory.EnumerateFiles(demo.At("messages"), "*", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(demo.At("ledger"), "*", SearchOption.AllDirectories));
        byte[][] secrets =
            [.. DemoDocuments.CustomerSecrets.Append(MadeUpIdentity.Specimen).Select(Encoding.UTF8.GetBytes)];

        Assert.All(kept, file =>
        {
            var bytes = File.ReadAllBytes(file);
            Assert.All(secrets, secret => Assert.Equal(-1, bytes.AsSpan().IndexOf(secret)));
        });
        Assert.All(secrets[..3], secret => Assert.NotEqual(-1, DemoDocuments.Customers.AsSpan().IndexOf(secret)));
    }

    [Theory]
    [InlineData(Language.English, "masked", "Everything came out as told.")]
    [InlineData(Language.SimplifiedChinese, "掩码", "全部结果与预期相符。")]
    [InlineData(Language.TraditionalChinese, "遮蔽", "全部結果與預期相符。")]
    public void The_text_says_what_happened_to_every_transfer(Language language, string masked, string end)
    {
        var text = DemoText.Write(demo.Result, demo.Folder, language);

        Assert.All(demo.Result.Transfers, row => Assert.Contains(row.Name.In(language), text, StringComparison.Ordinal));
        Assert.All(demo.Result.Transfers, row => Assert.Contains(row.Code ?? "", text, StringComparison.Ordinal));
        Assert.Contains(masked, text, StringComparison.Ordinal);
        Assert.EndsWith(end, text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_demo_in_Chinese_says_nothing_in_English_but_codes_and_file_names()
    {
        var text = DemoText.Write(demo.Result, null, Language.TraditionalChinese);

        // Two words with a space between them are a sentence; "screen.finding" and "FHIR" are not.
        Assert.DoesNotMatch("[a-z]{2,} [a-z]{2,}", text);
        Assert.Matches("[a-z]{2,} [a-z]{2,}", DemoText.Write(demo.Result, null, Language.English));
    }

    [Fact]
    public void What_is_refused_on_purpose_is_said_in_the_demo_s_own_words_and_is_no_warning()
    {
        Assert.Contains(DemoWords.RefusedOnPurpose, demo.Said);
        Assert.Contains(
            DemoCases.ExpiredInstrument, File.ReadAllText(demo.At("policy", "demo.yaml")), StringComparison.Ordinal);
        Assert.DoesNotMatch(
            $"StartWarning[^\n]*({DemoCases.ExpiredInstrument}|'credit-push'|'loans-push'|'credit-to-clinic')",
            LogCapture.Instance.Text);
    }

    [Theory]
    [InlineData("expiry.past", DemoCases.ExpiredInstrument, true)]
    [InlineData("expiry.soon", DemoCases.ExpiredInstrument, false)]
    [InlineData("expiry.past", "gba-bank-1", false)]
    [InlineData("route.refused", "routes[3].request", true)]
    [InlineData("route.refused", "routes[0].request", false)]
    public void Every_other_warning_of_the_demo_is_shown(string code, string path, bool isKnown) =>
        Assert.Equal(isKnown, DemoRun.IsOnPurpose(new Fault("demo.yaml", 1, 1, path, code, "") { IsWarning = true }));

    [Fact]
    public void One_unexpected_transfer_is_enough_to_fail()
    {
        var wrong = demo.Result.Transfers[^1] with { Actual = "crossed", Code = null };
        var result = demo.Result with { Transfers = [.. demo.Result.Transfers.SkipLast(1), wrong] };

        Assert.False(result.IsOk);
        Assert.Contains("FAIL", DemoText.Write(result, null, Language.English), StringComparison.Ordinal);
    }

    private string Head(string message) => File.ReadAllText(demo.At("messages", message, "head.txt"));

    private static string? Text(JsonElement json, string member) => json.GetProperty(member).GetString();
}
