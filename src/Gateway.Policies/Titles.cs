namespace Gateway.Policies;

/// <summary>A name or title for people, in the three languages of the product. English is always there.</summary>
/// <param name="En">English.</param>
/// <param name="ZhHans">简体中文, or null: English is shown.</param>
/// <param name="ZhHant">繁體中文, or null: English is shown.</param>
public sealed record Titles(string En, string? ZhHans, string? ZhHant);
