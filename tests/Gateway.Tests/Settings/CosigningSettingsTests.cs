using System.Collections;
using System.Text;
using Gateway.Ledger.Notes;
using Gateway.Policies;
using Gateway.Settings;

namespace Gateway.Tests.Settings;

/// <summary>Ledger:Witnesses: what is missing or makes no sense is a fault, and nothing of it has a default that opens.</summary>
public sealed class CosigningSettingsTests
{
    private static readonly string One = WitnessKey.Of("one.example", Key(1)).ToString();
    private static readonly string Two = WitnessKey.Of("two.example", Key(2)).ToString();

    [Fact]
    public void Whom_to_ask_how_many_must_answer_and_what_happens_without_them_is_read()
    {
        var faults = Read($$"""{ "Quorum": 2, "WithoutQuorum": "stop", "Members": { "a": {{Member(One)}}, "b": {{Member(Two)}} } }""", out var read);

        Assert.Empty(faults);
        Assert.Equal((2, TimeSpan.FromHours(1), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5)), (read!.Quorum, read.StopAfter, read.Interval, read.Timeout));
        Assert.Equal(["one.example", "two.example"], read.Members.Select(member => member.Key.Name));
        Assert.Equal("http://127.0.0.1:7380/w/", read.Members[0].Server.Url.ToString());
        Read($$"""{ "Quorum": 1, "WithoutQuorum": "go-on", "Members": { "a": {{Member(One)}} } }""", out read);
        Assert.Null(read!.StopAfter);
    }

    [Theory]
    [InlineData("\"WithoutQuorum\": \"stop\", \"Members\": { \"a\": $one }", "Ledger.Witnesses.Quorum")]
    [InlineData("\"Quorum\": 1, \"Members\": { \"a\": $one }", "Ledger.Witnesses.WithoutQuorum")]
    [InlineData("\"Quorum\": 1, \"WithoutQuorum\": \"maybe\", \"Members\": { \"a\": $one }", "Ledger.Witnesses.WithoutQuorum")]
    [InlineData("\"Quorum\": 1, \"WithoutQuorum\": \"go-on\", \"StopAfter\": \"01:00:00\", \"Members\": { \"a\": $one }", "Ledger.Witnesses.StopAfter")]
    [InlineData("\"Quorum\": 1, \"WithoutQuorum\": \"stop\"", "Ledger.Witnesses.Members")]
    [InlineData("\"Quorum\": 2, \"WithoutQuorum\": \"stop\", \"Members\": { \"a\": $one }", "Ledger.Witnesses.Quorum")]
    [InlineData("\"Quorum\": 0, \"WithoutQuorum\": \"stop\", \"Members\": { \"a\": $one }", "Ledger.Witnesses.Quorum")]
    [InlineData("\"Quorum\": 2, \"WithoutQuorum\": \"stop\", \"Members\": { \"a\": $one, \"b\": $one }", "Ledger.Witnesses.Members.b.Vkey")]
    [InlineData("\"Quorum\": 1, \"WithoutQuorum\": \"stop\", \"Members\": { \"a\": { \"Url\": \"http://127.0.0.1:1\", \"Vkey\": \"x\" } }", "Ledger.Witnesses.Members.a.Vkey")]
    [InlineData("\"Quorum\": 1, \"WithoutQuorum\": \"stop\", \"Members\": { \"a\": { \"Url\": \"http://witness.example\", \"Vkey\": \"$vkey\" } }", "Ledger.Witnesses.Members.a.Url")]
    [InlineData("\"Quorum\": 1, \"WithoutQuorum\": \"stop\", \"Members\": { \"a\": { \"Url\": \"https://w.example\", \"Vkey\": \"$vkey\", \"Certificate\": \"c.crt\" } }", "Ledger.Witnesses.Members.a.Key")]
    [InlineData("\"Quorum\": 1, \"WithoutQuorum\": \"stop\", \"Members\": { \"a\": { \"Url\": \"https://w.example\", \"Vkey\": \"$vkey\", \"Authority\": \"nowhere.pem\" } }", "Ledger.Witnesses.Members.a")]
    [InlineData("\"Quorums\": 1, \"Quorum\": 1, \"WithoutQuorum\": \"stop\", \"Members\": { \"a\": $one }", "Ledger.Witnesses.Quorums")]
    public void What_is_missing_or_makes_no_sense_is_told_with_its_place(string section, string path)
    {
        var faults = Read($"{{ {section.Replace("$one", Member(One), StringComparison.Ordinal).Replace("$vkey", One, StringComparison.Ordinal)} }}", out _);

        Assert.Contains(faults, fault => fault.Path == path);
    }

    private static string Member(string vkey) => $$"""{ "Url": "http://127.0.0.1:7380/w", "Vkey": "{{vkey}}" }""";

    private static byte[] Key(byte fill) => [.. Enumerable.Repeat(fill, 32)];

    private static List<Fault> Read(string section, out CosigningSettings? read)
    {
        var faults = new List<Fault>();
        var json = Encoding.UTF8.GetBytes($$"""{ "Ledger": { "Witnesses": {{section}} } }""");
        read = SettingsReading.ReadAll(Path.GetFullPath("gateway.json"), json, new Hashtable(), faults)?.Settings.Ledger.Witnesses;
        return [.. faults.Where(fault => fault.Path.StartsWith("Ledger.Witnesses", StringComparison.Ordinal))];
    }
}
