using System.Globalization;
using Gateway.Audit.Taps;
using Gateway.Policies;
using Gateway.State;

namespace Gateway.Commands.Status;

/// <summary>What is wrong, in words.</summary>
internal static class StatusWords
{
    private static readonly Dictionary<string, Titles> Kinds = new Titles[]
    {
        new("bundle", "策略包", "政策檔案"),
        new("trust-list", "信任列表", "信任列表"),
        new("crl", "证书撤销列表", "證書撤銷清單"),
        new("server-certificate", "服务器证书", "伺服器證書"),
        new("client-certificate", "客户端证书", "客戶端證書"),
        new("stamping-key", "戳记密钥", "戳記密碼匙"),
        new("ledger-key", "台账密钥", "紀錄冊密碼匙"),
        new("instrument", "跨境法律依据", "跨境法律依據"),
        new("trust-entry", "信任列表条目", "信任列表記項"),
        new("key", "密钥", "密碼匙"),
    }.ToDictionary(kind => kind.En, StringComparer.Ordinal);

    internal static Titles NotRunning { get; } = new(
        "the daemon is not running, so nothing crosses",
        "网关未运行，不会有数据跨境",
        "閘道並無運行，不會有數據跨境");

    internal static Titles Stopped { get; } = new(
        "egress is stopped by the stop switch", "停止开关已启用，跨境传输停止", "停止開關已啟用，跨境傳輸停止");

    internal static Titles NotAnswering { get; } = new(
        "the daemon holds its ledger and its probe listener does not answer",
        "网关占用台账，但探测端口没有应答",
        "閘道佔用紀錄冊，但探測端口沒有回應");

    internal static Titles LedgerUnreadable { get; } = new(
        "the ledger's folder cannot be read", "无法读取台账目录", "無法讀取紀錄冊資料夾");

    internal static Titles NotReady(string words) => new(
        $"the daemon is not ready ({words})", $"网关未就绪（{words}）", $"閘道未就緒（{words}）");

    internal static Titles NoCrl(string entry) => new(
        $"no CRL speaks for an authority of {entry}, so all its certificates are refused",
        $"{entry} 的机构没有证书撤销列表，其证书一律拒绝",
        $"{entry} 的核證機關沒有證書撤銷清單，其證書一律拒絕");

    internal static Titles Silent(DateTimeOffset? last)
    {
        var since = Moment(last);
        return new(
            $"the daemon holds its ledger and has written nothing since {since}",
            $"网关占用台账，但自 {since} 起没有写入",
            $"閘道佔用紀錄冊，但自 {since} 起沒有寫入");
    }

    internal static Titles NoQuorum(int needed, DateTimeOffset? last)
    {
        var (count, since) = (needed.ToString(CultureInfo.InvariantCulture), Moment(last));
        return new(
            $"fewer than {count} witnesses cosign the ledger, the last time they did was {since}",
            $"联署台账的见证方少于 {count} 个，最近一次足数为 {since}",
            $"聯署紀錄冊的見證方少於 {count} 個，最近一次足數為 {since}");
    }

    internal static Titles AnchorMissing(string file) => new(
        $"the ledger's anchor {file} is missing", $"台账锚点文件 {file} 缺失", $"紀錄冊錨點檔案 {file} 缺失");

    internal static Titles AnchorAhead(string origin, long size) => new(
        $"the ledger is an older copy, or of another history: its anchor names {origin}, size {size}",
        $"台账是旧副本或另一历史：锚点所记为 {origin}，大小 {size}",
        $"紀錄冊是舊副本或另一歷史：錨點所記為 {origin}，大小 {size}");

    internal static Titles DiskFull(long free)
    {
        var megabytes = (free / (1024 * 1024)).ToString(CultureInfo.InvariantCulture);
        return new(
            $"the ledger's volume has {megabytes} MiB left",
            $"台账所在卷仅余 {megabytes} MiB",
            $"紀錄冊所在磁碟區僅餘 {megabytes} MiB");
    }

    internal static Titles TapBehind(TapProgress tap)
    {
        var (name, since) = (tap.Tap.Name, Moment(tap.PendingSince));
        var lag = tap.LagEntries.ToString(CultureInfo.InvariantCulture);
        return new(
            $"tap {name} is behind: {lag} entries wait, the oldest since {since}",
            $"审计推送 {name} 滞后：待送 {lag} 个条目，最早自 {since}",
            $"審計推送 {name} 滯後：待送 {lag} 個記項，最早自 {since}");
    }

    internal static Titles TapLost(string name) => new(
        $"how far tap {name} got cannot be told from its cursor and the ledger",
        $"无法从游标和台账得知审计推送 {name} 的进度",
        $"無法從游標及紀錄冊得知審計推送 {name} 的進度");

    internal static Titles Expiry(Expiry expiry, ExpiryLevel level, DateTimeOffset now)
    {
        var (kind, when) = (Kind(expiry.Kind), Moment(expiry.NotAfter));
        var what = new Titles(
            $"{kind.En} {expiry.Id}",
            $"{kind.In(Language.SimplifiedChinese)} {expiry.Id}",
            $"{kind.In(Language.TraditionalChinese)} {expiry.Id}");
        if (level == ExpiryLevel.Expired)
        {
            return new($"{what.En} ran out {when}", $"{what.ZhHans} 已于 {when} 失效", $"{what.ZhHant} 已於 {when} 失效");
        }

        var left = Left(expiry.NotAfter - now);
        return new(
            $"{what.En} runs out {when}, in {left.En}",
            $"{what.ZhHans} 将于 {when} 失效，尚余 {left.ZhHans}",
            $"{what.ZhHant} 將於 {when} 失效，尚餘 {left.ZhHant}");
    }

    /// <summary>What runs out; in English by its name in the metric and in JSON.</summary>
    internal static Titles Kind(string kind) => Kinds.GetValueOrDefault(kind) ?? new Titles(kind, null, null);

    internal static Titles Level(ExpiryLevel level) => level switch
    {
        ExpiryLevel.Expired => new("expired", "已失效", "已失效"),
        ExpiryLevel.Soon => new("soon", "将失效", "將失效"),
        _ => new("ok", "有效", "有效"),
    };

    /// <summary>Days, or hours where it is less than two days.</summary>
    internal static Titles Left(TimeSpan left)
    {
        var isDays = left >= TimeSpan.FromDays(2);
        var number = ((int)(isDays ? left.TotalDays : left.TotalHours)).ToString(CultureInfo.InvariantCulture);
        return isDays
            ? new($"{number} days", $"{number} 天", $"{number} 天")
            : new($"{number} hours", $"{number} 小时", $"{number} 小時");
    }

    /// <summary>For people, to the minute.</summary>
    internal static string Moment(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) ?? "-";
}
