using BenchmarkDotNet.Attributes;
using Gateway.Policies.Screening;

namespace Gateway.Benchmarks;

/// <summary>Each detector and all together, over 64 KiB of words and 64 KiB full of digits.</summary>
public class DetectorBenchmarks
{
    private readonly List<Finding> _findings = [];
    private byte[] _text = [];
    private Screener _screener = Screener.All;

    [Params("clean", "digits")]
    public string Text { get; set; } = "";

    [Params("all", "prc-id", "hkid", "bank-card", "cn-mobile", "email")]
    public string Detector { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _text = Text == "clean" ? Documents.Clean() : Documents.Digits();
        _screener = DetectorKind.TryParse(Detector, out var kind) ? Screener.For([kind]) : Screener.All;
    }

    [Benchmark]
    public int Screen()
    {
        _findings.Clear();
        return _screener.Screen(_text, _findings);
    }
}
