using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Gateway.Ledger;
using Gateway.Stamping;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Benchmarks;

/// <summary>
/// Durable appends of a real disk: the ratio to quote is a probe's time over an append's, both of the same minute. The
/// folder is below GATEWAY_BENCH_DISK, or the working directory: /tmp may be memory.
/// </summary>
public class LedgerBenchmarks
{
    private const int Entries = 1024;
    private const int EntrySize = 4096;

    private readonly PosixDisk _disk = new();
    private readonly byte[] _bytes = new byte[EntrySize];
    private string _folder = "";
    private Ed25519PrivateKey _key = null!;
    private TransparencyLedger _ledger = null!;
    private SafeFileHandle _probe = null!;
    private long _offset;

    [GlobalSetup]
    public void Setup()
    {
        var root = Environment.GetEnvironmentVariable("GATEWAY_BENCH_DISK") ?? Environment.CurrentDirectory;
        _folder = Path.Combine(root, $"ledger-bench-{Guid.NewGuid():N}");
        Directory.CreateDirectory(_folder);
        _key = Ed25519PrivateKey.Create(new byte[Ed25519.SeedSize]);
        var settings = new LedgerSettings(Path.Combine(_folder, "ledger"), "gateway.bench.example", "gateway/bench");
        _ledger = TransparencyLedger.Open(settings, _key, TimeProvider.System, _disk, NullLogger.Instance);
        _probe = _disk.Open(Path.Combine(_folder, "probe"));
        _disk.SetLength(_probe, Entries * EntrySize);
        RandomNumberGenerator.Fill(_bytes);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _ledger.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _probe.Dispose();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>One write of 4 KiB and one fdatasync, nothing else.</summary>
    [Benchmark(Baseline = true)]
    public void Probe()
    {
        _disk.Write(_probe, _bytes, _offset);
        _disk.Flush(_probe);
        _offset = (_offset + EntrySize) % (Entries * EntrySize);
    }

    [Benchmark]
    public async Task AppendOneAsync() => await AppendAsync();

    /// <summary>64 callers, each waiting for its own entry; the time is per entry.</summary>
    [Benchmark(OperationsPerInvoke = Entries)]
    public Task AppendBySixtyFourAsync() => Task.WhenAll(Enumerable.Range(0, 64).Select(async _ =>
    {
        for (var i = 0; i < Entries / 64; i++)
        {
            await AppendAsync();
        }
    }));

    private async Task AppendAsync() =>
        _ = await _ledger.AppendAsync(BenchRecords.Request(), CancellationToken.None);
}
