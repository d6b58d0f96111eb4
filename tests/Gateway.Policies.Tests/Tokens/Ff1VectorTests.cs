using System.Text.Json;
using Gateway.Policies.Tokens;

namespace Gateway.Policies.Tests.Tokens;

/// <summary>Every published vector of FF1, there and back, with the processor's AES and without.</summary>
public sealed class Ff1VectorTests
{
    private const string Base36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_samples_of_nist_come_out_as_printed(bool isPortable)
    {
        using var samples = Read("nist-ff1samples.json");
        Assert.Equal(9, samples.RootElement.GetArrayLength());
        foreach (var sample in samples.RootElement.EnumerateArray())
        {
            var ff1 = new Ff1(
                new AesBlock(Hex(sample, "key"), isPortable), sample.GetProperty("radix").GetInt32(), Hex(sample, "tweak"));
            Check(
                ff1,
                Symbols(sample.GetProperty("plaintext").GetString()!.ToUpperInvariant()),
                Symbols(sample.GetProperty("ciphertext").GetString()!.ToUpperInvariant()));
        }
    }

    [Theory]
    [InlineData("aes_ff1_radix10_test.json", 3845, false)]
    [InlineData("aes_ff1_radix36_test.json", 2854, false)]
    [InlineData("aes_ff1_base36_test.json", 2854, false)]
    [InlineData("aes_ff1_radix10_test.json", 3845, true)]
    [InlineData("aes_ff1_radix36_test.json", 2854, true)]
    public void All_cases_of_wycheproof_come_out_as_told(string file, int count, bool isPortable)
    {
        using var suite = Read(file);
        var run = 0;
        foreach (var group in suite.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                run++;
                var radix = group.GetProperty("radix").GetInt32();
                if (test.GetProperty("result").GetString() == "valid")
                {
                    var ff1 = new Ff1(new AesBlock(Hex(test, "key"), isPortable), radix, Hex(test, "tweak"));
                    Check(ff1, Symbols(test.GetProperty("msg")), Symbols(test.GetProperty("ct")));
                }
                else
                {
                    Assert.ThrowsAny<ArgumentException>(() =>
                        new Ff1(new AesBlock(Hex(test, "key"), isPortable), radix, Hex(test, "tweak"))
                            .Encrypt(Symbols(test.GetProperty("msg"))));
                }
            }
        }

        Assert.Equal(count, run);
    }

    [Fact]
    public void What_wycheproof_calls_small_is_no_domain_of_ours()
    {
        using var suite = Read("aes_ff1_radix10_test.json");
        var small = suite.RootElement.GetProperty("testGroups").EnumerateArray()
            .SelectMany(group => group.GetProperty("tests").EnumerateArray())
            .Where(test => test.GetProperty("flags").EnumerateArray().Any(flag => flag.ValueEquals("SmallMessageSize")))
            .Select(test => test.GetProperty("msg").GetArrayLength()).ToList();
        Assert.Equal(12, small.Count);
        Assert.All(small, length => Assert.False(Ff1.IsDomain(10, length)));
    }

    [Theory]
    [InlineData(10, 6)]
    [InlineData(16, 5)]
    [InlineData(26, 5)]
    [InlineData(36, 4)]
    [InlineData(62, 4)]
    [InlineData(2, 20)]
    [InlineData(65536, 2)]
    public void A_domain_has_at_least_a_million_members(int radix, int shortest)
    {
        Assert.True(Ff1.IsDomain(radix, shortest));
        Assert.False(Ff1.IsDomain(radix, shortest - 1));
        Assert.False(Ff1.IsDomain(radix, Ff1.MaxLength + 1));
    }

    // The halves of up to 64 bits and those of limbs meet here: whatever the length, back is back.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(36)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(65536)]
    public void Every_length_of_every_radix_comes_back(int radix)
    {
        foreach (var tweak in new[] { 0, 1, 9, 10, 13, 15, 16, 31, 32, 100 })
        {
            var ff1 = new Ff1(new AesBlock(new byte[32]), radix, Enumerable.Range(7, tweak).Select(i => (byte)i).ToArray());
            foreach (var length in Enumerable.Range(2, 70).Append(256).Append(Ff1.MaxLength))
            {
                foreach (var all in new[] { 0, radix - 1 })
                {
                    var symbols = Enumerable.Repeat((ushort)all, length).ToArray();
                    ff1.Encrypt(symbols);
                    Assert.All(symbols, symbol => Assert.InRange(symbol, 0, radix - 1));
                    ff1.Decrypt(symbols);
                    Assert.All(symbols, symbol => Assert.Equal(all, symbol));
                }
            }
        }
    }

    [Fact]
    public void A_number_is_its_symbols()
    {
        var ff1 = new Ff1(new AesBlock(new byte[16]), 10, "tweak"u8);
        ushort[] symbols = [0, 0, 7, 1, 2, 3, 4, 5];
        var number = ff1.Encrypt(712345, symbols.Length);
        ff1.Encrypt(symbols);
        Assert.Equal(symbols.Aggregate(0UL, (sum, symbol) => (sum * 10) + symbol), number);
        Assert.Equal(712345UL, ff1.Decrypt(number, symbols.Length));
    }

    private static void Check(Ff1 ff1, ushort[] plain, ushort[] cipher)
    {
        var symbols = plain.ToArray();
        ff1.Encrypt(symbols);
        Assert.Equal(cipher, symbols);
        ff1.Decrypt(symbols);
        Assert.Equal(plain, symbols);
    }

    private static ushort[] Symbols(JsonElement text) => text.ValueKind == JsonValueKind.Array
        ? [.. text.EnumerateArray().Select(symbol => Saturated(symbol.GetInt32()))]
        : Symbols(text.GetString()!);

    private static ushort[] Symbols(string text) =>
        [.. text.Select(letter => Saturated(Base36.IndexOf(letter, StringComparison.Ordinal)))];

    // What is no symbol at all (-1, say) is none of any radix that is tested here.
    private static ushort Saturated(int symbol) => symbol is >= 0 and < ushort.MaxValue ? (ushort)symbol : ushort.MaxValue;

    private static byte[] Hex(JsonElement test, string name) => Convert.FromHexString(test.GetProperty(name).GetString()!);

    private static JsonDocument Read(string name)
    {
        using var unzipped = Packed.Open("ff1", name);
        return JsonDocument.Parse(unzipped);
    }
}
