using System.Security.Cryptography;
using Gateway.Stamping;

namespace Gateway.Ledger.Verification;

/// <summary>
/// The endorsed public keys in <c>keys/</c>: each is what its name says, by the first digits of its SHA-256, and its
/// signature holds over it. Who signed is asked of evidence, where the verifier's trust lists are at hand.
/// </summary>
internal sealed class KeysCheck(string folder, Findings findings)
{
    private const string Name = "keys";
    private const string Ending = ".json";

    internal void Run()
    {
        var keys = Path.Combine(folder, Name);
        foreach (var path in Directory.Exists(keys) ? Directory.GetFiles(keys, "*" + Ending) : [])
        {
            Check(path);
        }
    }

    private void Check(string path)
    {
        var json = File.ReadAllBytes(path);
        var name = Path.GetFileNameWithoutExtension(path);
        var digits = name[(name.LastIndexOf('-') + 1)..];
        if (!Convert.ToHexStringLower(SHA256.HashData(json)).StartsWith(digits, StringComparison.Ordinal))
        {
            Find(path, "it is not the endorsement that its name says");
            return;
        }

        var signature = path + ".p7s";
        if (!File.Exists(signature))
        {
            Find(path, "its signature is gone");
            return;
        }

        foreach (var fault in CadesSignature.Verify(json, File.ReadAllBytes(signature)).Faults)
        {
            Find(signature, fault);
        }
    }

    private void Find(string path, string detail) =>
        findings.Add("endorsement.invalid", $"{Name}/{Path.GetFileName(path)}", detail);
}
