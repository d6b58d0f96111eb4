namespace Gateway.Policies.Comparison;

/// <summary>The changes of one thing while they are gathered.</summary>
internal sealed class ChangeList(List<BundleChange> changes, ChangedThing thing, string id, Mark mark)
{
    internal void Add(
        ChangeEffect effect, ChangeKind kind, string? member, string? then, string? now, Mark? at = null) =>
        changes.Add(new BundleChange(effect, thing, kind, id, member, then, now, at ?? mark));

    /// <summary>A member that is text; nothing where it is the same.</summary>
    internal void Text(string member, string? then, string? now, ChangeEffect effect)
    {
        if (then != now)
        {
            var kind = then is null ? ChangeKind.Added : now is null ? ChangeKind.Removed : ChangeKind.Changed;
            Add(effect, kind, member, then, now);
        }
    }

    /// <summary>A member of which more lets more through: what was added widens, what was taken out narrows.</summary>
    internal void Set(string member, IEnumerable<string> then, IEnumerable<string> now)
    {
        var (before, after) = (then.ToHashSet(StringComparer.Ordinal), now.ToHashSet(StringComparer.Ordinal));
        foreach (var added in after.Except(before).Order(StringComparer.Ordinal))
        {
            Add(ChangeEffect.Wider, ChangeKind.Added, member, null, added);
        }

        foreach (var removed in before.Except(after).Order(StringComparer.Ordinal))
        {
            Add(ChangeEffect.Narrower, ChangeKind.Removed, member, removed, null);
        }
    }

    /// <summary>A member with an order, of which less is stricter.</summary>
    internal void Ordered<T>(string member, T then, T now, Func<T, string?> text)
        where T : IComparable<T>
    {
        var order = now.CompareTo(then);
        if (order != 0)
        {
            Text(member, text(then) ?? "-", text(now) ?? "-", order > 0 ? ChangeEffect.Wider : ChangeEffect.Narrower);
        }
    }
}
