using Gateway.Policies.Selectors;

namespace Gateway.Policies.Formats;

/// <summary>What one name of a document means where certain prefixes are bound.</summary>
/// <param name="Name">Its number in the category's <see cref="XmlNames"/>, or -1.</param>
/// <param name="Local">Where in it the part behind the prefix starts.</param>
/// <param name="Uri">The namespace's number in the document.</param>
/// <param name="Declaration">The token that binds the prefix, or -1.</param>
internal readonly record struct XmlNameMeaning(int Name, int Local, int Uri, int Declaration);

/// <summary>
/// The names met last: documents repeat a few names, so most are neither checked nor looked up again. A collision only
/// costs the short cut.
/// </summary>
internal sealed class XmlNameCache
{
    private const int Bits = 8;

    private readonly Entry[] _entries = new Entry[1 << Bits];

    private readonly record struct Entry(ulong Key, int Start, int Length, int Scope, XmlNameMeaning Meaning);

    internal void Clear() => Array.Clear(_entries);

    internal bool TryFind(
        ReadOnlySpan<byte> xml, ulong key, int start, int length, int scope, out XmlNameMeaning meaning)
    {
        ref readonly var entry = ref _entries[NameKey.Bucket(key, Bits)];
        meaning = entry.Meaning;
        return entry.Key == key && entry.Length == length && entry.Scope == scope
            && xml.Slice(entry.Start, length).SequenceEqual(xml.Slice(start, length));
    }

    internal void Add(ulong key, int start, int length, int scope, XmlNameMeaning meaning) =>
        _entries[NameKey.Bucket(key, Bits)] = new Entry(key, start, length, scope, meaning);
}
