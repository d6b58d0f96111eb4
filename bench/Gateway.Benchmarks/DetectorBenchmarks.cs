using BenchmarkDotNet.Attributes;
using Gateway.Policies.Screening;

namespace Gateway.Benchmarks;

/// <summary>
/// All detectors, the five that categories mostly name, and some alone, over 64 KiB of words, of Chinese prose, and of
/// digits.
/// </summary>
public class DetectorBenchmarks
{
    private static readonly DetectorKind[] Five =
        [DetectorKind.PrcId, DetectorKind.Hkid, DetectorKind.BankCard, DetectorKind.CnMobile, DetectorKind.Email];

    private readonly List<Finding> _findings = [];
    private byte[] _text = [];
    private Screener _screener = Screener.All;

    [Params("clean", "chinese", "digits")]
    public string Text { get; set; } = "";

    [Params("all", "five", "prc-id", "hkid", "email", "cn-name", "iban")]
    public string Detector { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _text = Text switch
        {
            "clean" => Documents.Clean(),
            "chinese" => Documents.Chinese(),
            _ => Documents.Digits(),
        };
        _screener = DetectorKind.TryParse(Detector, out var kind) ? Screener.For([kind])
            : Detector == "five" ? Screener.For(Five)
            : Screener.All;
    }

    [Benchmark]
    public int Screen()
    {
        _findings.Clear();
        return _screener.Screen(_text, _findings);
    }
}
