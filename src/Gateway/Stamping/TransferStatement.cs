using System.Buffers.Text;
using Gateway.Policies;

namespace Gateway.Stamping;

//
//  Transfer statement
//
//  References:
//
//      FORMATS.md 4 - members and their order; at most 4 KiB before base64, longer lists as counts and a digest
//      RFC 8941 section 3.3.5 - the field value is a byte sequence
//

/// <summary>What crossed, under which law, with which digests. Signed as exact bytes; no value of a person.</summary>
internal sealed record TransferStatement
{
    internal const string FieldName = "Transfer-Statement";
    internal const int MaxSize = 4096;

    /// <summary>The transfer's id, UUIDv7.</summary>
    internal required Guid Id { get; init; }

    /// <summary>The incoming transfer's id, where a peer gateway sent it.</summary>
    internal Guid? Parent { get; init; }

    internal required DateTimeOffset Time { get; init; }

    /// <summary>The ledger's origin.</summary>
    internal required string Gateway { get; init; }

    internal required Leg Leg { get; init; }

    internal required Direction Direction { get; init; }

    internal required StatementMode Mode { get; init; }

    internal required StatementParty Exporter { get; init; }

    internal required StatementParty Recipient { get; init; }

    internal required string Route { get; init; }

    internal required string Category { get; init; }

    internal required int CategoryVersion { get; init; }

    /// <summary>As the bundle spells it, for example "general".</summary>
    internal required string Grade { get; init; }

    internal IReadOnlyList<string> Sensitive { get; init; } = [];

    internal required string Purpose { get; init; }

    /// <summary>As the bundle spells it, for example "contract".</summary>
    internal required string Basis { get; init; }

    internal StatementNotice? Notice { get; init; }

    internal required StatementInstrument Instrument { get; init; }

    internal StatementAssessment? Pia { get; init; }

    internal string? Retention { get; init; }

    internal string? StoragePlace { get; init; }

    internal string? Origin { get; init; }

    internal string? Dataset { get; init; }

    internal StatementConsent? Consent { get; init; }

    /// <summary>The bundle's digest, lower-case hex.</summary>
    internal required string Policy { get; init; }

    internal required IReadOnlyList<StatementTrustList> Trust { get; init; }

    internal required StatementContent Content { get; init; }

    internal required StatementSource Source { get; init; }

    internal required StatementFields Fields { get; init; }

    internal required StatementRecords Records { get; init; }

    internal required long Subjects { get; init; }

    /// <summary>Detector name to count, ordered by name.</summary>
    internal IReadOnlyDictionary<string, long> Findings { get; init; } = new Dictionary<string, long>();

    /// <summary>Root of the field commitments, lower-case hex.</summary>
    internal string? FieldsRoot { get; init; }

    /// <summary>
    /// The JSON of the members from gateway to trust, where it is known already: they are the same for every statement
    /// of a route and leg under one bundle. Null: it is not known.
    /// </summary>
    // INVARIANT: made of these very members; who changes one of them sets this to null.
    internal byte[]? Written { get; init; }

    /// <summary>The exact bytes that are sent, stamped and recorded.</summary>
    /// <exception cref="StatementTooLargeException">Over 4 KiB even with every list as count and digest.</exception>
    internal byte[] ToJson()
    {
        using var scratch = JsonScratch.Rent();
        StatementWriter.Write(scratch, this, withLists: true);
        if (scratch.Written.Length > MaxSize)
        {
            scratch.Restart();
            StatementWriter.Write(scratch, this, withLists: false);
        }

        var json = scratch.Written;
        return json.Length <= MaxSize ? json.ToArray() : throw new StatementTooLargeException();
    }

    /// <summary>The header value: ":base64:".</summary>
    internal static string FieldValue(ReadOnlySpan<byte> json) => string.Create(
        Base64.GetMaxEncodedToUtf8Length(json.Length) + 2,
        json,
        static (field, bytes) =>
        {
            field[0] = field[^1] = ':';
            Convert.TryToBase64Chars(bytes, field[1..], out _);
        });
}

/// <summary>The facts do not fit 4 KiB: names in the bundle are too long. The transfer must not leave.</summary>
internal sealed class StatementTooLargeException()
    : Exception("the transfer statement exceeds 4096 bytes: shorten the names, places and notice in the bundle");

/// <summary>How data crosses: sent by the exporter, fetched by the recipient, or answered with yes or no.</summary>
internal enum StatementMode
{
    Push,
    Pull,
    Verify,
}

/// <summary>Exporter or recipient.</summary>
/// <param name="City">GB/T 2260 code, or null.</param>
internal sealed record StatementParty(string Id, string Registration, string? City);

/// <summary>What the persons were told.</summary>
internal sealed record StatementNotice(string Version, string? Url);

/// <summary>The legal mechanism on file.</summary>
/// <param name="Mechanism">As the bundle spells it, for example "GBA-HK".</param>
internal sealed record StatementInstrument(string Id, string Mechanism, IReadOnlyList<StatementFiling> Filings);

/// <summary>One filing of the instrument.</summary>
internal sealed record StatementFiling(string Zone, string? Number, DateOnly? Date);

/// <summary>The impact assessment.</summary>
internal sealed record StatementAssessment(string Id, DateOnly Date);

/// <summary>How consent was given, and how many were checked.</summary>
/// <param name="Checked">How many subjects' consents were asked for and found.</param>
internal sealed record StatementConsent(string Type, long Checked);

/// <summary>A trust list in force.</summary>
internal sealed record StatementTrustList(string List, long Sequence, string Sha256);

/// <summary>What leaves.</summary>
/// <param name="Sha256">Lower-case hex over exactly the bytes sent; the same digest as Content-Digest.</param>
internal sealed record StatementContent(string Type, long Bytes, string Sha256);

/// <summary>A keyed digest of what came in.</summary>
/// <param name="Key">Id of the source key.</param>
/// <param name="Hmac">Lower-case hex of HMAC-SHA-256 over the bytes as they came in.</param>
internal sealed record StatementSource(string Key, string Hmac);

/// <summary>Counts of records.</summary>
internal sealed record StatementRecords(long In, long Out, long Withheld);

/// <summary>How many values each action decided.</summary>
internal sealed record StatementFields
{
    internal long Kept { get; init; }

    internal long Dropped { get; init; }

    internal long Redacted { get; init; }

    internal long Masked { get; init; }

    internal long Hashed { get; init; }

    internal long Tokenised { get; init; }

    internal long Generalised { get; init; }

    internal long Shifted { get; init; }

    internal long Encrypted { get; init; }

    internal long Constant { get; init; }

    internal long Truncated { get; init; }
}
