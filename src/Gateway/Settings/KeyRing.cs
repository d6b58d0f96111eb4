using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Gateway.Policies;
using Gateway.Policies.Transforms;

namespace Gateway.Settings;

/// <summary>
/// The secret keys of <c>Keys:File</c> (FORMATS.md 2): 32 random bytes each, in files of mode 0600. Keys for fields
/// are handed out only derived, per action, category and key id.
/// </summary>
internal sealed class KeyRing : IFieldKeys, IDisposable
{
    internal const int KeySize = 32;

    private static readonly string[] Uses = ["hash", "tokenise", "shift", "subject", "source", "annex", "spool"];

    private static readonly string[] Required = ["source", "subject", "annex"];

    private readonly List<Entry> _entries;
    private readonly ConcurrentDictionary<(string Use, string Category, string Id), DerivedKey> _derived = new();

    private KeyRing(List<Entry> entries) => _entries = entries;

    /// <summary>A ring without keys: a rule that needs one is then a fault.</summary>
    internal static KeyRing Empty() => new([]);

    /// <summary>Reads the keys file and every key it names; faults are gathered. Null when there was any.</summary>
    internal static KeyRing? Read(string file, ICollection<Fault> faults)
    {
        var before = faults.Count;
        var name = Path.GetFileName(file);
        if (!File.Exists(file))
        {
            faults.Add(new Fault(
                name, 0, 0, "$", "keys.missing", "the keys file is missing: 'gateway certs dev' makes one"));
            return null;
        }

        var json = File.ReadAllBytes(file);
        if (SettingsParser.Parse(name, json, faults) is not { } root)
        {
            return null;
        }

        var reader = new SectionReader(root, Path.GetDirectoryName(Path.GetFullPath(file))!, faults);
        var entries = reader.Objects("keys").Select(ReadEntry).OfType<Entry>().ToList();
        reader.Close();
        foreach (var twice in entries.GroupBy(entry => (entry.Use, entry.Id)).Where(group => group.Count() > 1))
        {
            reader.Add("keys", "keys.duplicate", $"key '{twice.Key.Id}' for '{twice.Key.Use}' stands twice: keep one");
        }

        return faults.Count == before ? new KeyRing(entries) : null;
    }

    /// <summary>The keys that have an end.</summary>
    internal IEnumerable<(string Use, string Id, DateTimeOffset To)> Ends => _entries
        .Where(entry => entry.To is not null)
        .Select(entry => (entry.Use, entry.Id, entry.To!.Value));

    /// <summary>The key for a use that no rule names (source, subject, annex): the first in force, derived.</summary>
    /// <exception cref="InvalidOperationException">
    /// None is in force; <see cref="CheckUses"/> was not heeded.
    /// </exception>
    internal DerivedKey Require(string use, string category, DateTimeOffset now)
    {
        var entry = _entries.Find(entry => entry.Use == use && entry.IsInForce(now))
            ?? throw new InvalidOperationException($"no key for '{use}' is in force");
        return _derived.GetOrAdd((use, category, entry.Id), _ =>
            new DerivedKey(entry.Id, KeyDerivation.Derive(entry.Bytes, use, category, entry.Id)));
    }

    /// <summary>Every release needs these three: said at start, not at the first transfer.</summary>
    internal void CheckUses(DateTimeOffset now, string file, ICollection<Fault> faults)
    {
        foreach (var use in Required.Where(use => !_entries.Exists(entry => entry.Use == use && entry.IsInForce(now))))
        {
            faults.Add(new Fault(file, 0, 0, "keys", "keys.use", $"no key for '{use}' is in force: add one"));
        }
    }

    /// <inheritdoc/>
    public bool TryGet(string use, string category, string keyId, out ReadOnlyMemory<byte> key)
    {
        var entry = _entries.Find(entry => entry.Use == use && entry.Id == keyId);
        key = entry is null ? default : KeyDerivation.Derive(entry.Bytes, use, category, keyId);
        return entry is not null;
    }

    public void Dispose()
    {
        foreach (var entry in _entries)
        {
            CryptographicOperations.ZeroMemory(entry.Bytes);
        }
    }

    private static Entry? ReadEntry(SectionReader reader)
    {
        var id = reader.RequiredText("id");
        var use = reader.Choice("use", Uses.ToDictionary(use => use, StringComparer.Ordinal), "");
        var file = reader.RequiredPath("file");
        var (from, to) = (Instant(reader, "from"), Instant(reader, "to"));
        reader.Close();
        if (use.Length == 0 || file.Length == 0)
        {
            return null;
        }

        if (SecretFile.Fault(file) is { } fault)
        {
            reader.Add("file", "keys.file", fault);
            return null;
        }

        var bytes = File.ReadAllBytes(file);
        if (bytes.Length != KeySize)
        {
            CryptographicOperations.ZeroMemory(bytes);
            reader.Add("file", "keys.size", $"a key file holds exactly {KeySize} random bytes");
            return null;
        }

        return new Entry(id, use, bytes, from, to);
    }

    private static DateTimeOffset? Instant(SectionReader reader, string key)
    {
        if (reader.Text(key) is not { } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        reader.Add(key, "keys.time", $"'{key}' must be a time such as 2026-11-01T00:00:00Z");
        return null;
    }

    private sealed record Entry(string Id, string Use, byte[] Bytes, DateTimeOffset? From, DateTimeOffset? To)
    {
        internal bool IsInForce(DateTimeOffset now) => !(now < From) && !(now >= To);
    }
}

/// <summary>A key derived for one purpose, with the id under which it is named in statements and annexes.</summary>
internal sealed record DerivedKey(string Id, ReadOnlyMemory<byte> Bytes);
