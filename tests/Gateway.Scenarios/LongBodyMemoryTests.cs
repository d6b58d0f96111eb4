using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>A body of any length crosses in bounded memory. tests/long-body.sh asks for a long one.</summary>
public sealed class LongBodyMemoryTests
{
    private const long MostMemory = 300L * 1024 * 1024;

    private static readonly long Bytes =
        long.TryParse(Environment.GetEnvironmentVariable("LONG_BODY_BYTES"), CultureInfo.InvariantCulture, out var bytes)
            ? bytes
            : 64L * 1024 * 1024;

    [Fact]
    public async Task However_long_a_body_is_the_daemon_stays_within_its_memory()
    {
        await using var boundary = Boundary.Prepare(LongBodyTests.WithRows);
        Directory.CreateDirectory(Path.Combine(boundary.State, "spool"));
        AllowTime(boundary.ConfigFile);
        await using var daemon = ChildDaemon.Start(boundary.ConfigFile);
        using var client = boundary.ClientAt(await daemon.NorthAsync(), "bank-gz.client");
        client.Timeout = TimeSpan.FromMinutes(20);
        using var content = new RowsContent(Bytes);
        using var response = await client.PostAsync(
            Asking.PushPath, content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var peak = await daemon.PeakMemoryAsync();
        var left = Assert.Single(boundary.BankHk.Received).Body.Length;
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"daemon: {Bytes >> 20} MiB in, {left >> 20} MiB out, at most {peak >> 20} MiB resident");
        Assert.InRange(peak, 1, MostMemory);
        await daemon.TerminateAsync();
        Assert.Equal(
            ["release", "release", "outcome"],
            boundary.EntriesOf(response.Headers.GetValues("Transfer-Id").Single()).Select(entry => entry.Kind));
    }

    private static void AllowTime(string configFile)
    {
        var settings = JsonNode.Parse(File.ReadAllText(configFile))!;
        settings["Reading"]!["Timeout"] = "00:10:00";
        settings["Reading"]!["SpoolDirectory"] = "state/spool";
        settings["Forwarding"]!["Timeout"] = "00:10:00";
        settings["Identity"] = new JsonObject { ["TransferTimeout"] = "01:00:00" };
        File.WriteAllText(configFile, settings.ToJsonString());
    }

    /// <summary>Made-up customers, all different, as they are sent.</summary>
    private sealed class RowsContent : HttpContent
    {
        private readonly long _length;

        internal RowsContent(long length)
        {
            _length = length;
            Headers.ContentType = new("text/csv");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var filler = new string('x', 120);
            var portion = new StringBuilder("id,secret,name,remark\n");
            long sent = 0, row = 0;
            while (sent < _length)
            {
                while (portion.Length < 64 * 1024)
                {
                    portion.Append(CultureInfo.InvariantCulture, $"C-{row++:D16},{filler},王小明,regular\n");
                }

                var bytes = Encoding.UTF8.GetBytes(portion.ToString());
                bytes = bytes[..(int)Math.Min(bytes.Length, _length - sent)];
                await stream.WriteAsync(sent + bytes.Length < _length ? bytes : Closed(bytes));
                sent += bytes.Length;
                portion.Clear();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _length;
            return true;
        }

        // The last portion is cut at any byte: what is there of its last row becomes the end of the row before it.
        private static byte[] Closed(byte[] bytes)
        {
            var last = bytes.AsSpan().LastIndexOf((byte)'\n');
            bytes.AsSpan(Math.Max(last, 0)).Fill((byte)'r');
            return bytes;
        }
    }
}
