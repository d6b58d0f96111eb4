using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Gateway.Policies.Transforms;

namespace Gateway.Benchmarks;

/// <summary>The engine on patients, against the platform's tokeniser over the same bytes.</summary>
public class EngineBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(1024 * 1024);
    private readonly CategoryEngine _deep = Bundles.Compile(Bundles.Deep, "");
    private readonly CategoryEngine _rules = Bundles.Compile(Bundles.Rules, "");
    private readonly CategoryEngine _screened = Bundles.Compile(Bundles.Rules, Bundles.AllDetectors);
    private readonly CategoryEngine _where = Bundles.Compile(Bundles.Where, "");
    private byte[] _body = [];

    [Params(16, 256)]
    public int KiB { get; set; }

    [GlobalSetup]
    public void Write() => _body = Documents.Patients(KiB * 1024);

    [Benchmark(Baseline = true)]
    public int Tokeniser()
    {
        var tokens = 0;
        var json = new Utf8JsonReader(_body);
        while (json.Read())
        {
            tokens++;
        }

        return tokens;
    }

    [Benchmark]
    public int KeepDeep() => Pass(_deep);

    [Benchmark]
    public int Rules() => Pass(_rules);

    [Benchmark]
    public int RulesAndFiveDetectors() => Pass(_screened);

    [Benchmark]
    public int Where() => Pass(_where);

    private int Pass(CategoryEngine engine)
    {
        _output.ResetWrittenCount();
        _ = engine.Inspect(_body, DateTimeOffset.UnixEpoch).TryPass(out var inspected, out _);
        using (inspected)
        {
            inspected!.Transform(AskVerdicts.AllGo, _output);
        }

        return _output.WrittenCount;
    }
}
