using System.Security.Cryptography;
using System.Text;
using Gateway.Evidence;
using Gateway.Ledger;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Verification;
using Gateway.Settings;
using Gateway.Stamping;
using Gateway.Witnessing;

namespace Gateway.Tests.Ledger;

/// <summary>What <c>ledger verify</c> makes of the lines of witnesses, once it is told whose they may be.</summary>
public sealed class CosignCheckTests : IAsyncLifetime
{
    private readonly TestLedger _test = new();
    private readonly Ed25519PrivateKey _one = Ed25519PrivateKey.Import(SHA256.HashData("witness one"u8));
    private readonly Ed25519PrivateKey _two = Ed25519PrivateKey.Import(SHA256.HashData("witness two"u8));

    private WitnessKey One => WitnessKey.Of("one.example", _one.PublicKey);

    private WitnessKey Two => WitnessKey.Of("two.example", _two.PublicKey);

    private ShardFolder Shard => new(_test.Folder, 2026);

    public async ValueTask InitializeAsync() => await VerifyTests.MakeAsync(_test, 20);

    public ValueTask DisposeAsync()
    {
        _one.Dispose();
        _two.Dispose();
        _test.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void The_line_of_a_named_witness_must_hold_and_a_strangers_line_is_passed_over()
    {
        Keep(Line(One, _one), Line(Two, _two));
        var policy = Policy("quorum one");
        Assert.Empty(Verify(policy).Findings);
        Assert.Empty(Verify(policy).NotHeld);

        // Its name and key ID over another text, or by another key: C2SP signed-note calls the note invalid.
        Keep(Line(One, _one), Line(One, _one, "another text\n"));
        Assert.Equal(["cosignature.signature"], Codes(policy));
        Keep(Line(One, _one), Line(Two, _one));
        Assert.Equal(["cosignature.signature"], Codes(policy));

        // The same name with another key ID is another key, and so is another name: nobody's that is known.
        Keep(Line(One, _one), Line(WitnessKey.Of("two.example", _one.PublicKey), _two), Line(WitnessKey.Of("three.example", _one.PublicKey), _two));
        Assert.Empty(Codes(policy));
        Assert.Empty(Codes(null));
    }

    [Fact]
    public void A_spoiled_line_on_the_checkpoint_itself_is_found_too()
    {
        Keep(Line(One, _one));
        File.AppendAllText(Shard.CheckpointFile, Line(One, _one, "another text\n"));

        var finding = Assert.Single(Verify(Policy("quorum one")).Findings);
        Assert.Equal(("cosignature.signature", "2026/checkpoint"), (finding.Code, finding.Where));
        Assert.Empty(Codes(null));
    }

    [Theory]
    [InlineData("quorum one", true)]
    [InlineData("quorum two", false)]
    [InlineData("group g all one two\nquorum g", false)]
    [InlineData("group g any one two\nquorum g", true)]
    [InlineData("quorum none", true)]
    public void The_quorum_of_a_log_policy_is_asked_of_the_newest_head_that_is_kept(string lines, bool isReached)
    {
        Keep(Line(One, _one));

        Assert.Equal(isReached ? [] : ["cosignature.quorum"], Codes(Policy(lines)));
    }

    [Fact]
    public void A_year_that_nobody_cosigned_has_no_quorum()
    {
        Assert.Equal(["cosignature.quorum"], Codes(Policy("quorum one")));
        Assert.Empty(Codes(Policy("quorum none")));
    }

    [Theory]
    [InlineData(1, true, null)]
    [InlineData(1, false, null)]
    [InlineData(2, true, "cosignature.quorum")]
    [InlineData(2, false, null)]
    public void Without_a_quorum_the_configuration_decides_whether_the_ledger_is_damaged(int quorum, bool stops, string? code)
    {
        Keep(Line(One, _one));
        var verdict = Verify(CosignPolicy.Of(Settings(quorum, stops)));

        Assert.Equal(code is null ? [] : [code], verdict.Findings.Select(finding => finding.Code));
        Assert.Equal(
            quorum == 2 && !stops ? [new LedgerLack("cosignatures", $"2026:0-{Head.Size - 1}")] : [],
            verdict.NotHeld);
    }

    [Fact]
    public async Task Entries_that_came_after_the_cosigned_head_are_told_and_are_no_finding()
    {
        Keep(Line(One, _one));
        var cosigned = Head.Size;
        await VerifyTests.MakeAsync(_test, 5);

        var verdict = Verify(Policy("quorum one"));
        Assert.Empty(verdict.Findings);
        Assert.Equal([new LedgerLack("cosignatures", $"2026:{cosigned}-{Head.Size - 1}")], verdict.NotHeld);
    }

    private Checkpoint Head => Checkpoint.TryOpen(Shard.ReadCheckpoint(), Shard.ReadVkey()!, out var head)
        ? head!
        : throw new InvalidOperationException();

    private string Line(WitnessKey name, Ed25519PrivateKey key, string? text = null) =>
        name.Cosign(text ?? Head.Text, _test.Clock.Now, key);

    private void Keep(params string[] lines)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Shard.Root, CosignFolder.Name)).FullName;
        File.WriteAllBytes(
            Path.Combine(folder, CosignFolder.Newest),
            [.. Shard.ReadCheckpoint()!, .. Encoding.UTF8.GetBytes(string.Concat(lines))]);
    }

    private CosignPolicy Policy(string lines) => CosignPolicy.Of(
        LogPolicy.Parse(Encoding.UTF8.GetBytes($"witness one {One}\nwitness two {Two}\n{lines}\n"), out _)!);

    private CosigningSettings Settings(int quorum, bool stops)
    {
        var server = new ServerSettings(new Uri("https://witness.example/"), null, null, null);
        return new CosigningSettings(
            quorum,
            TimeSpan.FromSeconds(10),
            TimeSpan.FromSeconds(5),
            stops ? TimeSpan.FromHours(1) : null,
            [new CosignerSettings("one", One, server), new CosignerSettings("two", Two, server)]);
    }

    private LedgerVerdict Verify(CosignPolicy? policy) =>
        LedgerVerifier.Verify(_test.Folder, [_test.Key.PublicKey.ToArray()], witnesses: policy);

    private IEnumerable<string> Codes(CosignPolicy? policy) => Verify(policy).Findings.Select(finding => finding.Code);
}
