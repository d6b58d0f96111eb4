using System.Text;
using Gateway.Evidence;
using Gateway.Ledger.Notes;

namespace Gateway.Tests.Ledger;

/// <summary>Whom a verifier relies on: C2SP tlog-policy, and the cosignatures it counts.</summary>
public sealed class LogPolicyTests
{
    private const string Log = "audit.example.com/log1+e7afb002+ASmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X";
    private const string Witness = "witness.example.com/w1+a0059f11+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
    private const string Other = "mirror.example.org+3fb148ef+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94O";

    [Fact]
    public void Published_cosignatures_count_and_their_tampered_twins_do_not()
    {
        var cases = Vectors.Read("cosignature.json").GetProperty("ed25519_v1").EnumerateArray().ToList();

        Assert.True(cases.Count >= 4);
        foreach (var published in cases)
        {
            var note = published.GetProperty("checkpoint").GetString()!;
            var text = note[..(note.LastIndexOf("\n\n", StringComparison.Ordinal) + 1)];
            var policy = Parse($"witness w {published.GetProperty("vkey").GetString()}\nquorum w\n");
            var counts = policy!.IsWitnessed(text, OwnNote.Signatures(note));
            Assert.Equal(published.GetProperty("valid").GetBoolean(), counts);
            Assert.False(policy.IsWitnessed(text + "x\n", OwnNote.Signatures(note)));
        }
    }

    [Theory]
    [InlineData("group g any w1 w2\nquorum g", true)]
    [InlineData("group g 1 w1 w2\nquorum g", true)]
    [InlineData("group g all w1 w2\nquorum g", false)]
    [InlineData("group g 2 w1 w2\nquorum g", false)]
    [InlineData("group a any w1\ngroup g all a\nquorum g", true)]
    [InlineData("quorum w2", false)]
    [InlineData("quorum none", true)]
    public void A_quorum_is_reached_by_as_many_as_it_asks(string lines, bool reached)
    {
        var note = Vectors.Read("cosignature.json").GetProperty("ed25519_v1")[2].GetProperty("checkpoint").GetString()!;
        var text = note[..(note.LastIndexOf("\n\n", StringComparison.Ordinal) + 1)];
        var policy = Parse($"# who\nlog {Log} https://a.example\nwitness w1 {Witness}\twitness.example\nwitness w2 {Other}\n{lines}\n");

        Assert.NotNull(policy!.KeyOf("audit.example.com/log1"));
        Assert.Equal(reached, policy.IsWitnessed(text, OwnNote.Signatures(note)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("quorum")]
    [InlineData("quorum w")]
    [InlineData("quorum none\nquorum none")]
    [InlineData("log x\nquorum none")]
    [InlineData("log " + Log + "\nlog " + Log + "\nquorum none")]
    [InlineData("witness w " + Log + "\nquorum w")]
    [InlineData("witness w " + Witness + "\nwitness w " + Other + "\nquorum w")]
    [InlineData("witness none " + Witness + "\nquorum none")]
    [InlineData("group g any w\nquorum g")]
    [InlineData("witness w " + Witness + "\ngroup g 0 w\nquorum g")]
    [InlineData("witness w " + Witness + "\ngroup g 2 w\nquorum g")]
    [InlineData("witness w " + Witness + "\ngroup g any w\ngroup h any w\nquorum g")]
    [InlineData("group g any g\nquorum g")]
    [InlineData("trust everybody\nquorum none")]
    public void What_is_no_policy_is_no_anchor(string text) => Assert.Null(Parse(text));

    // One witness under two names, or with two key names, would make two of a quorum.
    [Fact]
    public void A_witness_that_stands_twice_is_no_second_one()
    {
        Assert.True(WitnessKey.TryParse(Witness, out var key));
        foreach (var again in new[] { key, WitnessKey.Of("another.example", key.PublicKey) })
        {
            Assert.Null(Parse($"witness w1 {Witness}\nwitness w2 {again}\ngroup g all w1 w2\nquorum g\n"));
        }
    }

    private static LogPolicy? Parse(string text) => LogPolicy.Parse(Encoding.UTF8.GetBytes(text), out _);
}
