using System.Collections.Frozen;

namespace Gateway.Policies.Bundle;

/// <summary>Where each member of a bundle's files stands, so that a later check can name the exact line.</summary>
public sealed class BundleMarks
{
    private readonly FrozenDictionary<(string File, string Path), Mark> _marks;

    internal BundleMarks(IEnumerable<KeyValuePair<(string File, string Path), Mark>> marks) =>
        _marks = marks.ToFrozenDictionary();

    /// <summary>No place is known: a member's place is its parent's.</summary>
    public static BundleMarks None { get; } = new([]);

    /// <summary>Where a member of <paramref name="parent"/> stands; where it is absent, the parent.</summary>
    public Mark Of(Mark parent, string member)
    {
        var path = $"{parent.Path}.{member}";
        return _marks.TryGetValue((parent.File, path), out var mark) ? mark : parent with { Path = path };
    }
}
