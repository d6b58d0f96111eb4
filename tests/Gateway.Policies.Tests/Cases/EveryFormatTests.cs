using System.Text;
using Gateway.Policies.Bundle;
using Gateway.Policies.Cases;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Cases;

/// <summary>Whatever a bundle may say, this build does: no case of a bundle is left out.</summary>
public sealed class EveryFormatTests
{
    private static readonly string[] Actions =
    [
        "keep", "drop", "redact", "mask, keepFirst: 1", "hash, key: k", "tokenise, key: k, shape: digits",
        "tokenise, key: k, alphabet: abcdefghijklmnopqrstuvwxyz", "generalise, to: year", "generalise, bands: [0, 10]",
        "shift, key: k, days: 30", "encrypt, to: bank-hk", "constant, value: c", "truncate, to: 3",
    ];

    // A path for the rule of each number; the format's own members.
    private static readonly Dictionary<BodyFormat, (Func<int, string> Path, string More)> Forms = new()
    {
        [BodyFormat.Json] = (i => $"$.a{i}", "subject: $.s"),
        [BodyFormat.Ndjson] = (i => $"$.a{i}", "subject: $.s"),
        [BodyFormat.Csv] = (i => $"$[*].a{i}", "subject: \"$[*].s\""),
        [BodyFormat.Xml] = (i => $"$.r.a{i}", "subject: $.r.s"),
        [BodyFormat.Fhir] = (i => $"Patient.a{i}", "subject: Patient.id"),
        [BodyFormat.Hl7v2] = (i => $"PID-{i + 1}", "subject: PID-40"),
        [BodyFormat.Form] = (i => $"$.a{i}", "subject: $.s"),
        [BodyFormat.Multipart] = (_ => "", "parts: [ { name: a, category: T.json } ]"),
        [BodyFormat.Opaque] = (_ => "", "media: [image/gif]\n    opaque: { release: true }"),
    };

    public static TheoryData<BodyFormat> Formats => [.. Enum.GetValues<BodyFormat>()];

    [Theory]
    [MemberData(nameof(Formats))]
    public void No_case_is_left_out_whatever_the_format_and_the_action(BodyFormat format)
    {
        var charsets = format is BodyFormat.Csv or BodyFormat.Form ? new[] { "utf-8", "gb18030" } : ["utf-8"];
        foreach (var charset in charsets)
        {
            List<BundleFile> files = [new("in.bin", "?"u8.ToArray()), new("policy.yaml", Encoding.UTF8.GetBytes(Bundle(format, charset)))];
            var reading = BundleReader.ReadOffline(files);
            Assert.DoesNotContain(reading.Faults, fault => !fault.IsWarning);

            var report = BundleCases.Run(reading.Bundle!.Categories.Values, files, new AnyKey(), reading.Bundle.Issued);

            Assert.Equal(0, report.Count(CaseResult.NotRun));
            Assert.All(report.Verdicts, verdict => Assert.Empty(verdict.Lacks));
            Assert.Contains(report.Verdicts, verdict => verdict.Category.ToString() == $"T.{format.Wire()}");
        }
    }

    private static string Bundle(BodyFormat format, string charset)
    {
        var json = format == BodyFormat.Json ? "" : Category(BodyFormat.Json, "utf-8");
        return $$"""
            parties:
              - id: bank-hk
                zone: HK
                name: { en: Branch }
                registration: "99000011"
                city: "810000"
                roles: [recipient]
                certificates: [ { entry: hk-org-1, match: { organizationIdentifier: "99000011" } } ]
            categories:
            {{json}}{{Category(format, charset)}}
            """;
    }

    private static string Category(BodyFormat format, string charset)
    {
        var (path, more) = Forms[format];
        var rules = format is BodyFormat.Multipart or BodyFormat.Opaque
            ? "    fields: []"
            : "    fields:\n" + string.Join('\n', Actions.Select((action, i) =>
                $"      - {{ path: \"{path(i)}\", do: {action} }}"));
        return $$"""
              - id: T.{{format.Wire()}}
                version: 1
                grade: general
                format: {{format.Wire()}}
                charset: {{charset}}
                {{more}}
            {{rules}}
                cases: [ { name: one, input: in.bin, refused: body.malformed } ]

            """;
    }

    private sealed class AnyKey : IFieldKeys, IFieldCipher
    {
        public bool TryGet(string use, string category, string keyId, out ReadOnlyMemory<byte> key)
        {
            key = new byte[KeyDerivation.KeySize];
            return true;
        }

        public IFieldCipher CipherFor(string party) => this;

        public int MaxSize(int length) => length;

        public int Encrypt(ReadOnlySpan<byte> text, Span<byte> message)
        {
            text.CopyTo(message);
            return text.Length;
        }
    }
}
