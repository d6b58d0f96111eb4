using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Bundle;

/// <summary>Reads "opaque" of a category.</summary>
internal static class OpaqueReader
{
    internal static OpaqueRule Read(MapReader category, BodyFormat? format, FaultList faults)
    {
        if (category.Map("opaque") is not { } map)
        {
            return OpaqueRule.Strict;
        }

        if (format is not (null or BodyFormat.Opaque))
        {
            faults.Add(map.Mark, "category.opaque", "remove it: only for format opaque");
        }

        var rule = new OpaqueRule(map.Integer("maxBytes", 1), map.Flag("release") ?? false);
        map.Close();
        return rule;
    }
}
