namespace Gateway.Policies.Purposes;

/// <summary>The lawful basis of processing (PIPL article 13).</summary>
public enum LawfulBasis
{
    Consent,
    Contract,
    Hr,
    Statutory,
    Emergency,
    Public,
    Other,
}

/// <summary>One entry of the closed list of purposes.</summary>
public sealed record Purpose(PurposeId Id, Titles Title, LawfulBasis Basis, Notice? Notice, Mark Mark);

/// <summary>The notice that was given to the persons concerned (PIPL articles 17 and 39).</summary>
public sealed record Notice(string Version, string? Url);
