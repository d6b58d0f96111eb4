using System.Globalization;
using System.Text.Json;
using Gateway.Ledger.Entries;

namespace Gateway.Evidence;

/// <summary>One entry of a transfer, as evidence reads it: the same for making and for checking.</summary>
/// <param name="Bytes">The leaf, exactly.</param>
internal sealed record TransferRecord(ReadOnlyMemory<byte> Bytes, EntryFacts Facts, JsonElement Members)
{
    /// <summary>Null for bytes that are no entry.</summary>
    internal static TransferRecord? Read(ReadOnlyMemory<byte> bytes)
    {
        if (!EntryFacts.TryRead(bytes.Span, out var facts))
        {
            return null;
        }

        using var document = JsonDocument.Parse(bytes);
        return new TransferRecord(bytes, facts, document.RootElement.Clone());
    }

    internal string? Text(string member) => Members.TextOf(member);

    internal bool IsRelease => Facts.Kind == EntryKind.Release;

    internal bool IsResponse => Text("leg") == "response";

    /// <summary>The exact bytes that were signed; null where nothing was, or they cannot be read.</summary>
    internal byte[]? Statement =>
        Members.MemberOf("statement") is { ValueKind: JsonValueKind.String } text
        && text.TryGetBytesFromBase64(out var bytes)
            ? bytes
            : null;

    /// <summary>The category it is about, without its version; null where the entry names none.</summary>
    internal string? Category => IsRelease ? StatementText("category") : Text("category");

    /// <summary>The trust lists in force.</summary>
    internal IEnumerable<TrustListState> Trust =>
        Members.MemberOf("trust") is { ValueKind: JsonValueKind.Array } lists
            ? lists.EnumerateArray().Select(list => new TrustListState(
                list.TextOf("list") ?? "", list.NumberOf("sequence") ?? -1, list.TextOf("sha256") ?? ""))
            : [];

    internal string? StatementText(string member) => ParsedStatement()?.TextOf(member);

    internal JsonElement? ParsedStatement()
    {
        try
        {
            if (Statement is not { } bytes)
            {
                return null;
            }

            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// What the evidence is about, and so stands under the plain names: what left first, else what said no, else what
    /// was let through.
    /// </summary>
    internal static int Weight(TransferRecord record) => record.Facts.Kind switch
    {
        EntryKind.Release when !record.IsResponse => 0,
        EntryKind.Release => 1,
        EntryKind.Refusal => 2,
        EntryKind.Hold => 3,
        EntryKind.Request => 4,
        _ => 5,
    };

    internal static string NameOf(int year, long index) =>
        string.Create(CultureInfo.InvariantCulture, $"{year:D4}-{index}");
}
