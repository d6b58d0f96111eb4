namespace Gateway.Policies.Bundle;

/// <summary>Names and titles for people. Pure text, so nothing here is required: the id stands in.</summary>
internal static class TitlesReader
{
    internal static Titles Read(MapReader map, string key, string fallback, FaultList faults)
    {
        // A title in one language may be written as a bare text.
        if (map.Optional(key) is YamlScalar scalar)
        {
            return new Titles(ScalarTypes.Text(scalar, faults) ?? fallback, null, null);
        }

        var titles = map.Map(key);
        var en = titles?.Text("en");
        var hans = titles?.Text("zh-Hans");
        var hant = titles?.Text("zh-Hant");
        titles?.Close();
        return new Titles(en ?? hans ?? hant ?? fallback, hans, hant);
    }
}
