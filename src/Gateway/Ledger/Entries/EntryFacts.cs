using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Gateway.Ledger.Entries;

/// <summary>
/// What the ledger itself reads of an entry: on append, on recovery and in the verifier, with this one reader.
/// </summary>
internal readonly record struct EntryFacts
{
    private const int TimeLength = 24;

    internal EntryKind Kind { get; private init; }

    internal UInt128 Salt { get; private init; }

    internal DateTimeOffset Time { get; private init; }

    /// <summary>Empty where the kind has none.</summary>
    internal Guid TransferId { get; private init; }

    internal Sha256Digest? Annex { get; private init; }

    /// <summary>Of a <c>policy</c> entry.</summary>
    internal PolicyState? Policy { get; private init; }

    /// <summary>Of a <c>trust</c> entry.</summary>
    internal TrustListState? Trust { get; private init; }

    /// <summary>Of a <c>seal</c> entry.</summary>
    internal SealFacts? Seal { get; private init; }

    /// <summary>Of a <c>prune</c> entry.</summary>
    internal PruneFacts? Prune { get; private init; }

    /// <summary>Of the <c>start</c> entry that begins a shard.</summary>
    internal string? Previous { get; private init; }

    /// <summary>False for bytes that are not an entry of a known kind with the members all kinds have.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> entry, out EntryFacts facts)
    {
        facts = default;
        if (entry.Length is 0 or > LedgerEntry.MaxBytes)
        {
            return false;
        }

        try
        {
            var members = new Members();
            return members.Read(entry) && members.TryFacts(out facts);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private ref struct Members
    {
        private bool _hasVersion;
        private bool _hasPolicy;
        private bool _hasTrust;
        private bool _hasSoftware;
        private EntryKind? _kind;
        private UInt128? _salt;
        private DateTimeOffset? _time;
        private Guid _transferId;
        private Sha256Digest? _annex;
        private string? _name;
        private long? _version;
        private string? _digest;
        private string? _list;
        private long? _sequence;
        private string? _sha256;
        private string? _previous;
        private string? _origin;
        private long? _size;
        private Sha256Digest? _seal;
        private long? _minimum;

        internal bool Read(ReadOnlySpan<byte> entry)
        {
            var json = new Utf8JsonReader(entry);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (!Member(ref json))
                {
                    return false;
                }
            }

            // The reader throws on what follows the object.
            return json.TokenType == JsonTokenType.EndObject && !json.Read();
        }

        private bool Member(ref Utf8JsonReader json)
        {
            // Names are compared raw: what the writers make is never escaped.
            var name = json.ValueSpan;
            json.Read();
            return name switch
            {
                _ when name.SequenceEqual("v"u8) =>
                    _hasVersion = json.TokenType == JsonTokenType.Number && json.GetInt32() == 1,
                _ when name.SequenceEqual("kind"u8) => TryKind(ref json),
                _ when name.SequenceEqual("salt"u8) => TrySalt(ref json),
                _ when name.SequenceEqual("time"u8) => TryTime(ref json),
                _ when name.SequenceEqual("software"u8) => _hasSoftware = json.TokenType == JsonTokenType.String,
                _ when name.SequenceEqual("policy"u8) =>
                    _hasPolicy = json.TokenType is JsonTokenType.String or JsonTokenType.Null,
                _ when name.SequenceEqual("trust"u8) =>
                    _hasTrust = json.TokenType == JsonTokenType.StartArray && json.TrySkip(),
                _ when name.SequenceEqual("transferId"u8) => json.TryGetGuid(out _transferId),
                _ when name.SequenceEqual("annexSha256"u8) => TryDigest(ref json, out _annex),
                _ => OfKind(name, ref json),
            };
        }

        private bool OfKind(ReadOnlySpan<byte> name, ref Utf8JsonReader json)
        {
            switch (_kind)
            {
                case EntryKind.Policy when name.SequenceEqual("name"u8):
                    _name = json.GetString();
                    return true;
                case EntryKind.Policy when name.SequenceEqual("version"u8):
                    _version = json.GetInt64();
                    return true;
                case EntryKind.Policy when name.SequenceEqual("digest"u8):
                    _digest = json.GetString();
                    return true;
                case EntryKind.Trust when name.SequenceEqual("list"u8):
                    _list = json.GetString();
                    return true;
                case EntryKind.Trust when name.SequenceEqual("sequence"u8):
                    _sequence = json.GetInt64();
                    return true;
                case EntryKind.Trust when name.SequenceEqual("sha256"u8):
                    _sha256 = json.GetString();
                    return true;
                case EntryKind.Seal or EntryKind.Prune when name.SequenceEqual("origin"u8):
                    _origin = json.GetString();
                    return true;
                case EntryKind.Seal when name.SequenceEqual("size"u8):
                    _size = json.GetInt64();
                    return true;
                case EntryKind.Seal when name.SequenceEqual("sealSha256"u8):
                    return TryDigest(ref json, out _seal);
                case EntryKind.Prune when name.SequenceEqual("minimum"u8):
                    _minimum = json.GetInt64();
                    return true;
                case EntryKind.Start when name.SequenceEqual("previous"u8):
                    _previous = json.GetString();
                    return true;
                default:
                    return json.TrySkip();
            }
        }

        private bool TryKind(ref Utf8JsonReader json)
        {
            var known = EntryKindName.TryParse(json.ValueSpan, out var kind);
            _kind = kind;
            return known;
        }

        private bool TrySalt(ref Utf8JsonReader json)
        {
            Span<byte> salt = stackalloc byte[LedgerEntry.SaltSize + 2];
            var done = Base64.DecodeFromUtf8(json.ValueSpan, salt, out _, out var written);
            _salt = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(salt);
            return done == System.Buffers.OperationStatus.Done && written == LedgerEntry.SaltSize;
        }

        private bool TryTime(ref Utf8JsonReader json)
        {
            var text = json.ValueSpan;
            if (text.Length != TimeLength || text[^1] != (byte)'Z' || !json.TryGetDateTimeOffset(out var time))
            {
                return false;
            }

            _time = time;
            return true;
        }

        private static bool TryDigest(ref Utf8JsonReader json, out Sha256Digest? read)
        {
            read = null;
            Span<char> hex = stackalloc char[Sha256Digest.Size * 2];
            if (json.ValueSpan.Length != hex.Length)
            {
                return false;
            }

            Encoding.ASCII.GetChars(json.ValueSpan, hex);
            var parsed = Sha256Digest.TryParse(hex, out var digest);
            read = digest;
            return parsed;
        }

        internal readonly bool TryFacts(out EntryFacts facts)
        {
            facts = default;
            if (_kind is not { } kind || _salt is not { } salt || _time is not { } time
                || !(_hasVersion && _hasSoftware && _hasPolicy && _hasTrust))
            {
                return false;
            }

            facts = new EntryFacts
            {
                Kind = kind,
                Salt = salt,
                Time = time,
                TransferId = _transferId,
                Annex = _annex,
                Previous = _previous,
                Seal = _origin is { } origin && _size is { } size
                    && _seal is { } seal ? new(origin, size, seal) : null,
                Prune = _origin is { } shard && _minimum is { } minimum ? new(shard, minimum) : null,
                Policy = _name is { } name && _version is { } version
                    && _digest is { } digest ? new(name, version, digest) : null,
                Trust = _list is { } list && _sequence is { } sequence
                    && _sha256 is { } sha ? new(list, sequence, sha) : null,
            };
            return kind switch
            {
                EntryKind.Policy => facts.Policy is not null,
                EntryKind.Prune => facts.Prune is not null,
                EntryKind.Seal => facts.Seal is not null,
                EntryKind.Trust => facts.Trust is not null,
                EntryKind.Release => facts.TransferId != Guid.Empty && facts.Annex is not null,
                EntryKind.Outcome => facts.TransferId != Guid.Empty,
                _ => true,
            };
        }
    }
}

/// <summary>What a <c>seal</c> entry names.</summary>
/// <param name="Origin">The shard's.</param>
/// <param name="Sha256">Of the seal's bytes.</param>
internal sealed record SealFacts(string Origin, long Size, Sha256Digest Sha256);

/// <summary>What a <c>prune</c> entry orders.</summary>
/// <param name="Origin">The shard's.</param>
/// <param name="Minimum">Entries below it are gone.</param>
internal sealed record PruneFacts(string Origin, long Minimum);
