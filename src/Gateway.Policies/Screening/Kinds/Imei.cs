namespace Gateway.Policies.Screening.Kinds;

//
//  International mobile equipment identity
//
//  References:
//
//      3GPP TS 23.003, section 6.2 and annex B - fifteen digits, the last by Luhn
//
//  Shape:
//
//      One in ten numbers of fifteen digits passes, so the words beside it must say what it is.
//
internal static class Imei
{
    internal const double ContextScore = 0.85;
}
