using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Ledger.Notes;
using Gateway.Scenarios.Evidence;
using Gateway.Scenarios.Fakes;
using Gateway.Scenarios.Witnesses;

namespace Gateway.Scenarios;

/// <summary>
/// docs/regulator.md as a regulator types it: every line that asks, with curl and the certificates of the throw-away PKI,
/// against a daemon. The answers have the shape that the page and openapi-v1.json tell.
/// </summary>
public sealed partial class RegulatorPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Root, "docs", "regulator.md"));

    // What comes of a line, by its beginning with the year, the id and the sizes of this run in their places.
    private static readonly (string Line, Action<Said> Shape)[] Shapes =
    [
        ("ask /v1/summary", said => said.Has("Summary", "\"everything\":true")),
        ("ask '/v1/transfers?since=", said => said.Has("Transfers", "\"direction\":\"N2S\"", "\"more\":", "\"next\":")),
        ("ask '/v1/transfers?decision=refusal", said => said.Has("Transfers", "\"code\":\"screen.finding\"")),
        ("ask '/v1/transfers?cursor=", said => said.Has("Transfers", "\"transfers\":[", "\"more\":false")),
        ("ask /v1/transfers/$ID/proof >transfer.tlog-proof", said => said.IsProof("transfer.tlog-proof")),
        ("ask /v1/transfers/$ID/evidence >$ID.zip", said => said.IsZip("$ID.zip", "README.txt", "entry.json", "transfer.tlog-proof")),
        ("ask /v1/transfers/$ID | grep", said => Assert.NotEmpty(said.File("entry"))),
        ("ask /v1/transfers/$ID", said => said.Has("Story", "\"leaves\":[", "\"transferId\":\"$ID\"")),
        ("{ printf", said => Assert.Contains($"\"leafHash\":\"{said.Text[..64]}\"", said.Story, StringComparison.Ordinal)),
        ("ask /2026/vkey", said => Assert.True(NoteKey.TryParse(said.Text.TrimEnd('\n'), out _))),
        ("ask /2026/checkpoint", said => said.IsHead()),
        ("ask /2026/cosigs/checkpoint", said => said.IsHead(isCosigned: true)),
        ("ask /2026/tile/0/000.p/7 >leaves", said => Assert.Equal(7 * 32, said.File("leaves").Length)),
        ("ask /2026/seals/$SIZE.p7s >seal.p7s", said => Assert.Equal(0x30, said.File("seal.p7s")[0])),
        ("ask /2026/seals/$SIZE.checkpoint", said => said.IsHead()),
        ("ask /2026/tile/entries/000.p/7 >entries", said => Assert.Equal(7, Gateway.Ledger.ShardFolder.Split(said.File("entries"), 7)!.Count)),
        ("ask /logs.json", said => Assert.Contains("\"logs\":[{\"origin\":\"gateway.gz.example\",\"shards\":[", said.Text, StringComparison.Ordinal)),
        ("ask /logs.json.p7s >logs.p7s", said => Assert.Equal(0x30, said.File("logs.p7s")[0])),
        ("ask '/v1/sample?", said => said.Has("Sample", "\"population\":", "\"rank\":\"")),
        ("printf 'gateway-sample", said => Assert.Matches("^[0-9a-f]{64}  -\n$", said.Text)),
        ("ask '/v1/stream", said => Assert.Matches("\nid: [0-9]{4}:[0-9]+\nevent: entry\ndata: \\{\"cursor\":\"[0-9]{4}:[0-9]+\",\"origin\":\"gateway.gz.example/[0-9]{4}\",\"index\":[0-9]+,\"leafHash\":\"[0-9a-f]{64}\",\"entry\":\\{.*\\}\\}\n\n", said.Text)),
        ("ask /v1/reports/", said => said.Has("Report", "\"rows\":[", "\"subjects\":", "\"newSubjects\":null")),
    ];

    [Fact]
    public async Task Every_line_of_the_page_that_asks_is_answered_as_the_page_says()
    {
        await using var witness = await RunningWitness.StartAsync("one.example");
        var settings = RunningWitness.Settings(1, "go-on", witness);
        settings["Ledger__Seal__Certificate"] = DevAssets.Pki.Certificate("gateway-gz.signing");
        settings["Ledger__Seal__Key"] = DevAssets.Pki.Key("gateway-gz.signing");
        settings["Ledger__SealInterval"] = "00:00:01";
        await using var boundary = await Readers.OpenAsync(settings: settings);
        await boundary.North().PushAsync($$"""{"customers":[{"remark":"{{People.ResidentId()}}"}]}""");
        var push = await boundary.North().PushAsync();
        await boundary.StoryAsync(Readers.Everything, push.TransferId);
        var shard = Path.Combine(boundary.Ledger, boundary.Year);
        var seal = await Eventually.TrueAsync(() => Directory.Exists(Path.Combine(shard, "seals")) && File.Exists(Path.Combine(shard, "cosigs", "checkpoint"))
                && File.Exists(Path.Combine(boundary.Ledger, "logs.json.p7s"))
            ? Directory.GetFiles(Path.Combine(shard, "seals"), "*.p7s").FirstOrDefault()
            : null);
        using var scratch = new Scratch();
        var shell = Prepare(scratch, boundary, push.TransferId, Path.GetFileNameWithoutExtension(seal));
        var story = (await RunAsync(shell, "ask /v1/transfers/$ID")).Text;

        var lines = Lines();
        Assert.Equal(Shapes.Select(shape => shape.Line).Order(), lines.Select(line => Shape(line).Line).Distinct().Order());
        foreach (var line in lines)
        {
            var said = (await RunAsync(shell, line)) with { Story = story };
            Assert.True(said.ExitCode == 0, $"{line}: {said.ExitCode}, {said.Text}");
            try
            {
                Shape(line).Shape(said);
            }
            catch (Xunit.Sdk.XunitException e)
            {
                throw new InvalidOperationException($"{line}\n{said.Text}", e);
            }
        }
    }

    // Every line of a block that is no definition, and every question between the words.
    private static List<string> Lines()
    {
        var blocks = Block().Matches(Page).SelectMany(block => block.Groups[1].Value
            .Replace(" \\\n", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return
        [
            .. blocks.Where(line => line.StartsWith("ask ", StringComparison.Ordinal)
                || line.StartsWith("{ printf", StringComparison.Ordinal) || line.StartsWith("printf", StringComparison.Ordinal)),
            .. Inline().Matches(Page).Select(match => match.Groups[1].Value.Replace('\n', ' ')),
        ];
    }

    private static (string Line, Action<Said> Shape) Shape(string line) =>
        Shapes.Where(shape => line.StartsWith(shape.Line, StringComparison.Ordinal)).MaxBy(shape => shape.Line.Length) is { Line: not null } found
            ? found
            : throw new InvalidOperationException($"nobody says what comes of: {line}");

    // The page's own definitions, with the port of this daemon.
    private static Shell Prepare(Scratch scratch, Boundary boundary, string transfer, string sealedSize)
    {
        var pki = DevAssets.Pki;
        foreach (var (file, folder) in new[]
        {
            (pki.Certificate(Readers.Everything + ".client"), "certs"), (pki.Key(Readers.Everything + ".client"), "certs"),
            (pki.Authority("cn-issuing"), "ca"), (pki.Authority("cn-root"), "ca"),
        })
        {
            Directory.CreateDirectory(scratch.At("certs-dev", "out", folder));
            File.Copy(file, scratch.At("certs-dev", "out", folder, Path.GetFileName(file)));
        }

        var definitions = Block().Matches(Page)[0].Groups[1].Value;
        Assert.StartsWith("cd certs-dev/out/certs\ncat ", definitions, StringComparison.Ordinal);
        Assert.Contains("ask() { curl ", definitions, StringComparison.Ordinal);
        var size = File.ReadLines(Path.Combine(boundary.Ledger, boundary.Year, "checkpoint")).ElementAt(1);
        return new Shell(
            scratch.Folder,
            definitions.Replace("127.0.0.1:8445", boundary.Door("audit").ToString(), StringComparison.Ordinal),
            boundary.Year,
            transfer,
            sealedSize,
            size);
    }

    private static async Task<Said> RunAsync(Shell shell, string line)
    {
        // The addresses of the page are of one year, and its tree of one size.
        var own = line.Replace("=2026:1043", $"=2026:{shell.Size}", StringComparison.Ordinal).Replace("2026", shell.Year, StringComparison.Ordinal);
        var run = own.Contains("/v1/stream", StringComparison.Ordinal) ? $"export -f ask; timeout 60 bash -c \"{own}\" | head -n 10" : own;
        using var bash = Process.Start(new ProcessStartInfo(
            "/bin/bash", ["-c", $"set -u\ncd {shell.Folder}\nID={shell.Transfer} SIZE={shell.Sealed}\n{shell.Definitions}\n{run}"])
        {
            RedirectStandardOutput = true,
        })!;
        var text = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Said(shell, text, bash.ExitCode);
    }

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
            {
                folder = folder.Parent!;
            }

            return folder.FullName;
        }
    }

    [GeneratedRegex("(?m)^```\n((?:.*\n)*?)```$")]
    private static partial Regex Block();

    [GeneratedRegex("`(ask [^`]+)`")]
    private static partial Regex Inline();

    private sealed record Shell(string Folder, string Definitions, string Year, string Transfer, string Sealed, string Size);

    /// <summary>What one line came to.</summary>
    private sealed record Said(Shell Shell, string Text, int ExitCode)
    {
        internal string Story { get; init; } = "";

        internal byte[] File(string name) =>
            System.IO.File.ReadAllBytes(Path.Combine(Shell.Folder, "certs-dev", "out", "certs", Own(name)));

        /// <summary>A document of a schema of openapi-v1.json, which holds these too.</summary>
        internal void Has(string schema, params string[] parts)
        {
            using var api = JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(Root, "src", "Gateway", "Audit", "Desk", "openapi-v1.json")));
            var json = JsonElement.Parse(Text);
            var members = api.RootElement.GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("required")
                .EnumerateArray().Select(member => member.GetString()!);
            Assert.All(members, member => Assert.True(json.TryGetProperty(member, out _), member));
            Assert.All(parts, part => Assert.Contains(Own(part), Text, StringComparison.Ordinal));
        }

        internal void IsHead(bool isCosigned = false)
        {
            Assert.True(SignedNote.TryRead(Encoding.UTF8.GetBytes(Text), out var text, out var lines));
            Assert.True(Checkpoint.TryParse(text, out var head));
            Assert.Equal($"gateway.gz.example/{Shell.Year}", head!.Origin);
            Assert.True(!isCosigned || lines.Length == 2, Text);
        }

        internal void IsProof(string file)
        {
            Assert.True(TransparencyProof.TryParse(Encoding.UTF8.GetString(File(file)), out _));
            Assert.StartsWith("c2sp.org/tlog-proof@v1\nindex ", Encoding.UTF8.GetString(File(file)), StringComparison.Ordinal);
        }

        internal void IsZip(string file, params string[] names)
        {
            using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(File(file)));
            Assert.All(names, name => Assert.Contains(zip.Entries, entry => entry.FullName == name));
        }

        private string Own(string text) => text
            .Replace("$ID", Shell.Transfer, StringComparison.Ordinal).Replace("YEAR", Shell.Year, StringComparison.Ordinal);
    }
}
