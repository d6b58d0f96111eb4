using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Parties;

namespace Gateway.Policies.Bundle;

/// <summary>Reads the parameters of one action, with the defaults and ranges of FORMATS.md 1.</summary>
internal static class ActionReader
{
    private const string DefaultRedaction = "***";
    private const string DefaultFiller = "*";
    private const int MaxKept = 1000;
    private const int DefaultHashLength = 32;
    private const int MinHashLength = 16;
    private const int MaxHashLength = 64;
    private const int MinAlphabet = 2;
    private const int MaxShiftDays = 3660;

    private static readonly string[] Shapes =
        ["prc-id", "hkid", "bank-card", "cn-mobile", "permit", "passport", "digits", "alphanumeric"];

    private static readonly string[] Generalisations =
        ["year", "month", "decade", "age-band", "district", "city", "province"];

    internal static IReadOnlyList<string> Names { get; } =
    [
        "keep", "drop", "redact", "mask", "hash", "tokenise", "generalise", "shift", "encrypt", "constant", "truncate",
    ];

    /// <summary>The action; null when there is none of that name.</summary>
    internal static FieldAction? Read(string name, MapReader map, BundleDraft draft) => name switch
    {
        "keep" => ReadKeep(map, draft),
        "drop" => new FieldAction.Drop(),
        "redact" => new FieldAction.Redact(map.Text("with") ?? DefaultRedaction),
        "mask" => ReadMask(map, draft.Faults),
        "hash" => new FieldAction.Hash(ReadKey(map, draft), ReadHashLength(map)),
        "tokenise" => ReadTokenise(map, draft),
        "generalise" => ReadGeneralise(map, draft.Faults),
        "shift" => new FieldAction.Shift(ReadKey(map, draft), ReadDays(map)),
        "encrypt" => new FieldAction.Encrypt(ReadParty(map, draft)),
        "constant" => new FieldAction.Constant(map.RequiredText("value") ?? ""),
        "truncate" => new FieldAction.Truncate((int)(map.RequiredInteger("to", 1, int.MaxValue) ?? 0)),
        _ => null,
    };

    private static FieldAction.Keep ReadKeep(MapReader map, BundleDraft draft)
    {
        var screen = map.Optional("screen");
        return new FieldAction.Keep(
            map.Flag("deep") ?? false,
            screen is null ? null : FindingReader.ReadDetectors(screen, draft));
    }

    private static FieldAction.Mask ReadMask(MapReader map, FaultList faults)
    {
        var mask = new FieldAction.Mask(
            (int)(map.Integer("keepFirst", 0, MaxKept) ?? 0),
            (int)(map.Integer("keepLast", 0, MaxKept) ?? 0),
            map.Text("char") ?? DefaultFiller,
            (int?)map.Integer("minHidden", 1, MaxKept));
        if (mask.Filler.EnumerateRunes().Count() != 1 || Rune.IsControl(mask.Filler.EnumerateRunes().First()))
        {
            faults.Add(map.MarkOf("char"), "value.format", "one character is wanted");
        }

        return mask;
    }

    private static int ReadHashLength(MapReader map) =>
        (int)(map.Integer("length", MinHashLength, MaxHashLength) ?? DefaultHashLength);

    private static int ReadDays(MapReader map) => (int)(map.RequiredInteger("days", 1, MaxShiftDays) ?? 0);

    private static FieldAction.Tokenise ReadTokenise(MapReader map, BundleDraft draft)
    {
        var action = new FieldAction.Tokenise(ReadKey(map, draft), map.Text("shape"), map.Text("alphabet"));
        if (map.Optional("shape") is null == map.Optional("alphabet") is null)
        {
            draft.Faults.Add(map.Mark, "action.form", "give either 'shape' or 'alphabet'");
        }

        CheckWord(map, "shape", action.Shape, Shapes, draft.Faults);
        if (action.Alphabet is { } alphabet && !IsAlphabet(alphabet))
        {
            draft.Faults.Add(map.MarkOf("alphabet"), "value.format", "two or more characters, each once, are wanted");
        }

        return action;
    }

    private static bool IsAlphabet(string text)
    {
        var runes = text.EnumerateRunes().ToList();
        return runes.Count >= MinAlphabet && runes.Distinct().Count() == runes.Count;
    }

    private static FieldAction.Generalise ReadGeneralise(MapReader map, FaultList faults)
    {
        var to = map.Text("to");
        var bands = new List<decimal>();
        foreach (var item in map.Items("bands"))
        {
            if (ScalarTypes.Number(item, faults) is not { } band)
            {
                continue;
            }

            if (bands.Count > 0 && band <= bands[^1])
            {
                faults.Add(item.Mark, "value.range", "bands rise: each starts where the one before it ends");
            }

            bands.Add(band);
        }

        CheckWord(map, "to", to, Generalisations, faults);
        if (to is null == (bands.Count == 0) && !faults.HasErrorWithin(map.Mark))
        {
            faults.Add(map.Mark, "action.form", "give either 'to' or 'bands' with at least one number");
        }

        return new FieldAction.Generalise(to, bands);
    }

    private static void CheckWord(MapReader map, string key, string? word, string[] known, FaultList faults)
    {
        if (word is not null && !known.Contains(word))
        {
            var names = string.Join(", ", known);
            var hint = NearestName.Hint(word, known);
            faults.Add(map.MarkOf(key), "value.unknown", $"one of {names} is wanted{hint}");
        }
    }

    // Keys stand in another file (FORMATS.md 2); here only the shape of the id can be judged.
    private static string ReadKey(MapReader map, BundleDraft draft)
    {
        var key = map.RequiredText("key");
        if (key is not null && !DeclaredName.IsValid(key))
        {
            draft.Faults.Add(map.MarkOf("key"), "id.malformed", "an id is 1 to 64 letters, digits, '.', '_' or '-'");
        }

        return key ?? "";
    }

    private static string ReadParty(MapReader map, BundleDraft draft) =>
        draft.Refer<PartyId>(map.Required("to"), IdKind.Party, PartyId.TryParse).ToString();
}
