using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Audit.Taps;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Tree;
using Gateway.Tests.Ledger;

namespace Gateway.Tests.Taps;

/// <summary>What leaves by a tap, to the byte: golden events in a published form, and the syslog message around one.</summary>
public sealed class TapEventTests
{
    private const string Origin = "log.example/2026";

    private static readonly StandingClock Clock = new(new DateTimeOffset(2026, 11, 1, 8, 30, 0, TimeSpan.Zero));

    [Fact]
    public void Every_kind_of_entry_has_exactly_the_golden_event()
    {
        var version = $"\"version\":\"{Software.Version}\"";
        var events = Events(withEntries: true).Append(Withheld())
            .Select(text => text.Replace(version, "\"version\":\"0.0.0\"", StringComparison.Ordinal));
        Assert.Equal(File.ReadAllLines(Golden("tap.jsonl")), events);
    }

    [Fact]
    public void Every_event_is_valid_under_the_published_schema_and_none_with_a_name_of_our_own()
    {
        var schema = SchemaCheck.Load("ocsf-event.schema.json");
        foreach (var text in Events(withEntries: false).Concat(Events(withEntries: true)).Append(Withheld()))
        {
            Assert.True(Accepts(schema, text), text);
            Assert.False(Accepts(schema, text.Replace("\"message\"", "\"note\"", StringComparison.Ordinal)), text);
        }
    }

    [Fact]
    public void An_event_that_holds_the_entry_holds_what_its_leaf_hash_is_of()
    {
        foreach (var text in Events(withEntries: true))
        {
            using var json = JsonDocument.Parse(text);
            var raw = Encoding.UTF8.GetBytes(json.RootElement.GetProperty("raw_data").GetString()!);

            Assert.Equal(
                json.RootElement.GetProperty("unmapped").GetProperty("leafHash").GetString(),
                Convert.ToHexStringLower(SHA256.HashData([MerkleTree.LeafPrefix, .. raw])));
        }
    }

    [Fact]
    public void What_is_withheld_says_place_and_leaf_hash_and_nothing_else_of_the_entry()
    {
        using var json = JsonDocument.Parse(Withheld());
        var own = json.RootElement.GetProperty("unmapped");

        Assert.Equal(["origin", "index", "leafHash", "withheld"], own.EnumerateObject().Select(member => member.Name));
        Assert.DoesNotContain("cdd-push", Withheld(), StringComparison.Ordinal);
        Assert.DoesNotContain("raw_data", Withheld(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_syslog_message_is_counted_and_has_the_header_of_RFC_5424()
    {
        var refusal = Entries()[2];
        var made = new OcsfEvents(false, Clock).Write(refusal, EntryOutline.Of(refusal.Bytes));
        var frame = Encoding.ASCII.GetString(new SyslogFrame("log.example").Write(made).Span);
        var (length, message) = (frame.Split(' ')[0], frame.Split(' ', 2)[1]);

        Assert.Equal(length, message.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.StartsWith(
            "<109>1 2026-11-01T08:30:00.007Z log.example gateway - refusal - {\"activity_id\":99,", message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, letter => letter is > '~' or < ' ');
    }

    [Fact]
    public void A_message_of_what_is_withheld_has_no_time_of_the_entry()
    {
        var made = new OcsfEvents(true, Clock).Write(Entries()[0], null);

        Assert.StartsWith(
            "<110>1 - log.example gateway - withheld - {",
            Encoding.ASCII.GetString(new SyslogFrame("log.example").Write(made).Span).Split(' ', 2)[1],
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("日志 log", "???log")]
    [InlineData("", "-")]
    public void An_origin_that_a_host_name_cannot_hold_is_written_so_that_it_can(string origin, string host)
    {
        var made = new OcsfEvents(true, Clock).Write(Entries()[0], null);

        Assert.Contains($" - {host} gateway ", Encoding.ASCII.GetString(new SyslogFrame(origin).Write(made).Span), StringComparison.Ordinal);
    }

    internal static List<PublishedEntry> Entries() =>
    [
        .. File.ReadAllLines(Golden("entry.jsonl")).Select((line, index) =>
        {
            var bytes = Encoding.UTF8.GetBytes(line);
            return new PublishedEntry(
                Origin, new LedgerCursor(2026, index), bytes, SHA256.HashData([MerkleTree.LeafPrefix, .. bytes]));
        }),
    ];

    private static List<string> Events(bool withEntries)
    {
        var events = new OcsfEvents(withEntries, Clock);
        return [.. Entries().Select(entry => Text(events.Write(entry, EntryOutline.Of(entry.Bytes))))];
    }

    private static string Withheld() => Text(new OcsfEvents(true, Clock).Write(Entries()[2], null));

    private static string Text(TapEvent made) => Encoding.ASCII.GetString(made.Json.Span);

    private static bool Accepts(SchemaCheck schema, string text)
    {
        using var json = JsonDocument.Parse(text);
        return schema.Accepts(json.RootElement);
    }

    private static string Golden(string name) => Vectors.PathOf(Path.Combine("docs", "formats", "golden", name));
}
