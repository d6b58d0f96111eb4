using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Policies;
using Gateway.Stamping;

namespace Gateway.Tests.Stamping;

/// <summary>One gateway's key, endorsement and messages, fixed to the byte.</summary>
internal sealed class Samples : IDisposable
{
    internal const string TargetUri = "https://branch.hk.example:9443/hk/customers/HKG001?lang=zh";
    internal static readonly DateTimeOffset Time = new(2026, 11, 22, 8, 30, 0, 125, TimeSpan.Zero);
    internal static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"customers":[{"name":"陈***","city":"440100"}]}""");
    internal static readonly byte[] Nonce = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];

    // RFC 8032 section 7.1, test 1.
    private static readonly byte[] Seed =
        Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

    internal Samples()
    {
        Root = TestCertificate.Ecdsa("Sample Root CA");
        Exporter = TestCertificate.Ecdsa("Bank GZ", Root);
        Key = Ed25519PrivateKey.Import(Seed);
        Endorsement = new KeyEndorsement(
            KeyUse.Stamping, Key.PublicKey.ToArray(), "gateway.bank-gz.example", "bank-gz", ["bank-gz"],
            Time.AddDays(-1), Time.AddDays(80));
        Signed = Endorsement.Sign([Exporter], Time.AddDays(-1));
        Stamp = new MessageStamp(Key, Endorsement.KeyId);
    }

    internal X509Certificate2 Root { get; }

    internal X509Certificate2 Exporter { get; }

    internal Ed25519PrivateKey Key { get; }

    internal KeyEndorsement Endorsement { get; }

    internal SignedEndorsement Signed { get; }

    internal MessageStamp Stamp { get; }

    internal IReadOnlyDictionary<string, KeyEndorsement> Keys =>
        new Dictionary<string, KeyEndorsement> { [Endorsement.KeyId] = Endorsement };

    internal IReadOnlyDictionary<string, SignedEndorsement> Endorsements =>
        new Dictionary<string, SignedEndorsement> { ["stamping-key.json"] = Signed };

    internal string? Judge(X509Certificate2 certificate, DateTimeOffset at) =>
        certificate.Thumbprint == Exporter.Thumbprint ? null : "not on any list";

    internal static TransferStatement Statement(Leg leg, string contentType, ReadOnlySpan<byte> body) => new()
    {
        Id = Guid.Parse("019aa9c0-5a3d-7c10-8000-0123456789ab"),
        Time = Time,
        Gateway = "gateway.bank-gz.example",
        Leg = leg,
        Direction = Direction.NorthToSouth,
        Mode = leg == Leg.Request ? StatementMode.Push : StatementMode.Pull,
        Exporter = new("bank-gz", "91440101MA59XXXX00", "440100"),
        Recipient = new("bank-hk", "12345678", null),
        Route = "cdd-push",
        Category = "BK.cdd",
        CategoryVersion = 3,
        Grade = "general",
        Sensitive = ["SP05"],
        Purpose = "account-opening",
        Basis = "contract",
        Notice = new("3", null),
        Instrument = new(
            "gba-2024-0001", "GBA-HK",
            [new("CN", "GD-2024-001", new DateOnly(2024, 3, 5)), new("HK", null, new DateOnly(2024, 3, 6))]),
        Pia = new("pia-1", new DateOnly(2024, 2, 1)),
        Retention = "P3Y",
        StoragePlace = "HK",
        Policy = new string('a', 64),
        Trust = [new("cn-list", 7, new string('b', 64)), new("hk-list", 9, new string('c', 64))],
        Content = new(contentType, body.Length, Convert.ToHexStringLower(SHA256.HashData(body))),
        Source = new("source-1", new string('d', 64)),
        Fields = new() { Kept = 1, Dropped = 2, Masked = 1 },
        Records = new(1, 1, 0),
        Subjects = 1,
        Findings = new Dictionary<string, long> { ["prc-id"] = 2, ["email"] = 1 },
    };

    internal static StampContent Content(Leg leg, byte[] body) => new(
        "application/json", SHA256.HashData(body), Statement(leg, "application/json", body).ToJson());

    internal StampedMessage StampRequest() =>
        Stamp.OfRequest("POST", TargetUri, Content(Leg.Request, Body), Time, Nonce);

    internal StampedMessage StampResponse(string? callersDigest) => Stamp.OfResponse(
        200,
        new CallersRequest("POST", "gateway.hk.example", "/clinic/patients/7", "?", callersDigest),
        Content(Leg.Response, Body),
        Time,
        Nonce);

    internal MessageEvidence RequestEvidence()
    {
        var stamped = StampRequest();
        var head = MessageHead.OfRequest("POST", TargetUri, Fields(stamped));
        return new(new ReceivedMessage(head, null, Body), stamped.Base, stamped.SignatureBytes);
    }

    internal MessageEvidence ResponseEvidence(byte[]? callersBody)
    {
        var digest = callersBody is null ? null : ContentDigest.OfCaller(null, callersBody);
        var stamped = StampResponse(digest);
        HeaderLine[] request = digest is null
            ? [new("Accept", "application/json")]
            : [new("Content-Digest", digest), new("Content-Length", $"{callersBody!.Length}")];
        return new(
            new ReceivedMessage(
                MessageHead.OfResponse(200, Fields(stamped)),
                MessageHead.OfRequest("POST", "https://Gateway.HK.example:443/clinic/patients/7", request),
                Body),
            stamped.Base,
            stamped.SignatureBytes);
    }

    public void Dispose()
    {
        Root.Dispose();
        Exporter.Dispose();
        Key.Dispose();
    }

    private static HeaderLine[] Fields(StampedMessage stamped) =>
    [
        new("Content-Type", "application/json"),
        new("Content-Length", $"{Body.Length}"),
        new("Content-Digest", stamped.ContentDigest),
        new("Transfer-Statement", stamped.TransferStatement),
        new("Signature-Input", stamped.SignatureInput),
        new("Signature", stamped.Signature),
        new("Transfer-Id", "019aa9c0-5a3d-7c10-8000-0123456789ab"),
        new("Transfer-Ledger", "gateway.bank-gz.example/2026/41"),
    ];
}
