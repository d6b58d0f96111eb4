using BenchmarkDotNet.Attributes;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Verification;
using Gateway.Policies.Parties;
using Gateway.Policies.Routes;
using Gateway.Stamping;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks;

/// <summary>Verification of a ledger of 50 000 entries; the time is per entry.</summary>
public class VerifyBenchmarks
{
    private const int Entries = 50_000;

    private static readonly EntryContext Context = new("gateway/bench", null, []);
    private static readonly RouteId Route = RouteId.TryParse("pull", out var id) ? id : default;
    private static readonly PartyId Caller = PartyId.TryParse("bank-gz", out var id) ? id : default;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("verify-bench-");

    [GlobalSetup]
    public async Task SetupAsync()
    {
        using var key = Ed25519PrivateKey.Create(new byte[Ed25519.SeedSize]);
        var settings = new LedgerSettings(_folder.FullName, "gateway.bench.example", "gateway/bench");
        await using var ledger = TransparencyLedger.Open(
            settings, key, TimeProvider.System, new PosixDisk(), NullLogger.Instance);
        for (var i = 1; i <= Entries; i++)
        {
            var entry = new RequestEntry(Guid.NewGuid(), Route, Caller, ["size"]);
            var record = LedgerRecord.Of(entry, Context, TimeProvider.System);
            if (i % 1000 == 0)
            {
                // Now and then one that is waited for, so that what is given away does not pile up.
                _ = await ledger.AppendAsync(record, CancellationToken.None);
            }
            else
            {
                ledger.Enqueue(record);
            }
        }
    }

    [GlobalCleanup]
    public void Cleanup() => _folder.Delete(recursive: true);

    [Benchmark(OperationsPerInvoke = Entries)]
    public long Verify()
    {
        var verdict = LedgerVerifier.Verify(_folder.FullName, null);
        return verdict.Findings.Count == 0
            ? verdict.Size
            : throw new InvalidOperationException(string.Join(", ", verdict.Findings));
    }
}
