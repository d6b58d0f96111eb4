using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gateway.Benchmarks.Comparing;

/// <summary>
/// jq and npm fast-redact as child processes. What it costs to start them is taken out: node measures itself in a loop,
/// jq reads a file of many copies, less what it takes for none.
/// </summary>
internal sealed class OtherTools : IDisposable
{
    private const int JqBytes = 8 * 1024 * 1024;
    private const string NodeSeconds = "1.0";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-bench-");
    private readonly string _script;

    internal OtherTools()
    {
        var bench = Path.Combine(Root(), "bench", "fast-redact");
        _script = Path.Combine(bench, "measure.mjs");
        HasJq = Has("jq");
        HasNode = Has("node") && (Directory.Exists(Path.Combine(bench, "node_modules"))
            || (Has("npm") && Fetch(bench)));
    }

    internal bool HasJq { get; }

    internal bool HasNode { get; }

    /// <summary>Versions, for whoever reads the figures.</summary>
    internal string Versions => $"jq {(HasJq ? Run("jq", "--version")!.Trim() : "not installed")}, "
        + $"node {(HasNode ? Run("node", "--version")!.Trim() : "not installed")}";

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>What each makes of a document, to see that all follow the same policy.</summary>
    internal IEnumerable<(string Tool, string Output)> Outputs(SamePolicy policy, byte[] body)
    {
        var file = Write("one.json", body, 1);
        if (HasJq)
        {
            yield return ("jq", Run("jq", "-c", policy.Filter, file)!);
        }

        if (HasNode)
        {
            yield return ("fast-redact", Run("node", _script, file, policy.Name)!);
        }
    }

    /// <summary>Nanoseconds of the processor for one document.</summary>
    internal double FastRedact(SamePolicy policy, byte[] body)
    {
        var file = Write("one.json", body, 1);
        using var json = JsonDocument.Parse(Run("node", _script, file, policy.Name, NodeSeconds)!);
        return json.RootElement.GetProperty("ns").GetDouble();
    }

    /// <summary>The command on the document, as somebody would type it: its start is in it.</summary>
    internal double JqCommand(SamePolicy policy, byte[] body) =>
        Time("jq", "-c", policy.Filter, Write("one.json", body, 1));

    /// <summary>Its start taken out.</summary>
    internal double Jq(SamePolicy policy, byte[] body)
    {
        var copies = JqBytes / body.Length;
        var many = Write("many.json", body, copies);
        var none = Write("none.json", "{\"entry\":[]}"u8.ToArray(), 1);

        // As for the others: not the first run after a pause.
        Time("jq", "-c", policy.Filter, many);
        var start = Time("jq", "-c", policy.Filter, none);
        return Math.Max(1, Time("jq", "-c", policy.Filter, many) - start) / copies;
    }

    private string Write(string name, byte[] body, int copies)
    {
        var file = Path.Combine(_folder.FullName, name);
        using var stream = File.Create(file);
        for (var i = 0; i < copies; i++)
        {
            stream.Write(body);
            stream.WriteByte((byte)'\n');
        }

        return file;
    }

    private static bool Fetch(string folder) =>
        Run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder) is not null;

    private static bool Has(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static double Time(string program, params string[] arguments)
    {
        var before = ProcessorTime.OfChildren();
        _ = Run(program, arguments);
        return ProcessorTime.OfChildren() - before;
    }

    // Null where it failed: its own words are on stderr.
    private static string? Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"{program} ended with {process.ExitCode}"));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("run this from the repository");
    }
}
