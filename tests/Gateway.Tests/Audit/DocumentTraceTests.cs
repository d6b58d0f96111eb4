using System.Security.Cryptography;
using Gateway.Audit;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Policies;
using Gateway.Settings;
using Gateway.Tests.Ledger;
using Gateway.Tests.Settings;

namespace Gateway.Tests.Audit;

/// <summary>That a document was not found says nothing of releases it could not be compared with: they are counted.</summary>
public sealed class DocumentTraceTests : IDisposable
{
    private static readonly byte[] Document = "{\"a\":1}"u8.ToArray();

    private readonly TestLedger _test = new();
    private readonly KeyRing _keys = Secrets.Ring();

    public void Dispose()
    {
        _keys.Dispose();
        _test.Dispose();
    }

    [Theory]
    [InlineData("s", "", 1, 0)]
    [InlineData("s", ",\"recordsOmitted\":3", 1, 0)]
    [InlineData("s", ",\"recordsOmitted\":3", 0, 1)]
    [InlineData("another", "", 0, 1)]
    public async Task A_release_is_counted_where_its_annex_does_not_list_all_records_or_names_a_key_that_is_not_there(
        string sourceKey, string omitted, int found, int notCompared)
    {
        await AppendAsync(Annex(found > 0 ? Document : "{}"u8, sourceKey, omitted));

        Assert.Equal((found, notCompared), Trace(_keys));
    }

    [Fact]
    public async Task A_release_whose_annex_was_compared_in_full_and_is_another_is_not_counted()
    {
        await AppendAsync(Annex("{}"u8, "s", ""));

        Assert.Equal((0, 0), Trace(_keys));
    }

    [Fact]
    public async Task A_release_is_counted_where_its_annex_was_erased_or_no_key_opens_it()
    {
        await AppendAsync(Annex(Document, "s", ""));
        using var others = Secrets.Ring("""
            {"keys":[{"id":"s","use":"source","file":"a"},{"id":"p","use":"subject","file":"b"},{"id":"y","use":"annex","file":"c"}]}
            """);
        Assert.Equal((0, 1), Trace(others));

        AnnexBundle.Erase(new TestDisk(), _test.Settings.SideFolder, 2026, 1);

        Assert.Equal((0, 1), Trace(_keys));
    }

    private (int Found, long NotCompared) Trace(KeyRing keys)
    {
        var traced = DocumentTrace.Run(
            _test.Folder, new LeakedDocument(Document), keys, TestContext.Current.CancellationToken);
        return (traced.Found.Count, traced.NotCompared);
    }

    private SealedBytes Annex(ReadOnlySpan<byte> record, string sourceKey, string omitted)
    {
        Assert.True(_keys.TryGet("annex", "", "x", out var annexKey));
        Assert.True(_keys.TryGet("source", "record", "s", out var recordKey));
        var digest = Convert.ToBase64String(HMACSHA256.HashData(recordKey.Span, SHA256.HashData(record)));
        var plain = System.Text.Encoding.UTF8.GetBytes(
            $$"""{"v":1,"recordKey":"{{sourceKey}}","records":["{{digest}}"]{{omitted}},"signatureBase":""}""");
        return SealedBytes.Of(SealedAnnex.Seal(plain, "x", annexKey.Span));
    }

    private async Task AppendAsync(SealedBytes annex)
    {
        var entry = new ReleaseEntry(
            Guid.CreateVersion7(),
            Leg.Request,
            new EntryPeer.Certificate(Sha256Digest.Of("certificate"u8)),
            TestLedger.Party("bank-hk"),
            "{}"u8.ToArray(),
            "gateway=()",
            "gateway=:AA==:",
            Sha256Digest.Of("base"u8),
            annex.Digest);
        await using var ledger = _test.Open();
        await ledger.AppendAsync(
            LedgerRecord.Of(entry, TestLedger.Context, _test.Clock, annex), TestContext.Current.CancellationToken);
    }
}
