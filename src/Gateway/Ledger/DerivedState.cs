using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Notes;
using Gateway.Stamping;

namespace Gateway.Ledger;

/// <summary>
/// What the ledger remembers of its own entries: the last policy, the last trust lists, the last time, and the
/// releases
/// that have no outcome yet. Derived: it can always be read again from the entries. Not thread-safe.
/// </summary>
internal sealed class DerivedState
{
    private const string FileName = "derived";
    private const string Domain = "gateway-ledger-derived/v1\n";

    private readonly HashSet<Guid> _open = [];

    /// <summary>The shard and size up to which entries are in here.</summary>
    internal int Year { get; private set; }

    internal long Size { get; private set; }

    internal PolicyState? LastPolicy { get; private set; }

    internal ImmutableSortedDictionary<string, TrustListState> LastTrust { get; private set; } =
        ImmutableSortedDictionary.Create<string, TrustListState>(StringComparer.Ordinal);

    internal DateTimeOffset? LastTime { get; private set; }

    /// <summary>Transfers with a release and no outcome after it.</summary>
    internal IReadOnlyCollection<Guid> Open => _open;

    internal void Apply(int year, long index, in EntryFacts facts)
    {
        (Year, Size) = (year, index + 1);
        LastTime = LastTime > facts.Time ? LastTime : facts.Time;
        switch (facts.Kind)
        {
            case EntryKind.Release:
                _open.Add(facts.TransferId);
                break;
            case EntryKind.Outcome:
                _open.Remove(facts.TransferId);
                break;
            case EntryKind.Policy:
                LastPolicy = facts.Policy;
                break;
            case EntryKind.Trust:
                LastTrust = LastTrust.SetItem(facts.Trust!.List, facts.Trust);
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// Signed with the ledger key, so that nobody else can make the daemon forget which bundle was last.
    /// </summary>
    internal void Save(LedgerDisk disk, LedgerSettings settings, Ed25519PrivateKey key)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(
            new File(settings.Origin, Year, Size, LastPolicy, [.. LastTrust.Values], LastTime, [.. _open]));
        var signature = new byte[Ed25519.SignatureSize];
        key.Sign([.. Encoding.UTF8.GetBytes(Domain), .. json], signature);
        disk.ReplaceDurably(
            Path.Combine(settings.WalFolder, FileName),
            [.. Encoding.UTF8.GetBytes(Convert.ToBase64String(signature)), (byte)'\n', .. json]);
    }

    /// <summary>
    /// What was saved; null where it is missing, damaged, not signed by this key, or of another log.
    /// </summary>
    internal static DerivedState? Load(LedgerSettings settings, ReadOnlySpan<byte> publicKey)
    {
        var path = Path.Combine(settings.WalFolder, FileName);
        if (!System.IO.File.Exists(path))
        {
            return null;
        }

        var bytes = System.IO.File.ReadAllBytes(path);
        var line = Array.IndexOf(bytes, (byte)'\n');
        if (line < 0 || !NoteBase64.TryDecode(Encoding.ASCII.GetString(bytes, 0, line), out var signature)
            || !Ed25519.Verify(publicKey, [.. Encoding.UTF8.GetBytes(Domain), .. bytes.AsSpan(line + 1)], signature))
        {
            return null;
        }

        return JsonSerializer.Deserialize<File>(bytes.AsSpan(line + 1)) is { } saved
            && saved.Origin == settings.Origin ? Of(saved) : null;
    }

    private static DerivedState Of(File saved)
    {
        var state = new DerivedState
        {
            Year = saved.Year,
            Size = saved.Size,
            LastPolicy = saved.Policy,
            LastTime = saved.Time,
        };
        state.LastTrust = state.LastTrust.AddRange(saved.Trust.Select(list => KeyValuePair.Create(list.List, list)));
        state._open.UnionWith(saved.Open);
        return state;
    }

    private sealed record File(
        string Origin,
        int Year,
        long Size,
        PolicyState? Policy,
        IReadOnlyList<TrustListState> Trust,
        DateTimeOffset? Time,
        IReadOnlyList<Guid> Open);
}
