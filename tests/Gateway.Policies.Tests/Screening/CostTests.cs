using System.Text;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Tests.Screening;

/// <summary>Cost is counted in characters looked at, never in time.</summary>
public sealed class CostTests
{
    private const int Size = 1 << 13;

    // Every character may be read by three layers of escapes, looked ahead at by each, and counted twice.
    private const int MaxStepsPerByte = 150;

    private static readonly string[] Hostile =
    [
        "1", "1 ", "13800138000 ", "4111111111111111 ", "6", "62 ", "0086", "@", "a@", "a@a.", "@a.a", "a.",
        "a-", "%", "%25", "%2525", "%25%", "%31", "\\", "\\u", "\\u0031", "\\u005c", "\\x31", "\\\\", "&",
        "&#", "&#49", "&#49;", "&amp;", "&amp;amp;", "&nbsp", "<", "<a", "<a>", "<a 1", "< ", ">", "<>",
        "&lt;", "&lt;a", "&lt;a&gt;", "\\u003c", "\\u003ca", "]]>", "<![CDATA[", "A", "A ", "A1", "A123456(",
        "A123456(3", "(", " ", "\u200B", "\u200B1", "１", "\uFE0F1", "中1", "é", "١", "1<", "1%", "1&", "1\\",
        "1<a", "1&lt;a", "12345 <a ", "0123456789abcdef-", "1.", "1e", "a b ", "1\n", "-", "1-", "@<a ",
        "a@<a@", "a@<b>", "123456(<", "123456(<b>", "A123456(<a 1", "550e8400-e29b-41d4-a716-446655440000-",
    ];

    [Fact]
    public void Hostile_text_costs_in_proportion_to_its_size() => Assert.All(Hostile, part =>
    {
        foreach (var mode in (ScanMode[])[ScanMode.Value, ScanMode.Document])
        {
            var once = StepsOf(part, Size, mode, out var bytes);
            var twice = StepsOf(part, 2 * Size, mode, out _);
            Assert.True(once <= (long)bytes * MaxStepsPerByte, $"{once} steps for {bytes} bytes");
            Assert.True(twice <= (2 * once) + 4096, $"{once} steps, then {twice}");
        }
    });

    [Fact]
    public void A_gap_of_any_length_does_not_hide_a_number()
    {
        foreach (var gap in (string[])[" ", "\u200B", "<b>", "&nbsp;", "\n"])
        {
            var far = string.Concat(Enumerable.Repeat(gap, 20_000));
            Assert.Equal(["prc-id"], Found.Kinds("110105194" + far + "91231002X"));
        }

        Assert.Equal(["cn-mobile"], Found.Kinds($"138001<b title=\"{new string('x', 100_000)}\">38000"));
    }

    [Fact]
    public void A_number_deep_in_a_long_run_of_digits_is_found()
    {
        var run = string.Concat(Enumerable.Repeat("7 77 777 ", 500));
        Assert.Equal(["prc-id"], Found.Kinds(run + "110105194912310038 " + run));
        Assert.Equal(["cn-mobile"], Found.Kinds(run + "13800138000 " + run));
    }

    [Fact]
    public void Clean_text_is_skimmed_and_allocates_nothing()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(
            "In 2026 the branch opened 14 accounts; 客户经理已核对资料，第3季度无异常。 Café “open” 50%. ", 500)));
        var findings = new List<Finding>();
        Screener.All.Screen(text, findings);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Screener.All.Screen(text, findings, ScanMode.Value, out var steps);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Empty(findings);
        Assert.True(steps < text.Length / 2, $"{steps} steps for {text.Length} bytes");
    }

    private static long StepsOf(string part, int size, ScanMode mode, out int bytes)
    {
        var one = Encoding.UTF8.GetBytes(part);
        var text = new byte[size];
        for (var i = 0; i < size; i++)
        {
            text[i] = one[i % one.Length];
        }

        bytes = size;
        Screener.All.Screen(text, new List<Finding>(), mode, out var steps);
        return steps;
    }
}
