using System.Buffers;
using System.Security.Cryptography;
using Gateway.Policies.Screening.Landmarks;

namespace Gateway.Policies.Screening.Encodings;

/// <summary>
/// Base64 that is itself written in escapes ("%4D%54Ew…", "\u004dTEw…"): no run of its alphabet stands in the text. The
/// text is decoded as a whole, once, and looked at again.
/// </summary>
internal static class HiddenEncodings
{
    // For what is not of any encoding's alphabet: one byte, so that what is decoded is never longer than the text.
    private const byte Other = (byte)'?';

    /// <summary>Adds kinds that the text as it stands did not show, at the place of all of it. Returns how many.</summary>
    internal static int Screen(
        Screener screener, ReadOnlySpan<byte> text, int depth, ICollection<Finding> findings, ref long steps)
    {
        var room = ArrayPool<byte>.Shared.Rent(text.Length);
        var written = 0;
        try
        {
            var units = new Units(text, 0);
            while (units.Next(out var unit))
            {
                room[written++] = unit.Scalar < 0x80 ? (byte)unit.Scalar : Other;
            }

            var inside = new List<Finding>();
            var landmarks = new LandmarkScan(screener, room.AsSpan(0, written), inside);
            landmarks.RunEncodings(depth);
            steps += units.Steps + landmarks.Steps;
            return AddNew(inside, text.Length, findings);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(room.AsSpan(0, written));
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    private static int AddNew(List<Finding> inside, int length, ICollection<Finding> findings)
    {
        var added = 0;
        foreach (var finding in inside)
        {
            if (findings.All(known => known.Kind != finding.Kind))
            {
                findings.Add(finding with { Offset = 0, Length = length });
                added++;
            }
        }

        return added;
    }
}
