using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Gateway.Policies;
using Gateway.Stamping;

namespace Gateway.Benchmarks;

/// <summary>What a carrying leg pays for its statement and stamp.</summary>
public class StampBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    private readonly byte[] _digest = SHA256.HashData("{}"u8);
    private readonly byte[] _signature = new byte[Ed25519.SignatureSize];
    private Ed25519PrivateKey _key = null!;
    private MessageStamp _stamp = null!;
    private TransferStatement _statement = null!;
    private byte[] _json = [];

    [GlobalSetup]
    public void Setup()
    {
        _key = Ed25519PrivateKey.Create(new byte[Ed25519.SeedSize]);
        _stamp = new MessageStamp(_key, KeyThumbprint.Of(_key.PublicKey));
        _statement = MakeStatement();
        _json = _statement.ToJson();
    }

    [GlobalCleanup]
    public void Cleanup() => _key.Dispose();

    [Benchmark]
    public byte Ed25519Sign()
    {
        _key.Sign(_json, _signature);
        return _signature[0];
    }

    [Benchmark]
    public int Statement() => _statement.ToJson().Length;

    [Benchmark]
    public int BaseAndStamp() => _stamp.OfRequest(
        "POST", "https://branch.example:9443/hk/customers", new StampContent("application/json", _digest, _json), Now)
        .Base.Length;

    private static TransferStatement MakeStatement() => new()
    {
        Id = Guid.Empty,
        Time = Now,
        Gateway = "gateway.gz.example",
        Leg = Leg.Request,
        Direction = Direction.NorthToSouth,
        Mode = StatementMode.Push,
        Exporter = new StatementParty("bank-gz", "91440101MA0GATE12Y", "440100"),
        Recipient = new StatementParty("bank-hk", "99000011", "810000"),
        Route = "push",
        Category = "BN.patients",
        CategoryVersion = 1,
        Grade = "general",
        Sensitive = ["SP04"],
        Purpose = "referral",
        Basis = "contract",
        Notice = new StatementNotice("1", "https://hospital.example/notices/1"),
        Instrument = new StatementInstrument("gba-bench-1", "GBA-HK", []),
        Policy = new string('0', 64),
        Trust = [new StatementTrustList("example-cn", 1, new string('0', 64))],
        Content = new StatementContent("application/json", 1024, new string('0', 64)),
        Source = new StatementSource("source-1", new string('0', 64)),
        Fields = new StatementFields { Kept = 11, Masked = 5 },
        Records = new StatementRecords(1, 1, 0),
        Subjects = 0,
    };
}
