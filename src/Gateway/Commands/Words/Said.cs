using System.Globalization;
using Gateway.Policies;

namespace Gateway.Commands.Words;

/// <summary>The sentences commands end with, and what they say when they cannot begin.</summary>
internal static class Said
{
    internal static readonly Titles Valid = new("valid", "有效", "有效");

    internal static readonly Titles Warning = new("warning: ", "警告：", "警告：");

    internal static readonly Titles NoLedgerFolder = new(
        "there is no such ledger folder", "没有这个台账文件夹", "沒有此紀錄冊資料夾");

    internal static readonly Titles FoldersMustExist = new(
        "--message and --keys must be folders that exist",
        "--message 与 --keys 须指定已有的文件夹",
        "--message 及 --keys 須指定現有的資料夾");

    internal static readonly Titles LedgerDoesNotOpen = new(
        "the ledger does not open: ", "台账无法打开：", "紀錄冊無法開啟：");

    internal static Titles Faults(int count) => new(
        count == 1 ? "1 fault" : $"{count} faults", $"共 {count} 处错误", $"共 {count} 處錯誤");

    internal static Titles Findings(int count) => new($"{count} findings", $"共 {count} 项发现", $"共 {count} 項發現");

    internal static Titles FindingsIn(int count, string origin) => new(
        $"{count} findings in {origin}", $"{origin}：共 {count} 项发现", $"{origin}：共 {count} 項發現");

    internal static Titles LedgerWhole(string origin, long size, string root) => new(
        $"whole: {origin}, {size} entries, root {root}",
        $"完整：{origin}，{size} 个条目，根值 {root}",
        $"完整：{origin}，{size} 個記項，根值 {root}");

    internal static Titles LedgerBegun(string origin, string former) => new(
        $"begun: {origin}, in the place of {former}",
        $"已启用：{origin}，接替 {former}",
        $"已啟用：{origin}，接替 {former}");

    internal static Titles AnnexesErased(int count) => new(
        count == 1 ? "1 annex erased" : $"{count} annexes erased",
        $"已清除 {count} 份附件",
        $"已清除 {count} 份附件");

    internal static Titles NoPublicKey(string file) => new(
        $"'{file}' holds no Ed25519 public key in PEM",
        $"“{file}”不是 PEM 格式的 Ed25519 公钥",
        $"「{file}」並非 PEM 格式的 Ed25519 公開密碼匙");

    internal static Titles Found(string kind, long offset, int length, double score) => new(
        $"{kind,-12} at {offset}, {length} bytes, score {Decimals(score)}",
        $"{kind,-12} 位置 {offset}，{length} 字节，置信度 {Decimals(score)}",
        $"{kind,-12} 位置 {offset}，{length} 位元組，可信度 {Decimals(score)}");

    internal static Titles Signed(string name, long version, string digest) => new(
        $"signed {name} version {version} ({digest})",
        $"已签署 {name} 第 {version} 版（{digest}）",
        $"已簽署 {name} 第 {version} 版（{digest}）");

    internal static Titles Made(string index) => new(
        $"made; see {index}", $"已生成，说明见 {index}", $"已產生，說明見 {index}");

    private static string Decimals(double score) => score.ToString("0.00", CultureInfo.InvariantCulture);
}
