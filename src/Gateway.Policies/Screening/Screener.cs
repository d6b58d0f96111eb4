using System.Buffers;

namespace Gateway.Policies.Screening;

/// <summary>
/// Looks for identifiers in one value. Made once for a list of detectors; holds no state of a value, so one
/// serves every thread. Cost is linear in the value; text without digits and '@' is only skimmed.
/// </summary>
public sealed class Screener
{
    // The bytes that may begin something: digits, '@', escapes, markup, and the first bytes of every character
    // that folds to a digit or '@' (a test holds this list against the folding table).
    private static readonly SearchValues<byte> AnyNumber = SearchValues.Create(
        [.. "0123456789@&%\\<"u8, 0xC2, 0xD9, 0xDB, 0xDF, 0xE0, 0xE1, 0xE2, 0xE3, 0xEA, 0xEF, 0xF0]);

    private static readonly SearchValues<byte> AnyAt = SearchValues.Create([.. "@&%\\<"u8, 0xEF]);

    private Screener(IReadOnlyList<DetectorKind> kinds)
    {
        Kinds = kinds;
        FindsResidentId = kinds.Contains(DetectorKind.PrcId);
        FindsHkid = kinds.Contains(DetectorKind.Hkid);
        FindsBankCard = kinds.Contains(DetectorKind.BankCard);
        FindsMobile = kinds.Contains(DetectorKind.CnMobile);
        FindsEmail = kinds.Contains(DetectorKind.Email);
        Interesting = FindsNumbers ? AnyNumber : AnyAt;
        MinDigits = FindsHkid ? Hkid.DigitCount : CnMobile.Length;
    }

    /// <summary>Every detector this build has.</summary>
    public static Screener All { get; } = new(DetectorKind.Built);

    public IReadOnlyList<DetectorKind> Kinds { get; }

    internal bool FindsResidentId { get; }

    internal bool FindsHkid { get; }

    internal bool FindsBankCard { get; }

    internal bool FindsMobile { get; }

    internal bool FindsEmail { get; }

    internal bool FindsNumbers => FindsResidentId || FindsHkid || FindsBankCard || FindsMobile;

    /// <summary>Where the skim stops to look.</summary>
    internal SearchValues<byte> Interesting { get; }

    /// <summary>Fewer digits than this in a row are nothing.</summary>
    internal int MinDigits { get; }

    /// <summary>A screener of these kinds.</summary>
    /// <exception cref="ArgumentException">This build does not detect one of them.</exception>
    public static Screener For(IReadOnlyList<DetectorKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        foreach (var kind in kinds)
        {
            if (!kind.IsBuilt)
            {
                throw new ArgumentException($"detector '{kind.Name}' is not in this build", nameof(kinds));
            }
        }

        return new Screener([.. kinds]);
    }

    /// <summary>
    /// Adds what is found in one value (UTF-8, its JSON or XML escapes already decoded) and returns how many.
    /// Offsets and lengths are in bytes of the value, on character boundaries.
    /// </summary>
    public int Screen(ReadOnlySpan<byte> utf8, ICollection<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        return Screen(utf8, findings, ScanMode.Value, out _);
    }

    internal int Screen(ReadOnlySpan<byte> utf8, ICollection<Finding> findings, ScanMode mode, out long steps)
    {
        var skim = new Skim(this, utf8, mode);
        var next = 0;
        if (!skim.TryNext(ref next, 0))
        {
            steps = skim.Steps;
            return 0;
        }

        return Read(skim, next, utf8, findings, out steps);
    }

    // Apart from the skim, which most values do not get past: the room for what is read is not small.
    private int Read(Skim skim, int next, ReadOnlySpan<byte> utf8, ICollection<Finding> findings, out long steps)
    {
        var scan = new Scan(this, skim, utf8, findings, 0);
        scan.Run(next);
        steps = scan.Steps + scan.Skimmed.Steps;
        return scan.Count;
    }
}

/// <summary>What the text around a number means.</summary>
internal enum ScanMode
{
    /// <summary>One value: a line break is a separator like any other.</summary>
    Value,

    /// <summary>A whole document: a line break may also be the end of a row.</summary>
    Document,

    /// <summary>The inside of a tag: no markup within.</summary>
    Markup,
}
