using System.Buffers;
using System.Text;
using Gateway.Policies.Screening.Context;
using Gateway.Policies.Screening.Encodings;
using Gateway.Policies.Screening.Landmarks;
using Gateway.Policies.Screening.Own;
using Gateway.Policies.Screening.Words;

namespace Gateway.Policies.Screening;

/// <summary>
/// Looks for identifiers in one value. Made once for a list of detectors and the name of a field; holds no state of a
/// value, so one serves every thread. Cost is linear in the value; text without digits is only skimmed.
/// </summary>
public sealed class Screener
{
    /// <summary>
    /// The longest value, in bytes: 1 GiB. Written out without its escapes a text may take half as much again, and has
    /// to be addressed by an int still. Longer ones are screened in pieces by whoever reads them.
    /// </summary>
    public const int MostBytes = 1 << 30;

    // Found without the scan for letters and digits: by the scan for digits, or by landmarks.
    private static readonly ulong NoWords = DetectorKind.PrcId.Bit | DetectorKind.Hkid.Bit | DetectorKind.BankCard.Bit
        | DetectorKind.CnMobile.Bit | DetectorKind.Email.Bit | DetectorKind.CnName.Bit | DetectorKind.Jwt.Bit
        | DetectorKind.PrivateKey.Bit;

    private readonly double[] _thresholds = new double[DetectorKind.Built.Count];
    private readonly OwnScan? _own;

    private Screener(IReadOnlyList<DetectorKind> kinds, string field)
    {
        Kinds = kinds;
        FieldContext = ContextAutomaton.Shared.Read(Encoding.UTF8.GetBytes(field));
        foreach (var kind in kinds.Where(kind => kind.Index >= 0))
        {
            Wanted |= kind.Bit;
            _thresholds[kind.Index] = kind.Threshold;
        }

        FindsResidentId = kinds.Contains(DetectorKind.PrcId);
        FindsHkid = kinds.Contains(DetectorKind.Hkid);
        FindsBankCard = kinds.Contains(DetectorKind.BankCard);
        FindsMobile = kinds.Contains(DetectorKind.CnMobile);
        FindsEmail = kinds.Contains(DetectorKind.Email);
        MinDigits = FindsHkid ? Hkid.DigitCount : CnMobile.Length;
        FindsWords = (Wanted & ~NoWords) != 0;
        _own = OwnScan.For(kinds, field);
    }

    /// <summary>Every detector this build has.</summary>
    public static Screener All { get; } = new(DetectorKind.Built, "");

    public IReadOnlyList<DetectorKind> Kinds { get; }

    internal bool FindsResidentId { get; }

    internal bool FindsHkid { get; }

    internal bool FindsBankCard { get; }

    internal bool FindsMobile { get; }

    internal bool FindsEmail { get; }

    internal bool FindsMarks => FindsNames || FindsBanks;

    internal bool FindsNumbers => FindsResidentId || FindsHkid || FindsBankCard || FindsMobile;

    /// <summary>Whether any of them asks for words with digits in them.</summary>
    internal bool FindsWords { get; }

    internal bool FindsNames => (Wanted & DetectorKind.CnName.Bit) != 0;

    internal bool FindsBanks => (Wanted & DetectorKind.Bic.Bit) != 0;

    /// <summary>This build's detectors, one bit each.</summary>
    internal ulong Wanted { get; }

    /// <summary>What the name of the field says about its values.</summary>
    internal ulong FieldContext { get; }

    /// <summary>Fewer digits than this in a row are nothing.</summary>
    internal int MinDigits { get; }

    /// <summary>A screener of these kinds.</summary>
    public static Screener For(IReadOnlyList<DetectorKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        return new Screener([.. kinds], "");
    }

    /// <summary>The same, for values of a field with this name or path: it says what they are.</summary>
    public static Screener For(IReadOnlyList<DetectorKind> kinds, string field)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        ArgumentNullException.ThrowIfNull(field);
        return new Screener([.. kinds], FieldName.Of(field));
    }

    /// <summary>
    /// Adds what is found in one value (UTF-8, its JSON or XML escapes already decoded) and returns how many.
    /// Offsets and lengths are in bytes of the value, on character boundaries.
    /// </summary>
    /// <exception cref="ArgumentException">It is longer than <see cref="MostBytes"/>.</exception>
    public int Screen(ReadOnlySpan<byte> utf8, ICollection<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        return Screen(utf8, findings, ScanMode.Value, out _);
    }

    internal int Screen(ReadOnlySpan<byte> utf8, ICollection<Finding> findings, ScanMode mode, out long steps) =>
        Screen(utf8, findings, mode, 0, out steps);

    /// <summary>Screens what an encoding inside a value stands for.</summary>
    internal void ScreenInside(ReadOnlySpan<byte> utf8, ICollection<Finding> findings, int depth, ref long steps)
    {
        Screen(utf8, findings, ScanMode.Document, depth, out var more);
        steps += more;
    }

    /// <summary>Adds the addresses of a text that was written out: nothing further is decoded in it.</summary>
    internal void FindAddresses(ReadOnlySpan<byte> seen, ICollection<Finding> findings, ref long steps)
    {
        if (!FindsEmail || ThresholdOf(DetectorKind.Email) > EmailAddress.Score)
        {
            return;
        }

        for (var at = seen.IndexOf((byte)'@'); at >= 0;)
        {
            if (EmailAddress.TryFind(seen, new Unit('@', at, at + 1), out var start, out var end, ref steps))
            {
                findings.Add(new Finding(DetectorKind.Email, start, end - start, EmailAddress.Score));
            }

            var skip = seen[(at + 1)..].IndexOf((byte)'@');
            at = skip < 0 ? -1 : at + 1 + skip;
        }
    }

    internal double ThresholdOf(DetectorKind kind) => _thresholds[kind.Index];

    private int Screen(
        ReadOnlySpan<byte> utf8, ICollection<Finding> findings, ScanMode mode, int depth, out long steps)
    {
        steps = 0;
        if (utf8.Length > MostBytes)
        {
            throw new ArgumentException("a value this long is screened in pieces", nameof(utf8));
        }

        if (Kinds.Count == 0)
        {
            return 0;
        }

        var room = LandmarkMap.RoomFor(utf8.Length);
        if (room <= LandmarkMap.SmallRoom)
        {
            var small = new LandmarkMap(this, utf8, stackalloc ulong[LandmarkMap.SmallRoom]);
            return Screen(small, utf8, findings, mode, depth, ref steps);
        }

        var places = ArrayPool<ulong>.Shared.Rent(room);
        try
        {
            return Screen(new LandmarkMap(this, utf8, places), utf8, findings, mode, depth, ref steps);
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(places);
        }
    }

    private int Screen(
        LandmarkMap map, ReadOnlySpan<byte> utf8, ICollection<Finding> findings, ScanMode mode, int depth,
        ref long steps)
    {
        var skim = new Skim(this, map, utf8, mode);
        var next = 0;
        var hides = false;
        var mustRead = skim.TryNext(ref next, 0);

        // What has no digit, or only counts of something, has no word with a digit in it.
        var hasNumbers = mustRead || skim.SawNumber || !FindsNumbers;
        var found = mustRead ? Read(skim, next, utf8, findings, out hides, ref steps) : 0;
        steps += skim.Steps;
        found += hasNumbers ? ReadWords(map, utf8, findings, mode, ref hides, ref steps) : 0;
        var landmarks = new LandmarkScan(this, map, utf8, findings);
        landmarks.Run(depth);
        steps += landmarks.Steps;
        found += landmarks.Count;
        found += hides || skim.SawHidden
            ? HiddenText.Screen(this, utf8, mode, depth, findings, found, ref steps)
            : 0;
        return found + (_own?.Find(utf8, findings) ?? 0);
    }

    // Apart from the skim, which most values do not get past: the room for what is read is not small.
    private int Read(
        Skim skim, int next, ReadOnlySpan<byte> utf8, ICollection<Finding> findings, out bool hides, ref long steps)
    {
        var scan = new Scan(this, skim, utf8, findings, 0);
        scan.Run(next);
        steps += scan.Steps + scan.Skimmed.Steps;
        hides = scan.HidesText || scan.Skimmed.SawHidden;
        return scan.Count;
    }

    private int ReadWords(
        LandmarkMap map, ReadOnlySpan<byte> utf8, ICollection<Finding> findings, ScanMode mode, ref bool hides,
        ref long steps)
    {
        if (!FindsWords)
        {
            return 0;
        }

        var words = new WordScan(this, map, utf8, findings, mode);
        words.Run();
        steps += words.Steps;
        hides |= words.HidesText;
        return words.Count;
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
