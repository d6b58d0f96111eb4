using System.Globalization;
using System.Text.Json;
using Gateway.Stamping;

namespace Gateway.Ledger.Entries;

/// <summary>
/// One entry, before it is bytes. The members every kind has come first, in a fixed order, then those of the kind
/// (docs/formats/ledger.md).
/// </summary>
// INVARIANT: no member of a kind can hold a value from a body or a personal value: ids the bundle declares, codes,
// counts, times and digests only. The types below admit nothing else; keep it so.
internal abstract record LedgerEntry
{
    /// <summary>Largest entry, in bytes: what FORMATS.md 5 allows.</summary>
    internal const int MaxBytes = 60 * 1024;

    internal const int SaltSize = 16;

    private const int Version = 1;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    internal abstract EntryKind Kind { get; }

    /// <summary>The exact bytes of the leaf, with a fresh salt: equal facts must not give equal leaf hashes.</summary>
    internal byte[] ToBytes(EntryContext context, DateTimeOffset now)
    {
        Span<byte> salt = stackalloc byte[SaltSize];
        FreshSalt.Take(salt);
        return ToBytes(context, now, salt);
    }

    internal byte[] ToBytes(EntryContext context, DateTimeOffset now, ReadOnlySpan<byte> salt)
    {
        using var scratch = JsonScratch.Rent();
        var json = scratch.Json;
        json.WriteStartObject();
        json.WriteNumber("v"u8, Version);
        json.WriteString("kind"u8, Kind.Wire());
        json.WriteBase64String("salt"u8, salt);
        json.WriteString("time"u8, Time(now));
        json.WriteString("software"u8, context.Software);
        json.WriteString("policy"u8, context.PolicyDigest);
        WriteTrust(json, context.Trust);
        WriteMembers(json);
        json.WriteEndObject();
        var entry = scratch.Written;
        return entry.Length <= MaxBytes
            ? entry.ToArray()
            : throw new InvalidOperationException("an entry is larger than 60 KiB");
    }

    /// <summary>The members of the kind, in the order of the form; absent where they do not apply.</summary>
    protected abstract void WriteMembers(Utf8JsonWriter json);

    /// <summary>RFC 3339, UTC, milliseconds, 'Z'.</summary>
    internal static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static void WriteTrust(Utf8JsonWriter json, IReadOnlyList<TrustListState> trust)
    {
        json.WriteStartArray("trust"u8);
        foreach (var list in trust)
        {
            json.WriteStartObject();
            json.WriteString("list"u8, list.List);
            json.WriteNumber("sequence"u8, list.Sequence);
            json.WriteString("sha256"u8, list.Sha256);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
