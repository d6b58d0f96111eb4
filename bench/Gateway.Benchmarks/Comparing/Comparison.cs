using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Gateway.Policies.Screening;

namespace Gateway.Benchmarks.Comparing;

/// <summary>
/// <c>compare</c>: one run that measures the engine, the platform's own readers and other people's tools on the same
/// bytes, and prints the ratios. Figures of a shared machine: look at ratios, not at rates.
/// </summary>
internal static class Comparison
{
    private const int Rounds = 9;

    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(5);

    internal static int Run(string[] args)
    {
        var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Rounds;
        using var tools = new OtherTools();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} cores; {tools.Versions}; "
            + $"processor time, medians of {rounds} rounds."));
        List<Contest> contests =
        [
            Json(SamePolicy.Replace, 16, tools), Json(SamePolicy.Replace, 256, tools),
            Json(SamePolicy.List, 16, tools), Json(SamePolicy.List, 256, tools),
            .. Own(),
        ];
        Prepare(contests);
        foreach (var contest in contests)
        {
            Print(contest.Run(rounds), contest.Title, contest.Unit);
        }

        return 0;
    }

    // The compiler watches what runs first and compiles for that. So it is shown all of it, in turns, as a gateway with
    // several categories would.
    private static void Prepare(List<Contest> contests)
    {
        var since = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(since) < Watched)
        {
            foreach (var contender in contests.SelectMany(contest => contest.Contenders))
            {
                contender.Pass?.Invoke();
            }
        }
    }

    private static Contest Json(SamePolicy policy, int size, OtherTools tools)
    {
        var body = Documents.Patients(size * 1024);
        var output = new ArrayBufferWriter<byte>(1024 * 1024);
        var engine = policy.Engine("");
        var screened = policy.Engine(Bundles.AllDetectors);
        CheckAlike(policy, body, output, tools);
        List<Contender> contenders =
        [
            Contender.Of("engine", () => SamePolicy.Pass(engine, body, output)),
            Contender.Of("engine, five detectors on what is kept", () => SamePolicy.Pass(screened, body, output)),
            Contender.Of("Utf8JsonReader, tokens only", () => Tokens(body)),
            Contender.Of("JsonNode", () => policy.PassNodes(body), 5),
        ];
        if (tools.HasNode)
        {
            contenders.Add(new Contender("npm fast-redact", () => tools.FastRedact(policy, body), 8));
        }

        if (tools.HasJq)
        {
            contenders.Add(new Contender("jq, the command", () => tools.JqCommand(policy, body), 50));
            contenders.Add(new Contender("jq, its start taken out", () => tools.Jq(policy, body), 50));
        }

        return new Contest($"JSON, {size} KiB: {policy.Title}", body.Length, contenders);
    }

    // A tool that does less is no comparison: all outputs are the same document.
    private static void CheckAlike(
        SamePolicy policy, byte[] body, ArrayBufferWriter<byte> output, OtherTools tools)
    {
        _ = SamePolicy.Pass(policy.Engine(""), body, output);
        using var expected = JsonDocument.Parse(output.WrittenMemory);
        foreach (var (tool, text) in tools.Outputs(policy, body).Append(("JsonNode", policy.PassNodes(body))))
        {
            using var actual = JsonDocument.Parse(text);
            if (!JsonElement.DeepEquals(expected.RootElement, actual.RootElement))
            {
                throw new InvalidOperationException($"{tool} does not follow the policy: {policy.Title}");
            }
        }
    }

    private static IEnumerable<Contest> Own()
    {
        var payments = new XmlBenchmarks();
        yield return new Contest("XML, 64 KiB of payments", payments.Size, [
            Contender.Of("engine, eight rules", () => payments.EightRules()),
            Contender.Of("engine, all kept", () => payments.KeepDeep()),
            Contender.Of("XmlReader, nodes only", () => payments.Reader()),
        ]);
        var fhir = Bundles.Fhir(out var bundle);
        var output = new ArrayBufferWriter<byte>(1024 * 1024);
        yield return new Contest("FHIR, a bundle of 473 KiB", bundle.Length, [
            Contender.Of("engine, ten rules, ids hashed", () => SamePolicy.Pass(fhir, bundle, output)),
            Contender.Of("Utf8JsonReader, tokens only", () => Tokens(bundle)),
        ]);
        var clean = Documents.Clean();
        var chinese = Documents.Chinese();
        var findings = new List<Finding>();
        yield return new Contest("Screening English prose without findings, every detector", clean.Length, [
            Contender.Of("English", () => Screener.All.Screen(clean, findings)),
        ]);
        yield return new Contest("Screening Chinese prose without findings, every detector", chinese.Length, [
            Contender.Of("Chinese", () => Screener.All.Screen(chinese, findings)),
        ]);
        var tokens = new TokenBenchmarks();
        yield return new Contest("Tokens, a thousand at a time", 1000, [
            Contender.Of("FF1, sixteen digits", () => tokens.Ff1Sixteen()),
            Contender.Of("bank-card", () => tokens.BankCard()),
            Contender.Of("prc-id", () => tokens.ResidentId()),
        ]);
    }

    private static int Tokens(byte[] body)
    {
        var tokens = 0;
        var json = new Utf8JsonReader(body);
        while (json.Read())
        {
            tokens++;
        }

        return tokens;
    }

    private static void Print(IReadOnlyList<Standing> standings, string title, double unit)
    {
        var text = new StringBuilder(
            $"\n{title}\n\n| | time | rate | time ÷ the first's | wanted |\n|---|---|---|---|---|\n");
        foreach (var one in standings)
        {
            var rate = unit >= 10_000
                ? $"{unit / one.Nanoseconds * 1000:F0} MB/s"
                : $"{unit / one.Nanoseconds * 1000:F2} M/s";
            var wanted = one.Wanted == 0 ? "" : $"≥ {one.Wanted:F0}";
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {one.Name} | {one.Nanoseconds / 1000:F1} µs | {rate} | {one.Ratio:F2} | {wanted} |\n");
        }

        Console.Write(text);
    }
}
