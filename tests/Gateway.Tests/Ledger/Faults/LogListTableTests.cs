using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Ledger.Seals;
using Gateway.Ledger.Verification;
using Gateway.Stamping;

namespace Gateway.Tests.Ledger.Faults;

/// <summary>
/// The fault table of the list of logs: one call fails while a new list takes the place of the old one. Whatever is left,
/// a list stands there with a signature of its own, and the next start puts both in their places.
/// </summary>
public sealed class LogListTableTests
{
    private static readonly DiskCall[] Calls =
        [DiskCall.Open, DiskCall.Write, DiskCall.Flush, DiskCall.SetLength, DiskCall.Rename, DiskCall.Delete, DiskCall.FlushFolder];

    // Opening, renaming and deleting one file are atomic: there is no half of them.
    private static readonly DiskCall[] WithHalves =
        [DiskCall.Write, DiskCall.Flush, DiskCall.SetLength, DiskCall.FlushFolder];

    public static TheoryData<string, Stored, Aftermath> Rows()
    {
        var rows = new TheoryData<string, Stored, Aftermath>();
        foreach (var call in Calls)
        {
            foreach (var stored in Enum.GetValues<Stored>().Where(s => s != Stored.Half || WithHalves.Contains(call)))
            {
                foreach (var aftermath in Enum.GetValues<Aftermath>())
                {
                    rows.Add(call.ToString(), stored, aftermath);
                }
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_list_and_its_signature_are_one_pair_whichever_call_fails(string call, Stored stored, Aftermath after)
    {
        var kind = Enum.Parse<DiskCall>(call);
        using var whole = new Run();
        whole.Keep();
        whole.Keep();
        var (first, total) = (whole.CountAtFirst(kind), whole.Disk.Count(kind));
        Assert.True(total > first);
        for (var nth = first + 1; nth <= total; nth++)
        {
            using var run = new Run();
            run.Keep();
            run.Disk.Fault = new DiskFault(kind, nth - first, stored, after);
            Assert.Throws<IOException>(run.Keep);
            Assert.True(run.Disk.Fault.HasCome);
            run.ComeBack();
            run.AssertPaired();
            if (nth == total)
            {
                Assert.DoesNotContain(LedgerVerifier.Verify(run.Folder, null).Findings, one => one.Code == "logs.signature");
            }

            LogListFile.Settle(run.Disk, run.Folder);
            run.AssertInPlace();

            // What is left over keeps no later list out.
            run.Keep();
            run.AssertInPlace();
        }
    }

    [Fact]
    public void The_first_list_of_all_is_there_with_its_signature_or_not_at_all()
    {
        foreach (var call in Calls.Where(call => call != DiskCall.Delete))
        {
            using var run = new Run();
            run.Disk.Fault = new DiskFault(call, 1, Stored.All, Aftermath.PowerLost);
            Assert.Throws<IOException>(run.Keep);
            run.ComeBack();
            Assert.Null(LogListFile.Read(run.Folder));
            run.Keep();
            run.AssertInPlace();
        }
    }

    private sealed class Run : IDisposable
    {
        private readonly TestLedger _test = new(isDiskSimulated: true);
        private static readonly X509Certificate2 Signer = NewSigner();
        private readonly Dictionary<DiskCall, int> _first = [];
        private DateTimeOffset _now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

        internal Run()
        {
            Disk = new SimulatedDisk(Path.GetDirectoryName(Folder)!);
            Disk.CreateFolder(Folder);
            Disk.FlushFolder(Path.GetDirectoryName(Folder)!);
        }

        internal SimulatedDisk Disk { get; }

        internal string Folder => _test.Folder;

        internal int CountAtFirst(DiskCall call) => _first.GetValueOrDefault(call);

        internal void Keep()
        {
            _now = _now.AddDays(2);
            LogListFile.Keep(Disk, Folder, LogList.Of(Folder, "log.example", ["log.other"], _now), Signer);
            if (_first.Count == 0)
            {
                Calls.ToList().ForEach(call => _first[call] = Disk.Count(call));
            }
        }

        internal void ComeBack()
        {
            var fault = Disk.Fault!;
            Disk.Fault = null;
            if (fault.IsPowerLost)
            {
                Disk.LosePower(fault.Aftermath == Aftermath.PowerLostInParts ? new Luck(fault.Nth) : null);
            }
        }

        /// <summary>As everybody reads it who knows of the spare.</summary>
        internal void AssertPaired()
        {
            var file = LogListFile.Read(Folder)!;
            Assert.NotNull(LogList.Parse(file.Json));
            Assert.True(CadesSignature.Verify(file.Json, file.Signature).IsSound);
        }

        /// <summary>As a reader finds it who knows the two names alone.</summary>
        internal void AssertInPlace()
        {
            var json = File.ReadAllBytes(Path.Combine(Folder, LogList.FileName));
            Assert.True(CadesSignature.Verify(json, File.ReadAllBytes(Path.Combine(Folder, LogList.SignatureName))).IsSound);
            Assert.Empty(Directory.GetFiles(Folder, "logs.json.*.p7s"));
        }

        public void Dispose() => _test.Dispose();

        private static X509Certificate2 NewSigner()
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var from = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
            return new CertificateRequest("CN=signer", key, HashAlgorithmName.SHA256).CreateSelfSigned(from, from.AddYears(2));
        }
    }
}
