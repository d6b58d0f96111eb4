using System.Text;
using System.Text.Json;
using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Tests.Engine;

/// <summary>csv-spectrum: what each of its files holds, by its own account in JSON.</summary>
public sealed class CsvSpectrumTests
{
    public static TheoryData<string> Files() =>
        [
            .. Directory.GetFiles(Vectors.Folder("csv-spectrum/csvs"))
                .Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_field_is_read_as_the_file_means_it(string name)
    {
        var body = File.ReadAllBytes(Path.Combine(Vectors.Folder("csv-spectrum/csvs"), name + ".csv"));
        var rows = Told(name);

        // In one file the account has another telephone number than the file; nobody's, in both.
        // Rules that fit nothing but the values told: each field that is read so becomes "read", any other is empty.
        foreach (var column in rows[0].Keys.Where(column => column != "Contact Phone Number"))
        {
            var desk = new Desk { Format = BodyFormat.Csv };
            foreach (var value in rows.Select(row => row[column]).Distinct(StringComparer.Ordinal))
            {
                desk.Rule($"$[*]['{column}']", Desk.Constant("read"), (column, value));
            }

            var left = desk.Pass(body, out _).TrimEnd('\n').Split('\n');
            Assert.Equal(Enumerable.Repeat("read", rows.Length), left[1..]);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Keeping_every_column_keeps_the_file(string name)
    {
        var body = File.ReadAllBytes(Path.Combine(Vectors.Folder("csv-spectrum/csvs"), name + ".csv"));
        var desk = new Desk { Format = BodyFormat.Csv };
        foreach (var column in Told(name)[0].Keys)
        {
            desk.Rule($"$[*]['{column}']", Desk.Keep);
        }

        // A quote in the middle of a field leaves as the standard writes it.
        var expected = Encoding.UTF8.GetString(body).Replace(
            "37\uFFFD36'37.8\"N 121\uFFFD2'17.9\"W", "\"37\uFFFD36'37.8\"\"N 121\uFFFD2'17.9\"\"W\"",
            StringComparison.Ordinal);
        Assert.Equal(expected, desk.Pass(body, out _));
    }

    // One file is an object and not an array of one; and in the copy at hand line breaks are all line feeds.
    private static Dictionary<string, string>[] Told(string name)
    {
        var text = File.ReadAllText(Path.Combine(Vectors.Folder("csv-spectrum/json"), name + ".json"))
            .Replace("\\r\\n", "\\n", StringComparison.Ordinal).Trim();
        return JsonSerializer.Deserialize<Dictionary<string, string>[]>(text[0] == '[' ? text : $"[{text}]")!;
    }
}
