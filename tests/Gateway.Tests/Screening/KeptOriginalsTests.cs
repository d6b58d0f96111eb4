using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Gateway.Ledger;
using Gateway.Policies.Transforms;
using Gateway.Screening;
using Gateway.Settings;
using Gateway.Stamping;
using Gateway.Tests.Ledger;

namespace Gateway.Tests.Screening;

/// <summary>What came is kept so that two custodians together open one value of it, and one alone opens nothing.</summary>
public sealed class KeptOriginalsTests : IDisposable
{
    private const string Body = """{"name":"Wong Siu Ming","note":true,"id":"A123456(7)"}""";

    private static readonly ValuePlace[] Values =
    [
        new("$.name", "masked", 8, 15, -1, 0), new("$.note", "dropped", 31, 4, -1, 0), new("$.id", "kept", 41, 12, -1, 0),
    ];

    private static readonly ReleasedLeg Release = new(Guid.Parse("01a203e4-b3b1-7de2-bf59-66d4f1504f35"), "request");

    private readonly X509Certificate2[] _custodians = [Certificate("rsa"), Certificate("nistP256"), Certificate("nistP384")];

    public void Dispose() => _custodians.ToList().ForEach(certificate => certificate.Dispose());

    [Fact]
    public void A_value_opens_to_the_golden_bytes()
    {
        var golden = JsonElement.Parse(File.ReadAllText(Vectors.PathOf(Path.Combine("docs", "formats", "golden", "original.json"))));
        byte[][] Hex(string member) => [.. golden.GetProperty(member).EnumerateArray().Select(one => Convert.FromHexString(one.GetString()!))];
        var place = new OriginalPlace(
            new ReleasedLeg(golden.GetProperty("transferId").GetGuid(), golden.GetProperty("leg").GetString()!),
            golden.GetProperty("field").GetInt64(),
            golden.GetProperty("path").GetString()!);
        var parts = Hex("shares").Select(share => KeptOriginals.Part(share, place)).ToArray();
        var sealedValue = Convert.FromHexString(golden.GetProperty("sealed").GetString()!);

        Assert.Equal(Hex("parts"), parts);
        Assert.Equal(golden.GetProperty("value").GetString(), Encoding.UTF8.GetString(KeptOriginals.Open(sealedValue, parts[0], parts[1])!));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public void Both_custodians_open_each_value_and_neither_alone_opens_any(int first, int second)
    {
        var kept = Keep(first, second);
        var one = EnvelopeReading.Open(kept.Shares[0].Message, _custodians[first])!;
        var other = EnvelopeReading.Open(kept.Shares[1].Message, _custodians[second])!;
        Assert.Equal((32, 32), (one.Length, other.Length));
        Assert.NotEqual(one, other);
        for (var i = 0; i < Values.Length; i++)
        {
            var place = new OriginalPlace(Release, i, Values[i].Path);
            var (a, b) = (KeptOriginals.Part(one, place), KeptOriginals.Part(other, place));
            var text = Body.Substring(Values[i].Start, Values[i].Length);
            Assert.Equal(text, Encoding.UTF8.GetString(KeptOriginals.Open(kept.Sealed[i], a, b)!));
            Assert.Equal(text, Encoding.UTF8.GetString(KeptOriginals.Open(kept.Sealed[i], b, a)!));
            foreach (var wrong in new[] { a, new byte[32], one, other, RandomNumberGenerator.GetBytes(32), b[..31], [] })
            {
                Assert.Null(KeptOriginals.Open(kept.Sealed[i], a, wrong));
            }
        }
    }

    [Fact]
    public void A_part_is_for_one_value_of_one_release()
    {
        var kept = Keep(0, 1);
        var one = EnvelopeReading.Open(kept.Shares[0].Message, _custodians[0])!;
        var other = EnvelopeReading.Open(kept.Shares[1].Message, _custodians[1])!;
        var place = new OriginalPlace(Release, 0, "$.name");
        var given = KeptOriginals.Part(one, place);
        Assert.NotNull(KeptOriginals.Open(kept.Sealed[0], given, KeptOriginals.Part(other, place)));
        foreach (var elsewhere in new[]
        {
            place with { Index = 2 },
            place with { Path = "$.id" },
            place with { Index = 2, Path = "$.id" },
            place with { Release = Release with { Leg = "response" } },
            place with { Release = Release with { Transfer = Guid.CreateVersion7() } },
        })
        {
            var part = KeptOriginals.Part(other, elsewhere);
            Assert.All(kept.Sealed, value => Assert.Null(KeptOriginals.Open(value, given, part)));
        }
    }

    [Fact]
    public void A_share_is_for_one_custodian_and_no_changed_byte_of_it_passes()
    {
        var kept = Keep(0, 1);
        var again = Keep(0, 1);
        Assert.Null(EnvelopeReading.Open(kept.Shares[0].Message, _custodians[1]));
        Assert.Null(EnvelopeReading.Open(kept.Shares[1].Message, _custodians[0]));
        Assert.Null(EnvelopeReading.Open(kept.Shares[1].Message, _custodians[2]));
        using var sameKind = Certificate("nistP256");
        Assert.Null(EnvelopeReading.Open(kept.Shares[1].Message, sameKind));
        foreach (var share in kept.Shares.Zip(_custodians))
        {
            var bytes = share.First.Message;
            for (var at = 0; at < bytes.Length; at += 7)
            {
                var changed = bytes.ToArray();
                changed[at] ^= 1;
                var opened = EnvelopeReading.Open(changed, share.Second);

                // Names, serial numbers and versions are nobody's secret: the key decides.
                Assert.True(opened is null || opened.AsSpan().SequenceEqual(EnvelopeReading.Open(bytes, share.Second)));
            }

            Assert.Null(EnvelopeReading.Open(bytes.AsMemory(1), share.Second));
            Assert.Null(EnvelopeReading.Open(bytes.AsMemory(0, bytes.Length - 1), share.Second));
        }

        // Equal bodies have nothing in common.
        Assert.DoesNotContain(kept.Sealed.Select(Convert.ToHexString), again.Sealed.Select(Convert.ToHexString).Contains);
    }

    [Fact]
    public void The_annex_holds_no_byte_of_an_original_in_the_clear_and_gives_back_what_was_kept()
    {
        var kept = Keep(0, 1);
        var fields = FieldCommitments.Of(Values, Encoding.UTF8.GetBytes(Body), [], new byte[32]) with { Originals = kept };
        using var scratch = JsonScratch.Rent();
        scratch.Json.WriteStartObject();
        Annex.WriteFields(scratch.Json, fields);
        scratch.Json.WriteEndObject();
        var plain = Encoding.UTF8.GetString(scratch.Written);

        Assert.All(new[] { "Wong", "Siu Ming", "A123456", Convert.ToBase64String("Wong"u8)[..5] }, secret =>
            Assert.DoesNotContain(secret, plain, StringComparison.Ordinal));
        var originals = JsonElement.Parse(plain).GetProperty("fields").GetProperty("originals");
        Assert.Equal(kept.Sealed, originals.GetProperty("sealed").EnumerateArray().Select(one => one.GetBytesFromBase64()));
        Assert.Equal(
            kept.Shares.Select(share => (share.Officer, share.Certificate, Convert.ToHexString(share.Message))),
            originals.GetProperty("shares").EnumerateArray().Select(CustodianShare.Read)
                .Select(share => (share.Officer, share.Certificate, Convert.ToHexString(share.Message))));
    }

    [Fact]
    public void Without_two_custodians_nothing_is_kept() =>
        Assert.Throws<InvalidOperationException>(() => KeptOriginals.Of(
            Release, Values, Encoding.UTF8.GetBytes(Body), [new CustodianEntry("a", _custodians[0], default)]));

    private KeptOriginals Keep(int first, int second) => KeptOriginals.Of(
        Release,
        Values,
        Encoding.UTF8.GetBytes(Body),
        [new CustodianEntry("li-wei", _custodians[first], default), new CustodianEntry("wang-fang", _custodians[second], default)]);

    internal static X509Certificate2 Certificate(string kind)
    {
        var from = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        using AsymmetricAlgorithm key = kind == "rsa" ? RSA.Create(2048) : ECDsa.Create(ECCurve.CreateFromFriendlyName(kind));
        var request = key is RSA rsa
            ? new CertificateRequest("CN=a", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest("CN=a", (ECDsa)key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(from, from.AddYears(1));
    }
}
