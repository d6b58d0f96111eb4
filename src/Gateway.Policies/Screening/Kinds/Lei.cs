namespace Gateway.Policies.Screening.Kinds;

//
//  Legal entity identifier
//
//  References:
//
//      ISO 17442-1; ISO/IEC 7064 MOD 97-10
//
//  Shape:
//
//      18 letters and digits, 2 check digits; the whole modulo 97 is 1. Twenty digits without a letter are a number
//      of something else in ninety-six of ninety-seven cases, so they ask for context.
//
internal static class Lei
{
    internal const int Length = 20;
    internal const double Score = 0.85;
    internal const double DigitsScore = 0.3;

    /// <summary>True for 20 capitals and digits with the right check digits.</summary>
    internal static bool IsMatch(ReadOnlySpan<byte> text) =>
        text.Length == Length && !text[^2..].ContainsAnyExceptInRange((byte)'0', (byte)'9') && Mod97.Of(text) == 1;
}
