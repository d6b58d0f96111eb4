using System.Buffers;
using System.Globalization;
using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Formats;
using Gateway.Policies.Regions;

namespace Gateway.Policies.Transforms;

/// <summary>
/// Replaces a date, a code of a place or a number by a coarser one (FORMATS.md 1, generalise). What is none of these
/// does not fit.
/// </summary>
internal sealed class GeneraliseAction(FieldAction.Generalise rule) : ValueAction
{
    private const int BandWidth = 10;
    private const int OldestBand = 90;
    private const int MaxAge = 150;
    private const int MaxAgeDigits = 3;
    private const int MaxLabel = 64;

    // "Infinity" is none of our numbers.
    private static readonly SearchValues<byte> OfNumbers = SearchValues.Create("0123456789+-.eE"u8);

    private static readonly string[] Known =
        ["year", "month", "decade", "age-band", "district", "city", "province"];

    // Band n lies before bound n; the last one is open.
    private readonly byte[][] _bands = [.. Labels(rule.Bands).Select(Encoding.UTF8.GetBytes)];

    internal static bool IsUsable(FieldAction.Generalise rule) => rule.To is null
        ? rule.Bands.Count > 0 && rule.Bands.Zip(rule.Bands.Skip(1)).All(pair => pair.First < pair.Second)
        : rule.Bands.Count == 0 && Known.Contains(rule.To);

    internal override FieldOutcome Outcome => FieldOutcome.Generalised;

    internal override bool TakesAnyText => false;

    internal override bool Fits(ReadOnlySpan<byte> text, DateOnly today) => TryWrite(text, today, [], out _);

    internal override void WriteText(ReadOnlySpan<byte> text, in Surroundings surroundings, PooledList<byte> target)
    {
        Span<byte> label = stackalloc byte[MaxLabel];
        if (!TryWrite(text, surroundings.Today, label, out var band))
        {
            throw new ArgumentException("a value that does not fit", nameof(text));
        }

        var made = band >= 0 ? _bands[band] : label[..label.IndexOf((byte)0)];
        made.CopyTo(target.Extend(made.Length));
    }

    // Writes a label that ends in a zero, or says which band; with no room for a label, only whether there is one.
    private bool TryWrite(ReadOnlySpan<byte> text, DateOnly today, Span<byte> label, out int band)
    {
        band = -1;
        switch (rule.To)
        {
            case null:
                return TryBand(text, out band);
            case "district" or "city" or "province":
                return TryRegion(text, label);
            case "age-band" when TryAge(text, out var age):
                return WriteAge(age, label);
            default:
                return DateText.TryParse(text, out var date, out _)
                    && (rule.To != "age-band" || date <= today)
                    && WriteDate(date, today, label);
        }
    }

    private bool TryBand(ReadOnlySpan<byte> text, out int band)
    {
        band = 0;
        const NumberStyles Number =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!decimal.TryParse(text, Number, CultureInfo.InvariantCulture, out var value))
        {
            return TryOuterBand(text, Number, out band);
        }

        while (band < rule.Bands.Count && value >= rule.Bands[band])
        {
            band++;
        }

        return true;
    }

    // A number too large for a decimal, 1e400 say, lies beyond every bound, for these are decimals.
    private bool TryOuterBand(ReadOnlySpan<byte> text, NumberStyles number, out int band)
    {
        band = 0;
        if (text.ContainsAnyExcept(OfNumbers)
            || !double.TryParse(text, number, CultureInfo.InvariantCulture, out var value)
            || Math.Abs(value) < (double)decimal.MaxValue)
        {
            return false;
        }

        band = value > 0 ? rule.Bands.Count : 0;
        return true;
    }

    // Longer codes of towns and villages begin with the six digits of their district.
    private bool TryRegion(ReadOnlySpan<byte> text, Span<byte> label)
    {
        if (text.Length is not (RegionCodes.Length or 9 or 12)
            || text.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || !RegionCodes.IsKnown(text[..RegionCodes.Length]))
        {
            return false;
        }

        if (!label.IsEmpty)
        {
            var kept = rule.To switch { "district" => 6, "city" => 4, _ => 2 };
            text[..kept].CopyTo(label);
            label[kept..RegionCodes.Length].Fill((byte)'0');
        }

        return true;
    }

    // An age that is written as one: a date has eight digits at least.
    private static bool TryAge(ReadOnlySpan<byte> text, out int age)
    {
        age = 0;
        return text.Length <= MaxAgeDigits
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out age) && age <= MaxAge;
    }

    private bool WriteDate(DateOnly date, DateOnly today, Span<byte> label) => rule.To switch
    {
        "year" => Write(label, $"{date.Year:D4}"),
        "month" => Write(label, $"{date.Year:D4}-{date.Month:D2}"),
        "decade" => Write(label, $"{date.Year / 10 * 10:D4}s"),
        _ => WriteAge(AgeOn(date, today), label),
    };

    private static bool WriteAge(int age, Span<byte> label)
    {
        var from = age / BandWidth * BandWidth;
        return age >= OldestBand ? Write(label, $"{OldestBand}+") : Write(label, $"{from}-{from + BandWidth - 1}");
    }

    private static int AgeOn(DateOnly birth, DateOnly today)
    {
        var years = today.Year - birth.Year;
        return (today.Month, today.Day).CompareTo((birth.Month, birth.Day)) < 0 ? years - 1 : years;
    }

    private static bool Write(
        Span<byte> label, [System.Runtime.CompilerServices.InterpolatedStringHandlerArgument(nameof(label))]
        ref System.Text.Unicode.Utf8.TryWriteInterpolatedStringHandler text) =>
        label.IsEmpty || System.Text.Unicode.Utf8.TryWrite(label, CultureInfo.InvariantCulture, ref text, out _);

    private static IEnumerable<string> Labels(IReadOnlyList<decimal> bounds)
    {
        for (var i = 0; i <= bounds.Count && bounds.Count > 0; i++)
        {
            var low = i == 0 ? "" : bounds[i - 1].ToString(CultureInfo.InvariantCulture);
            yield return i == 0 ? "<" + bounds[0].ToString(CultureInfo.InvariantCulture)
                : i == bounds.Count ? low + "+"
                : $"{low}-{bounds[i].ToString(CultureInfo.InvariantCulture)}";
        }
    }
}
