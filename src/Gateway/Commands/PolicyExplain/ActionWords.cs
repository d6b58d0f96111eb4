using System.Globalization;
using Gateway.Policies;
using Gateway.Policies.Catalogue;

namespace Gateway.Commands.PolicyExplain;

/// <summary>What a rule does to a value, for a person who has to answer for it.</summary>
internal static class ActionWords
{
    internal static Titles Of(FieldAction action) => action switch
    {
        FieldAction.Keep { Deep: true } => new(
            "leaves as it is, with everything inside", "原样保留，连同其内全部内容", "原樣保留，連同其內所有內容"),
        FieldAction.Keep => new("leaves as it is", "原样保留", "原樣保留"),
        FieldAction.Drop => new("does not leave, nor does its name", "剔除，名称亦不保留", "剔除，名稱亦不保留"),
        FieldAction.Redact redact => new(
            $"is replaced whole by '{redact.With}'", $"整体隐去，以“{redact.With}”代替", $"整體隱去，以「{redact.With}」代替"),
        FieldAction.Mask mask => Of(mask),
        FieldAction.Hash hash => new(
            $"leaves as a keyed hash (key {hash.Key}): equal stays equal; without the key nobody can tell the value",
            $"以密钥 {hash.Key} 哈希：相同的值仍相同，没有密钥者无从得知原值",
            $"以密碼匙 {hash.Key} 雜湊：相同的值仍相同，沒有密碼匙者無從得知原值"),
        FieldAction.Tokenise tokenise => new(
            $"leaves as a token of the same form (key {tokenise.Key}), which two officers can turn back",
            $"以密钥 {tokenise.Key} 令牌化，形式不变，须两名授权人员方可还原",
            $"以密碼匙 {tokenise.Key} 代碼化，形式不變，須兩名獲授權人員方可還原"),
        FieldAction.Generalise { To: { } to } => new($"leaves coarser, as {to}", $"概化为 {to}", $"概括為 {to}"),
        FieldAction.Generalise bands => Of(bands),
        FieldAction.Shift shift => new(
            $"is a date that leaves moved by up to {Number(shift.Days)} days, the same for all dates of a person",
            $"日期平移，至多 {Number(shift.Days)} 天，同一人的各日期平移相同天数",
            $"日期平移，至多 {Number(shift.Days)} 天，同一人的各日期平移相同天數"),
        FieldAction.Encrypt encrypt => new(
            $"leaves encrypted, for '{encrypt.To}' alone to read",
            $"加密，仅“{encrypt.To}”可读",
            $"加密，只有「{encrypt.To}」可讀"),
        FieldAction.Constant constant => new(
            $"is replaced by the fixed text '{constant.Value}'",
            $"以常量“{constant.Value}”代替",
            $"以常數「{constant.Value}」代替"),
        FieldAction.Truncate truncate => new(
            $"leaves cut to its first {Number(truncate.To)} characters",
            $"截短，只保留前 {Number(truncate.To)} 个字符",
            $"截短，只保留前 {Number(truncate.To)} 個字元"),
        _ => new(action.Name, null, null),
    };

    private static Titles Of(FieldAction.Mask mask)
    {
        if (mask.KeepFirst + mask.KeepLast == 0)
        {
            return new("leaves masked: nothing of it can be read", "全部掩码", "全部遮蔽");
        }

        var kept = (First: mask.KeepFirst > 0, Last: mask.KeepLast > 0) switch
        {
            (true, true) => new Titles(
                $"the first {Many(mask.KeepFirst)} and the last {Many(mask.KeepLast)} can be read",
                $"前 {Number(mask.KeepFirst)} 个和后 {Number(mask.KeepLast)} 个字符",
                $"前 {Number(mask.KeepFirst)} 個及後 {Number(mask.KeepLast)} 個字元"),
            (true, false) => new(
                $"the first {Many(mask.KeepFirst)} can be read",
                $"前 {Number(mask.KeepFirst)} 个字符",
                $"前 {Number(mask.KeepFirst)} 個字元"),
            _ => new(
                $"the last {Many(mask.KeepLast)} can be read",
                $"后 {Number(mask.KeepLast)} 个字符",
                $"後 {Number(mask.KeepLast)} 個字元"),
        };
        var hidden = mask.MinHidden is { } least ? Number(least) : null;
        return new(
            $"leaves masked: {kept.En}, and "
                + (hidden is null ? "half of it at least is hidden" : $"{hidden} at least are hidden"),
            $"掩码：保留{kept.ZhHans}，" + (hidden is null ? "至少隐去一半" : $"至少隐去 {hidden} 个"),
            $"遮蔽：保留{kept.ZhHant}，" + (hidden is null ? "至少隱去一半" : $"至少隱去 {hidden} 個"));
    }

    private static Titles Of(FieldAction.Generalise bands)
    {
        var bounds = string.Join(", ", bands.Bands.Select(band => band.ToString(CultureInfo.InvariantCulture)));
        return new($"leaves as a band between {bounds}", $"概化为区间：{bounds}", $"概括為區間：{bounds}");
    }

    private static string Many(int characters) => characters == 1
        ? "character"
        : string.Create(CultureInfo.InvariantCulture, $"{characters} characters");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
