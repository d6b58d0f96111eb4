using Gateway.Policies;

namespace Gateway.Settings;

/// <summary>One value of gateway.json, with the place it stands in, so that every fault can name it.</summary>
internal abstract record SettingsNode(Mark Mark)
{
    /// <summary>A JSON object: members in file order, names unique.</summary>
    internal sealed record Section(IReadOnlyDictionary<string, SettingsNode> Members, Mark Mark) : SettingsNode(Mark);

    /// <summary>A JSON array.</summary>
    internal sealed record Items(IReadOnlyList<SettingsNode> Elements, Mark Mark) : SettingsNode(Mark);

    /// <summary>A string, number or boolean as text; <paramref name="Kind"/> says which the file had.</summary>
    internal sealed record Scalar(string Text, ScalarKind Kind, Mark Mark) : SettingsNode(Mark);
}

/// <summary>What a scalar was in the file. A value from the environment may stand for any of them.</summary>
internal enum ScalarKind
{
    Text,
    Number,
    Flag,
    Environment,
}
