using Gateway.Ledger.Verification;
using Gateway.Scenarios.Demo;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios.Evidence;

/// <summary>The endorsed keys beside a ledger: what every stamp and checkpoint of it leads back to.</summary>
[Collection(nameof(FinishedDemo))]
public sealed class EndorsedKeyTests(FinishedDemo demo) : IDisposable
{
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("gateway-scenarios-keys-");

    public void Dispose() => _scratch.Delete(recursive: true);

    [Fact]
    public void One_bit_flipped_in_any_of_them_or_in_its_signature_is_found_and_named()
    {
        var ledger = Path.Combine(_scratch.FullName, "ledger");
        DevAssets.CopyFolder(demo.At("ledger"), ledger);
        Assert.Empty(LedgerVerifier.Verify(ledger, null).Findings);

        var files = Directory.GetFiles(Path.Combine(ledger, "keys"));
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            var flipped = bytes.ToArray();
            flipped[^12] ^= 1;
            File.WriteAllBytes(file, flipped);
            Assert.Contains(
                LedgerVerifier.Verify(ledger, null).Findings,
                finding => finding.Code == "endorsement.invalid"
                    && finding.Where == "keys/" + Path.GetFileName(file));
            File.WriteAllBytes(file, bytes);
        }

        Assert.Empty(LedgerVerifier.Verify(ledger, null).Findings);
    }

    [Fact]
    public void One_whose_signature_is_gone_is_found()
    {
        var ledger = Path.Combine(_scratch.FullName, "unsigned");
        DevAssets.CopyFolder(demo.At("ledger"), ledger);
        var signature = Directory.GetFiles(Path.Combine(ledger, "keys"), "*.p7s")[0];
        File.Delete(signature);

        Assert.Contains(LedgerVerifier.Verify(ledger, null).Findings, finding => finding.Code == "endorsement.invalid");
    }
}
