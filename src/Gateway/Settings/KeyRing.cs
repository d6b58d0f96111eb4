using System.Collections.Concurrent;
using System.Security.Cryptography;
using Gateway.Policies;
using Gateway.Policies.Transforms;

namespace Gateway.Settings;

/// <summary>
/// The secret keys of <c>Keys:File</c> (FORMATS.md 2): 32 random bytes each, in files of mode 0600. Keys for fields
/// are handed out only derived, per action, category and key id.
/// </summary>
internal sealed class KeyRing : SharedSecret, IFieldKeys
{
    private static readonly string[] Required = ["source", "subject", "annex"];

    private readonly IReadOnlyList<KeyEntry> _entries;
    private readonly IReadOnlyList<RecipientEntry> _recipients;
    private readonly Mark _mark;
    private readonly ConcurrentDictionary<(string Use, string Category, string Id), DerivedKey> _derived = new();

    private KeyRing(KeyFileContent content)
    {
        (_entries, _recipients, Custodians, _mark) = content;
    }

    /// <summary>For whom originals are kept: two, or none where the keys file names none.</summary>
    internal IReadOnlyList<CustodianEntry> Custodians { get; }

    /// <summary>Every key, without its secret: what is there and how long it holds.</summary>
    internal IEnumerable<(string Use, string Id, DateTimeOffset? From, DateTimeOffset? To, string File)> Keys =>
        _entries.Select(entry => (entry.Use, entry.Id, entry.From, entry.To, entry.File));

    /// <summary>A ring without keys: a rule that needs one is then a fault.</summary>
    internal static KeyRing Empty() => new(new KeyFileContent([], [], [], default));

    /// <summary>Reads the keys file and every key it names; faults are gathered. Null when there was any.</summary>
    internal static KeyRing? Read(string file, ICollection<Fault> faults)
    {
        var before = faults.Count;
        var ring = new KeyRing(KeyFileReader.Read(file, faults));
        if (faults.Count == before)
        {
            return ring;
        }

        ring.Dispose();
        return null;
    }

    /// <summary>The keys that have an end, and the custodians' certificates.</summary>
    internal IEnumerable<(string Use, string Id, DateTimeOffset To)> Ends => _entries
        .Where(entry => entry.To is not null)
        .Select(entry => (entry.Use, entry.Id, entry.To!.Value))
        .Concat(Custodians.Select(custodian => ("custodian", custodian.Officer, custodian.NotAfter)));

    /// <summary>
    /// The key for a use that no rule names (source, subject, annex): the first in force, derived.
    /// </summary>
    /// <param name="at">When the transfer arrived: one transfer never sees two keys of a use.</param>
    /// <exception cref="InvalidOperationException">
    /// None is in force; <see cref="MissingUse"/> was not asked, or not heeded.
    /// </exception>
    internal DerivedKey Require(string use, string category, DateTimeOffset at)
    {
        var entry = InForce(use, at) ?? throw new InvalidOperationException($"no key for '{use}' is in force");
        return _derived.GetOrAdd((use, category, entry.Id), _ =>
            new DerivedKey(entry.Id, KeyDerivation.Derive(entry.Bytes, use, category, entry.Id)));
    }

    /// <summary>The first use that every release needs and that has no key in force; null where all have.</summary>
    internal string? MissingUse(DateTimeOffset at)
    {
        foreach (var use in Required)
        {
            if (InForce(use, at) is null)
            {
                return use;
            }
        }

        return null;
    }

    /// <summary>Every release needs these three: said at start, not at the first transfer.</summary>
    internal void CheckUses(DateTimeOffset now, ICollection<Fault> faults)
    {
        foreach (var use in Required.Where(use => InForce(use, now) is null))
        {
            faults.Add(_mark.Fault("keys.use", $"no key for '{use}' is in force: add one"));
        }

        foreach (var recipient in _recipients.Where(recipient => !recipient.IsInForce(now)))
        {
            faults.Add(recipient.Mark.Fault(
                "keys.recipient", $"the certificate of '{recipient.Party}' is not in force: give a new one"));
        }

        foreach (var custodian in Custodians.Where(custodian => !custodian.IsInForce(now)))
        {
            faults.Add(custodian.Mark.Fault(
                "keys.custodian", $"the certificate of '{custodian.Officer}' is not in force: give a new one"));
        }
    }

    private static bool AreSame(IReadOnlyList<CustodianEntry> ones, IReadOnlyList<CustodianEntry> others) =>
        ones.Count == others.Count && ones.Zip(others).All(pair => pair.First.IsSame(pair.Second));

    /// <summary>From when and until when a rule may use a key; null where there is no such key.</summary>
    internal (DateTimeOffset? From, DateTimeOffset? To)? TermOf(string use, string id) =>
        Find(use, id) is { } entry ? (entry.From, entry.To) : null;

    /// <inheritdoc/>
    public bool TryGet(string use, string category, string keyId, out ReadOnlyMemory<byte> key)
    {
        var entry = Find(use, keyId);
        key = entry is null ? default : KeyDerivation.Derive(entry.Bytes, use, category, keyId);
        return entry is not null;
    }

    /// <inheritdoc/>
    public IFieldCipher? CipherFor(string party) =>
        _recipients.FirstOrDefault(recipient => recipient.Party == party)?.Envelope;

    /// <summary>Whether the file says the same as when the other ring was read, and the secrets are the same.</summary>
    internal bool IsSame(KeyRing other) =>
        _entries.Count == other._entries.Count && Keys.SequenceEqual(other.Keys)
        && _entries.Zip(other._entries).All(pair => pair.First.HasBytesOf(pair.Second))
        && _recipients.Count == other._recipients.Count
        && _recipients.Zip(other._recipients).All(pair => pair.First.IsSame(pair.Second))
        && AreSame(Custodians, other.Custodians);

    /// <summary>
    /// A key that has other bytes than in the ring before it: what was made with the old ones names the same id, so
    /// nobody could tell which of the two it was.
    /// </summary>
    internal void CheckAgainst(KeyRing running, ICollection<Fault> faults)
    {
        foreach (var entry in _entries)
        {
            if (running.Find(entry.Use, entry.Id) is { } before && !entry.HasBytesOf(before))
            {
                faults.Add(entry.Mark.Fault(
                    "keys.changed", $"key '{entry.Id}' has another secret than before: give a new key a new id"));
            }
        }
    }

    protected override void Wipe()
    {
        foreach (var entry in _entries)
        {
            CryptographicOperations.ZeroMemory(entry.Bytes);
        }

        foreach (var derived in _derived.Values)
        {
            derived.Wipe();
        }
    }

    private KeyEntry? InForce(string use, DateTimeOffset at)
    {
        foreach (var entry in _entries)
        {
            if (entry.Use == use && entry.IsInForce(at))
            {
                return entry;
            }
        }

        return null;
    }

    private KeyEntry? Find(string use, string id) =>
        _entries.FirstOrDefault(entry => entry.Use == use && entry.Id == id);
}
