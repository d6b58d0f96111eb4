using System.Buffers;
using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine;

/// <summary>The day of every test: what an engine is told where a test has nothing to say about time.</summary>
internal static class Days
{
    internal static DateTimeOffset Test { get; } = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    internal static Outcome<InspectedConsignment> Inspect(this CategoryEngine engine, ReadOnlyMemory<byte> body) =>
        engine.Inspect(body, Test);
}

/// <summary>Sets up a category in a line or two and runs a body through it.</summary>
internal sealed class Desk
{
    private readonly List<FieldRule> _rules = [];

    internal UnlistedRule Unlisted { get; init; } = UnlistedRule.Drop;

    internal BodyFormat Format { get; init; } = BodyFormat.Json;

    internal Dictionary<string, string> Namespaces { get; init; } = [];

    internal SignatureRule Signature { get; init; }

    internal string Media { get; init; } = "application/json";

    internal string Charset { get; init; } = "utf-8";

    internal string? Records { get; init; }

    internal CommitRule Commit { get; init; }

    internal string[] Subjects { get; init; } = [];

    internal IReadOnlyList<DetectorKind> Screen { get; init; } = [];

    internal FindingRule OnFinding { get; init; }

    internal Dictionary<DetectorKind, FindingRule> Overrides { get; init; } = [];

    internal static FieldAction Keep { get; } = new FieldAction.Keep(false, null);

    internal static FieldAction Deep { get; } = new FieldAction.Keep(true, null);

    internal static FieldAction Drop { get; } = new FieldAction.Drop();

    internal static FieldAction Redact { get; } = new FieldAction.Redact("***");

    internal static FieldAction Hash { get; } = new FieldAction.Hash("k1", 32);

    internal static FieldAction Constant(string value) => new FieldAction.Constant(value);

    internal static FieldAction Mask(int first = 0, int last = 0, string filler = "*", int? minHidden = null) =>
        new FieldAction.Mask(first, last, filler, minHidden);

    internal Desk Rule(string path, FieldAction action, params (string Name, string Value)[] where) =>
        Rule(path, action, MismatchRule.Refuse, where);

    internal Desk Rule(
        string path, FieldAction action, MismatchRule mismatch, params (string Name, string Value)[] where)
    {
        _rules.Add(new FieldRule(
            path, action, where.ToDictionary(pair => pair.Name, pair => pair.Value), [],
            mismatch, Here(_rules.Count)));
        return this;
    }

    internal Category Category()
    {
        Assert.True(CategoryId.TryParse("BK.cdd", out var id));
        return new Category(
            id, 3, new Titles("test", null, null), Grade.General, [], ConsentKind.None, Format, [Media],
            Charset, Namespaces, Records,
            [.. Subjects.Select(path => new SubjectPath(path, null, true, Here(0)))], Unlisted, Screen, OnFinding,
            Overrides, [.. _rules], [], Here(0))
        {
            Signature = Signature,
            Commit = Commit,
        };
    }

    internal CategoryEngine Compile(IFieldKeys? keys = null)
    {
        var engine = CategoryEngine.Compile(Category(), keys ?? new FixedKeys(), out var faults);
        Assert.Empty(faults);
        return Assert.IsType<CategoryEngine>(engine);
    }

    internal string Pass(string body) => Pass(body, out _);

    internal string Pass(string body, out TransformReport report) => Pass(Encoding.UTF8.GetBytes(body), out report);

    internal string Pass(byte[] body, out TransformReport report) =>
        Run(Compile(), body, AskVerdicts.AllGo, out report);

    internal static string Run(CategoryEngine engine, byte[] body, AskVerdicts verdicts, out TransformReport report)
    {
        var passed = engine.Inspect(body).TryPass(out var consignment, out var turnBack);
        Assert.True(passed, turnBack?.Code.Wire);
        using (consignment)
        {
            var output = new ArrayBufferWriter<byte>();
            report = consignment!.Transform(verdicts, output);
            return Encoding.UTF8.GetString(output.WrittenSpan);
        }
    }

    internal Refusal Refuse(string body) => Refuse(Encoding.UTF8.GetBytes(body));

    internal Refusal Refuse(byte[] body)
    {
        Assert.False(Compile().Inspect(body).TryPass(out _, out var turnBack));
        return Assert.IsType<Refusal>(turnBack);
    }

    private static Mark Here(int rule) => new("test.yaml", 1, 1, $"categories[0].fields[{rule}]");

    /// <summary>One key for every id that starts with k.</summary>
    internal sealed class FixedKeys : IFieldKeys
    {
        internal static byte[] File { get; } = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

        public bool TryGet(string use, string category, string keyId, out ReadOnlyMemory<byte> key)
        {
            key = KeyDerivation.Derive(File, use, category, keyId);
            return keyId.StartsWith('k');
        }
    }
}
