namespace Gateway.Policies.Bundle;

/// <summary>One node of an operator's YAML file, with its place.</summary>
internal abstract record YamlNode(Mark Mark)
{
    /// <summary>What a fault calls this kind of node.</summary>
    internal abstract string Kind { get; }
}

/// <summary>Text until typed. Only a plain scalar can be mistaken for a number.</summary>
internal sealed record YamlScalar(Mark Mark, string Text, bool IsPlain) : YamlNode(Mark)
{
    internal override string Kind => "a value";

    /// <summary>YAML 1.2 core schema, 10.3.2: how "nothing" is written.</summary>
    internal bool IsNull => IsPlain && Text is ("" or "~" or "null" or "Null" or "NULL");
}

/// <summary>A list.</summary>
internal sealed record YamlSequence(Mark Mark, IReadOnlyList<YamlNode> Items) : YamlNode(Mark)
{
    internal override string Kind => "a list";
}

/// <summary>A mapping; every key is a scalar and stands once.</summary>
internal sealed record YamlMapping(Mark Mark, IReadOnlyList<YamlMember> Members) : YamlNode(Mark)
{
    internal override string Kind => "a mapping";
}

/// <summary>One member of a mapping; the mark is the key's.</summary>
internal sealed record YamlMember(Mark Mark, string Key, YamlNode Value);

/// <summary>A node that already has its fault: what reads it adds none.</summary>
internal sealed record YamlBroken(Mark Mark) : YamlNode(Mark)
{
    internal override string Kind => "a broken node";
}
