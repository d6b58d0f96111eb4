using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Gateway.Benchmarks;
using Gateway.Benchmarks.Comparing;
using Gateway.Benchmarks.Durable;

if (args is ["compare", ..])
{
    return Comparison.Run(args);
}

if (args is ["durable", ..])
{
    BenchRecords.Kind = args.Contains("--small") ? BenchRecordKind.Small
        : args.Contains("--release") ? BenchRecordKind.Release
        : BenchRecordKind.OneKibibyte;
    var slower = Array.IndexOf(args, "--slower") is > 0 and var at && at + 1 < args.Length ? args[at + 1] : "0";
    await DurableComparison.RunAsync(9, int.Parse(slower, CultureInfo.InvariantCulture));
    return 0;
}

if (args is ["large", var entries])
{
    await LargeLedger.RunAsync(int.Parse(entries, CultureInfo.InvariantCulture));
    return 0;
}

if (args is ["fill", var folder, var origin, var key, var count])
{
    await FilledLedger.RunAsync(folder, origin, key, int.Parse(count, CultureInfo.InvariantCulture));
    return 0;
}

// In this process: the repository's build settings (locked packages, warnings as errors) do not suit generated
// projects. The best of many short runs says more than the mean where neighbours share the machine, so Min is shown.
var config = ManualConfig.CreateEmpty()
    .AddLogger(ConsoleLogger.Default)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddColumn(StatisticColumn.Min)
    .AddExporter(MarkdownExporter.Console)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithIterationCount(15));
BenchmarkSwitcher.FromAssembly(typeof(Gateway.Benchmarks.EngineBenchmarks).Assembly).Run(args, config);
return 0;
