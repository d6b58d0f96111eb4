using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Verification;
using Gateway.Policies;
using Gateway.Policies.Parties;
using Gateway.Policies.Routes;
using Gateway.Stamping;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks;

/// <summary>
/// Verification of a ledger of 20 000 entries; the time is per entry. For the rate of one core let the runtime see one:
/// DOTNET_PROCESSOR_COUNT=1.
/// </summary>
public class VerifyBenchmarks
{
    private const int Entries = 20_000;

    private static readonly EntryContext Context = new("gateway/bench", null, []);
    private static readonly RouteId Route = RouteId.TryParse("pull", out var id) ? id : default;
    private static readonly PartyId Caller = PartyId.TryParse("bank-gz", out var id) ? id : default;

    // As the reference load makes them: an entry of some 3.5 KiB, of which the statement is 2, beside an annex.
    private static readonly byte[] Statement = Enumerable.Repeat((byte)'s', 2048).ToArray();
    private static readonly byte[] SealedAnnex = RandomNumberGenerator.GetBytes(1024);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("verify-bench-");

    /// <summary>Small entries, or releases with their annexes.</summary>
    [Params("request", "release")]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public async Task SetupAsync()
    {
        using var key = Ed25519PrivateKey.Create(new byte[Ed25519.SeedSize]);
        var settings = new LedgerSettings(_folder.FullName, "gateway.bench.example", "gateway/bench");
        await using var ledger = TransparencyLedger.Open(
            settings, key, TimeProvider.System, new PosixDisk(), NullLogger.Instance);
        for (var i = 1; i <= Entries; i++)
        {
            var record = Kind == "release" ? Release() : Request();
            if (i % 100 == 0)
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

    private static LedgerRecord Request() => LedgerRecord.Of(
        new RequestEntry(Guid.NewGuid(), Route, Caller, ["size"]), Context, TimeProvider.System);

    private static LedgerRecord Release()
    {
        var entry = new ReleaseEntry(
            Guid.NewGuid(),
            Leg.Request,
            new EntryPeer.Certificate(Sha256Digest.Of(Statement)),
            Caller,
            Statement,
            new string('i', 400),
            new string('s', 100),
            Sha256Digest.Of(Statement),
            Sha256Digest.Of(SealedAnnex));
        return LedgerRecord.Of(entry, Context, TimeProvider.System, SealedBytes.Of(SealedAnnex));
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
