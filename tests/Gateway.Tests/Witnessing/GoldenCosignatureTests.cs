using System.Security.Cryptography;
using System.Text;
using Gateway.Evidence;
using Gateway.Ledger.Notes;
using Gateway.Stamping;
using Gateway.Tests.Conventions;
using Gateway.Witnessing;

namespace Gateway.Tests.Witnessing;

/// <summary>
/// A head with the lines of its log and of two witnesses, and the policy that names them: the bytes that others' code
/// verifies in tests/interop, beside a tampered twin.
/// </summary>
public sealed class GoldenCosignatureTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_cosigned_head_has_exactly_the_golden_bytes()
    {
        using var log = new SampleLog("gateway.gz.example/2026");
        using var one = Ed25519PrivateKey.Import(SHA256.HashData("witness one"u8));
        using var two = Ed25519PrivateKey.Import(SHA256.HashData("witness two"u8));
        var (first, second) = (WitnessKey.Of("one.example/gateway", one.PublicKey), WitnessKey.Of("two.example/gateway", two.PublicKey));
        var head = new Checkpoint(log.Origin, 700, log.Root(700));
        var lines = new[] { first.Cosign(head.Text, Time, one), second.Cosign(head.Text, Time.AddSeconds(1), two) };
        var policy = $"log {log.NoteKey}\nwitness one {first}\nwitness two {second}\ngroup both all one two\nquorum both\n";

        Assert.Equal(Golden("cosigned-checkpoint.txt"), Encoding.UTF8.GetString(log.Note(700)) + string.Concat(lines));
        Assert.Equal(Golden("log-policy.txt"), policy);
        Assert.True(LogPolicy.Parse(Encoding.UTF8.GetBytes(policy), out _)!.IsWitnessed(head.Text, lines));
    }

    [Fact]
    public void What_is_sent_to_a_witness_has_exactly_the_golden_bytes()
    {
        using var log = new SampleLog("gateway.gz.example/2026");

        Assert.Equal(Golden("add-checkpoint.txt"), Encoding.UTF8.GetString(log.Request(5, 700)));
    }

    [Fact]
    public void Nothing_but_the_exact_form_of_a_request_is_read()
    {
        var golden = Golden("add-checkpoint.txt");
        Assert.True(AddCheckpoint.TrySplit(Encoding.UTF8.GetBytes(golden), out var head, out _));
        Assert.Equal((5, 11), (AddCheckpoint.Parse(head)!.OldSize, AddCheckpoint.Parse(head)!.Proof.Count));
        foreach (var wrong in new[] { "", "old", "old ", "old -1", "old 1 ", " old 1", "OLD 1", "old 1\n", "old 1\n\n", "old 1\nx", "old 1\r", "old 99999999999999999999", head + "\nAA==" })
        {
            Assert.Null(AddCheckpoint.Parse(wrong));
        }
    }

    private static string Golden(string name)
    {
        var path = Path.Combine(SourceTree.Root, "docs", "formats", "golden", name);
        return File.ReadAllText(path);
    }
}
