namespace Gateway.Policies.Screening;

//
//  Named character references that can stand inside an identifier
//
//  References:
//
//      HTML Living Standard, section 13.5 - Named character references
//
//  Shape:
//
//      '&' name ';'. Only separators, unseen characters, brackets, markers and '@': a reference to
//      any other character ends a number just as the character itself does.
//
internal static class NamedReferences
{
    internal const int MaxName = 14;

    private static readonly Dictionary<string, int> Scalars = new (string Name, int Scalar)[]
    {
        ("amp", '&'), ("AMP", '&'), ("lt", '<'), ("LT", '<'), ("gt", '>'), ("GT", '>'), ("quot", '"'),
        ("apos", '\''), ("nbsp", 0xA0), ("shy", 0xAD), ("middot", 0xB7), ("centerdot", 0xB7), ("ensp", 0x2002),
        ("emsp", 0x2003), ("emsp13", 0x2004), ("emsp14", 0x2005), ("numsp", 0x2007), ("puncsp", 0x2008),
        ("thinsp", 0x2009), ("ThinSpace", 0x2009), ("hairsp", 0x200A), ("ZeroWidthSpace", 0x200B),
        ("zwnj", 0x200C), ("zwj", 0x200D), ("lrm", 0x200E), ("rlm", 0x200F), ("hyphen", 0x2010),
        ("dash", 0x2010), ("ndash", 0x2013), ("mdash", 0x2014), ("horbar", 0x2015), ("bull", 0x2022),
        ("bullet", 0x2022), ("NoBreak", 0x2060), ("minus", 0x2212), ("sdot", 0x22C5), ("commat", '@'),
        ("period", '.'), ("lpar", '('), ("rpar", ')'), ("percnt", '%'), ("bsol", '\\'), ("num", '#'),
        ("semi", ';'), ("plus", '+'), ("lowbar", '_'), ("Tab", '\t'), ("NewLine", '\n'), ("sup1", 0xB9),
        ("sup2", 0xB2), ("sup3", 0xB3),
    }.ToDictionary(reference => reference.Name, reference => reference.Scalar, StringComparer.Ordinal);

    private static readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Scalars.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a name between '&amp;' and ';' is one of these.</summary>
    internal static bool Knows(ReadOnlySpan<char> name) => Lookup.ContainsKey(name);

    internal static Decoded Match(ref Units units, int layer)
    {
        Span<char> name = stackalloc char[MaxName];
        for (var i = 0; i <= MaxName; i++)
        {
            var scalar = units.Peek(layer, i);
            if (scalar == ';')
            {
                return Lookup.TryGetValue(name[..i], out var found) ? new Decoded(found, i + 1) : default;
            }

            if (i == MaxName || scalar is < 0 or > 0x7F || !char.IsAsciiLetterOrDigit((char)scalar))
            {
                break;
            }

            name[i] = (char)scalar;
        }

        return default;
    }
}
