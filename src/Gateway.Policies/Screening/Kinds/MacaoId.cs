namespace Gateway.Policies.Screening.Kinds;

//
//  Macao resident identity card number
//
//  References:
//
//      Administrative Regulation 23/2002 - the card; the rule of its check digit is not published
//
//  Shape:
//
//      1, 5 or 7, six digits, and a check digit, in brackets or behind a stroke: 1234567(8), 1/234567/8, 12345678.
//      The form proves nothing, so the words beside it must.
//
internal static class MacaoId
{
    internal const int Length = 8;
    internal const double Score = 0.4;
    internal const double ContextScore = 0.75;

    internal static bool MayBegin(byte digit) => digit is (byte)'1' or (byte)'5' or (byte)'7';
}
