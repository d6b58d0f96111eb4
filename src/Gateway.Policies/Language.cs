namespace Gateway.Policies;

/// <summary>The languages the product speaks to people. Codes, ids and JSON members are never translated.</summary>
public enum Language
{
    /// <summary>English, "en".</summary>
    English,

    /// <summary>简体中文, "zh-Hans".</summary>
    SimplifiedChinese,

    /// <summary>繁體中文, "zh-Hant".</summary>
    TraditionalChinese,
}
