namespace Gateway.Policies;

/// <summary>A name or title for people, in the three languages of the product. English is always there.</summary>
/// <param name="En">English.</param>
/// <param name="ZhHans">简体中文, or null: English is shown.</param>
/// <param name="ZhHant">繁體中文, or null: English is shown.</param>
public sealed record Titles(string En, string? ZhHans, string? ZhHant)
{
    /// <summary>The words in one language; English where that language has none.</summary>
    public string In(Language language) => language switch
    {
        Language.SimplifiedChinese => ZhHans ?? En,
        Language.TraditionalChinese => ZhHant ?? En,
        _ => En,
    };
}
