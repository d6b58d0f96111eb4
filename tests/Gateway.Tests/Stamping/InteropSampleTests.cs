using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Stamping;

namespace Gateway.Tests.Stamping;

/// <summary>
/// A small folder in the layout of <c>gateway demo --keep</c>, to develop the interop scripts against. It is kept where
/// GATEWAY_INTEROP_SAMPLE names a folder; else it is verified and thrown away.
/// </summary>
public sealed class InteropSampleTests : IDisposable
{
    private const string Origin = "gateway.bank-gz.example/2026";

    private readonly Samples _samples = new();
    private readonly string? _kept = Environment.GetEnvironmentVariable("GATEWAY_INTEROP_SAMPLE");
    private readonly string _folder;

    public InteropSampleTests() =>
        _folder = _kept ?? Directory.CreateTempSubdirectory("gateway-interop").FullName;

    public void Dispose()
    {
        _samples.Dispose();
        if (_kept is null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public void The_sample_for_the_interop_scripts_verifies_here_too()
    {
        WriteKeys();
        WriteSigned("trust", "trust-list-CN.json", TrustList());
        WriteBundle();
        var request = _samples.RequestEvidence();
        var response = _samples.ResponseEvidence("{}"u8.ToArray());
        MessageFolder.Write(At("messages", "019aa9c0-5a3d-7c10-8000-0123456789ab"), request);
        MessageFolder.Write(At("messages", "019aa9c0-5a3d-7c10-8000-0123456789ab.response"), response);
        WriteLedger([Release("request", request), Release("response", response)]);
        foreach (var message in Directory.GetDirectories(At("messages")))
        {
            Assert.Empty(MessageVerification.Run(message, At("keys"), _samples.Judge).Findings);
        }
    }

    private void WriteKeys()
    {
        Directory.CreateDirectory(At("keys"));
        File.WriteAllText(At("keys", "stamp.pub.pem"), Ed25519KeyFile.PublicPem(_samples.Key.PublicKey));
        EndorsementFolder.Write(At("keys"), KeyUse.Stamping, _samples.Signed);

        // One key for all three uses would be a fault of a daemon; here only the forms are looked at.
        var ledger = (_samples.Endorsement with { Use = KeyUse.Ledger }).Sign([_samples.Exporter], Samples.Time);
        EndorsementFolder.Write(At("keys"), KeyUse.Ledger, ledger);
    }

    private string TrustList() => JsonSerializer.Serialize(new
    {
        v = 1,
        list = "cn-list",
        zone = "CN",
        sequence = 1,
        issued = "2026-11-01T00:00:00.000Z",
        nextUpdate = "2026-12-01T00:00:00.000Z",
        entries = new[] { new { id = "sample", anchor = _samples.Root.ExportCertificatePem() } },
    });

    private void WriteBundle()
    {
        Directory.CreateDirectory(At("policy", "cases"));
        File.WriteAllText(At("policy", "bundle.yaml"), "bundle: { name: sample, version: 1 }\n");
        File.WriteAllText(At("policy", "cases", "a.json"), "{}\n");
        var lines = string.Concat(new[] { "bundle.yaml", "cases/a.json" }.Select(path =>
            $"{path} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(At("policy", path))))}\n"));
        File.WriteAllBytes(
            At("policy", "bundle.p7s"),
            CadesSignature.Sign(_samples.Exporter, Encoding.UTF8.GetBytes(lines), Samples.Time));
    }

    private void WriteSigned(string folder, string name, string json)
    {
        Directory.CreateDirectory(At(folder));
        File.WriteAllText(At(folder, name), json);
        File.WriteAllBytes(
            At(folder, name + ".p7s"),
            CadesSignature.Sign(_samples.Exporter, Encoding.UTF8.GetBytes(json), Samples.Time));
    }

    private static byte[] Release(string leg, MessageEvidence evidence) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        v = 1,
        kind = "release",
        transferId = "019aa9c0-5a3d-7c10-8000-0123456789ab",
        leg,
        statement = evidence.Message.Head.FieldValue("Transfer-Statement")!.Trim(':'),
        signatureInput = evidence.Message.Head.FieldValue("Signature-Input"),
        signature = evidence.Message.Head.FieldValue("Signature"),
        baseSha256 = Convert.ToHexStringLower(SHA256.HashData(evidence.Base.Span)),
    });

    // 300 entries: one full tile, one partial, and a second level.
    private void WriteLedger(List<byte[]> entries)
    {
        while (entries.Count < 300)
        {
            entries.Add(JsonSerializer.SerializeToUtf8Bytes(new { v = 1, kind = "tick", salt = entries.Count }));
        }

        var leaves = entries.Select(entry => SHA256.HashData([0, .. entry])).ToList();
        WriteTile(Path.Combine("entries", "000"), [.. entries.Take(256).SelectMany(Prefixed)]);
        WriteTile(Path.Combine("entries", "001.p", "44"), [.. entries.Skip(256).SelectMany(Prefixed)]);
        WriteTile(Path.Combine("0", "000"), [.. leaves.Take(256).SelectMany(hash => hash)]);
        WriteTile(Path.Combine("0", "001.p", "44"), [.. leaves.Skip(256).SelectMany(hash => hash)]);
        WriteTile(Path.Combine("1", "000.p", "1"), TreeHash([.. leaves.Take(256)]));
        var note = $"{Origin}\n{entries.Count}\n{Convert.ToBase64String(TreeHash(leaves))}\n";
        var signature = new byte[Ed25519.SignatureSize];
        _samples.Key.Sign(Encoding.UTF8.GetBytes(note), signature);
        byte[] typed = [1, .. _samples.Key.PublicKey];
        var id = SHA256.HashData([.. Encoding.UTF8.GetBytes(Origin + "\n"), .. typed]).AsSpan(0, 4).ToArray();
        File.WriteAllText(
            At("ledger", "2026", "checkpoint"),
            $"{note}\n\u2014 {Origin} {Convert.ToBase64String([.. id, .. signature])}\n");
        File.WriteAllText(
            At("ledger", "2026", "vkey"), $"{Origin}+{Convert.ToHexStringLower(id)}+{Convert.ToBase64String(typed)}\n");
    }

    private void WriteTile(string path, byte[] bytes)
    {
        var target = At("ledger", "2026", "tile", path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllBytes(target, bytes);
    }

    private static byte[] Prefixed(byte[] entry)
    {
        var bytes = new byte[entry.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)entry.Length);
        entry.CopyTo(bytes, 2);
        return bytes;
    }

    private static byte[] TreeHash(List<byte[]> leaves)
    {
        if (leaves.Count == 1)
        {
            return leaves[0];
        }

        var left = (int)BitOperations.RoundUpToPowerOf2((uint)leaves.Count) / 2;
        return SHA256.HashData([1, .. TreeHash(leaves[..left]), .. TreeHash(leaves[left..])]);
    }

    private string At(params string[] names) => Path.Combine([_folder, .. names]);
}
