using System.Text.Json;
using Gateway.Ledger.Entries;

namespace Gateway.Ledger.Inspection;

/// <summary>
/// What an entry is looked for by, from the entry and, of a release, from the statement in it. Null where it does not
/// say. Holds names the bundle declares, ids and codes: nothing an entry may not hold.
/// </summary>
internal sealed record EntryOutline
{
    internal required EntryKind Kind { get; init; }

    internal required DateTimeOffset Time { get; init; }

    internal Guid? Transfer { get; init; }

    internal string? Leg { get; init; }

    internal string? Direction { get; init; }

    /// <summary>Every party it names: exporter, recipient, caller, upstream, the one refused.</summary>
    internal IReadOnlyList<string> Parties { get; init; } = [];

    /// <summary>Of a release: whose data left.</summary>
    internal string? Exporter { get; init; }

    /// <summary>Of a release: who got it.</summary>
    internal string? Recipient { get; init; }

    /// <summary>Who asked: the caller, or the one turned back.</summary>
    internal string? Asker { get; init; }

    internal string? Route { get; init; }

    internal string? Category { get; init; }

    internal string? Purpose { get; init; }

    internal string? Instrument { get; init; }

    internal string? Code { get; init; }

    /// <summary>For how many decisions it stands: more than one only where strangers' refusals were counted.</summary>
    internal long Count { get; init; } = 1;

    /// <summary>Records that left.</summary>
    internal long Records { get; init; }

    /// <summary>Subjects of that one leg; the same person counts again in the next.</summary>
    internal long Subjects { get; init; }

    /// <summary>Subjects that its instrument had not counted before; null where no volume was asked.</summary>
    internal long? Counted { get; init; }

    /// <summary>Null for bytes that are not an entry.</summary>
    internal static EntryOutline? Of(ReadOnlyMemory<byte> entry)
    {
        if (!EntryFacts.TryRead(entry.Span, out var facts))
        {
            return null;
        }

        using var document = JsonDocument.Parse(entry);
        var members = document.RootElement;
        using var signed = StatementOf(members);
        var statement = signed?.RootElement;
        return new EntryOutline
        {
            Kind = facts.Kind,
            Time = facts.Time,
            Transfer = facts.TransferId == Guid.Empty ? null : facts.TransferId,
            Leg = members.TextOf("leg"),
            Direction = statement?.TextOf("direction"),
            Parties = PartiesOf(members, statement),
            Exporter = statement?.MemberOf("exporter")?.TextOf("id"),
            Recipient = statement?.MemberOf("recipient")?.TextOf("id"),
            Asker = members.TextOf("party") ?? members.TextOf("caller"),
            Route = members.TextOf("route") ?? statement?.TextOf("route"),
            Category = members.TextOf("category") ?? statement?.TextOf("category"),
            Purpose = statement?.TextOf("purpose"),
            Instrument = statement?.MemberOf("instrument")?.TextOf("id"),
            Code = members.TextOf("code"),
            Count = members.NumberOf("count") ?? 1,
            Records = statement?.MemberOf("records")?.NumberOf("out") ?? 0,
            Subjects = statement?.NumberOf("subjects") ?? 0,
            Counted = members.MemberOf("volume")?.NumberOf("counted"),
        };
    }

    private static string[] PartiesOf(JsonElement members, JsonElement? statement) =>
    [
        .. new[]
        {
            members.TextOf("party"), members.TextOf("caller"), members.TextOf("upstream"),
            statement?.MemberOf("exporter")?.TextOf("id"), statement?.MemberOf("recipient")?.TextOf("id"),
        }.OfType<string>().Distinct(StringComparer.Ordinal),
    ];

    // A statement that cannot be read says nothing; whether it was signed so is the stamp's question.
    private static JsonDocument? StatementOf(JsonElement members)
    {
        if (members.MemberOf("statement") is not { ValueKind: JsonValueKind.String } statement
            || !statement.TryGetBytesFromBase64(out var bytes))
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
