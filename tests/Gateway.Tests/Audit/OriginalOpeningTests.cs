using System.Text;
using Gateway.Audit;
using Gateway.Commands.Originals;
using Gateway.Evidence;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Policies.Transforms;
using Gateway.Screening;
using Gateway.Settings;
using Gateway.Stamping;
using Gateway.Tests.Ledger;
using Gateway.Tests.Screening;

namespace Gateway.Tests.Audit;

/// <summary>What opens is shown only where it is what the release committed to, and what is recorded names no value.</summary>
public sealed class OriginalOpeningTests
{
    private const string Body = """{"name":"Wong"}""";

    private static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
    private static readonly ValuePlace[] Values = [new("$.name", "masked", 8, 6, -1, 0)];

    [Theory]
    [InlineData(Body, "")]
    [InlineData("""{"name":"Wang"}""", "original.digest")]
    public void An_original_that_is_not_what_was_committed_to_is_not_shown(string kept, string code)
    {
        using var one = KeptOriginalsTests.Certificate("nistP256");
        using var other = KeptOriginalsTests.Certificate("nistP384");
        var record = TransferRecord.Read(Encoding.UTF8.GetBytes(
            File.ReadLines(Vectors.PathOf(Path.Combine("docs", "formats", "golden", "entry.jsonl"))).First()))!;
        var release = new ReleasedLeg(record.Facts.TransferId, record.Text("leg")!);
        var originals = KeptOriginals.Of(
            release, Values, Encoding.UTF8.GetBytes(kept), [new CustodianEntry("one", one, default), new CustodianEntry("other", other, default)]);
        var commitments = FieldCommitments.Of(Values, Encoding.UTF8.GetBytes(Body), [], new byte[32]) with { Originals = originals };
        var trace = new FieldTrace(new LedgerPosition("log.example", 2026, 7), record, commitments, 0, "");
        var request = Encoding.UTF8.GetBytes(
            new OriginalRequest("log.example/2026/7", trace.Place, "c", "why", Now, originals.Shares).ToString());
        byte[] Reply(CustodianShare share, System.Security.Cryptography.X509Certificates.X509Certificate2 withKey) =>
            Encoding.UTF8.GetBytes(new CustodianReply(
                Sha256Digest.Of(request), share.Certificate, KeptOriginals.Part(EnvelopeReading.Open(share.Message, withKey)!, trace.Place)).ToString());

        var opened = OriginalOpening.Open(
            trace, request, [Reply(originals.Shares[0], one), Reply(originals.Shares[1], other)], Now.AddHours(23), out var why);

        Assert.Equal(code, why?.Code ?? "");
        Assert.Equal(code.Length == 0 ? "\"Wong\"" : null, opened is { } yes ? Encoding.UTF8.GetString(yes.Value) : null);
        Assert.Equal(code.Length == 0 ? ["one", "other"] : [], opened?.Opened.Officers.Select(officer => officer.Officer.ToString()) ?? []);
    }

    [Theory]
    [InlineData("\"v\":1", "\"v\":2")]
    [InlineData("trace-original", "trace")]
    [InlineData("\"leg\":\"request\"", "\"leg\":\"both\"")]
    [InlineData("\"reason\":\"why\"", "\"reason\":\"\"")]
    [InlineData("\"field\":3", "\"field\":\"3\"")]
    [InlineData("\"time\":\"2026", "\"time\":\"now")]
    [InlineData("\"path\":\"$.a\"", "\"path\":1")]
    [InlineData("\"shares\":[", "\"shares\":[1")]
    [InlineData("$.a", "$.b\\u001b[2K")]
    [InlineData("why", "why\\n$.b")]
    [InlineData("\"field\":3", "\"field\":3,\"field\":4")]
    public void A_request_that_is_not_of_its_form_is_none(string old, string with)
    {
        var text = new OriginalRequest(
            "log.example/2026/7", new OriginalPlace(new ReleasedLeg(Guid.CreateVersion7(), "request"), 3, "$.a"), "c", "why", Now, []).ToString();
        Assert.Contains(old, text, StringComparison.Ordinal);
        Assert.Equal(text, OriginalRequest.Parse(Encoding.UTF8.GetBytes(text))!.ToString());
        Assert.Null(OriginalRequest.Parse(Encoding.UTF8.GetBytes(text.Replace(old, with, StringComparison.Ordinal))));
    }
}
