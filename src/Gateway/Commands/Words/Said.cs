using System.Globalization;
using Gateway.Policies;

namespace Gateway.Commands.Words;

/// <summary>The sentences commands end with, and what they say when they cannot begin.</summary>
internal static class Said
{
    internal static readonly Titles Valid = new("valid", "有效", "有效");

    internal static readonly Titles Warning = new("warning: ", "警告：", "警告：");

    internal static Titles NoLedgerFolder(string folder) => new(
        $"there is no such ledger folder: '{folder}'", $"没有这个台账文件夹：“{folder}”", $"沒有此紀錄冊資料夾：「{folder}」");

    internal static Titles FolderHoldsSomething(string folder) => new(
        $"folder '{folder}' is not empty: nothing is overwritten; name one that is empty or absent",
        $"文件夹“{folder}”不是空的：不会覆盖任何内容；请指定空的或尚不存在的文件夹",
        $"資料夾「{folder}」並非空置：不會覆寫任何內容；請指定空的或尚未存在的資料夾");

    internal static Titles NoFolder(string folder) => new(
        $"no folder '{folder}'", $"没有文件夹“{folder}”", $"沒有資料夾「{folder}」");

    internal static readonly Titles LedgerIsHeld = new(
        "a daemon holds the ledger, and keeps its index by itself: stop it first",
        "网关正占用该台账并自行维护索引：请先停止网关",
        "閘道正佔用該紀錄冊並自行維護索引：請先停止閘道");

    internal static readonly Titles NotItsLedger = new(
        "DIR is not the 'Ledger:Directory' of this gateway.json",
        "DIR 不是该 gateway.json 的 'Ledger:Directory'",
        "DIR 不是該 gateway.json 的 'Ledger:Directory'");

    internal static Titles CannotKeepIndex(string reason) => new(
        $"the index cannot be written: {reason}", $"无法写入索引：{reason}", $"無法寫入索引：{reason}");

    internal static Titles IndexedUpTo(string cursor) => new(
        $"indexed up to {cursor}", $"已建立索引至 {cursor}", $"已建立索引至 {cursor}");

    internal static Titles IndexMade(long entries, string origin, long size) => new(
        $"made: {entries} entries of transfers, {origin} at {size}",
        $"已建立：{entries} 个传输条目，{origin} 共 {size} 条",
        $"已建立：{entries} 個傳輸記項，{origin} 共 {size} 項");

    internal static readonly Titles NothingToVerify = new(
        "give an evidence zip that is there, or --message and --keys, both folders that exist",
        "请指定已有的证据 zip 文件，或以 --message 与 --keys 指定已有的文件夹",
        "請指定現有的證據 zip 檔案，或以 --message 及 --keys 指定現有的資料夾");

    internal static readonly Titles NoTransferId = new(
        "a transfer is named by its id, for example 019aa9c0-2f6a-7c1e-…",
        "请以标识指明传输，例如 019aa9c0-2f6a-7c1e-…",
        "請以識別碼指明傳輸，例如 019aa9c0-2f6a-7c1e-…");

    internal static readonly Titles NoSuchTransfer = new(
        "the ledger has no entry of this transfer", "台账中没有这一传输的条目", "紀錄冊中沒有此傳輸的記項");

    internal static readonly Titles LedgerDoesNotOpen = new(
        "the ledger does not open: ", "台账无法打开：", "紀錄冊無法開啟：");

    internal static Titles NoDocument(string option, string file) => new(
        $"{option} '{file}' must be a file that is there, of at most 64 MiB",
        $"{option} “{file}”须为现有且不超过 64 MiB 的文件",
        $"{option}「{file}」須為現有而不超過 64 MiB 的檔案");

    internal static readonly Titles KeysNeeded = new(
        "without the keys file no annex can be opened: give --keys or --config",
        "没有密钥文件就无法打开附件：请给出 --keys 或 --config",
        "沒有密碼匙檔案便無法開啟附件：請提供 --keys 或 --config");

    internal static readonly Titles NotRecorded = new(
        "this trace is not on record: only a daemon that --config names could write it into its ledger",
        "此次追溯没有留下记录：只有 --config 所指的网关能写入其台账",
        "是次追溯沒有留下紀錄：只有 --config 所指的閘道能寫入其紀錄冊");

    internal static readonly Titles CannotRecord = new(
        "the trace cannot be put on record, so nothing is shown: look at the mode of 'State:Directory'",
        "追溯无法留下记录，因此不予显示：请检查 State:Directory 的权限",
        "追溯無法留下紀錄，因此不予顯示：請檢查 State:Directory 的權限");

    internal static readonly Titles WhatToTrace = new(
        "give --document, or --transfer and --path",
        "请给出 --document，或给出 --transfer 与 --path",
        "請提供 --document，或提供 --transfer 與 --path");

    internal static readonly Titles WhatToOpen = new(
        "--original wants --transfer and --path, and no --value",
        "--original 须与 --transfer、--path 同用，不与 --value 同用",
        "--original 須與 --transfer、--path 同用，不與 --value 同用");

    internal static readonly Titles NoSuchRelease = new(
        "the ledger proves no release of that transfer on that leg",
        "台账不能证明该传输在该程有放行",
        "紀錄冊不能證明該傳輸在該程有放行");

    internal static readonly Titles NotCommitted = new(
        "that release did not commit to its values: its category does not say 'commit'",
        "该放行没有对各个值作出承诺：其数据类别没有写明 commit",
        "該放行沒有對各個數值作出承諾：其數據類別沒有寫明 commit");

    internal static readonly Titles NoAnnexToOpen = new(
        "the annex is gone, or another key sealed it",
        "附件已不存在，或由另一密钥加密",
        "附件已不存在，或由另一密碼匙加密");

    internal static readonly Titles FieldNotProven = new(
        "what the annex lists is not what the statement commits to",
        "附件所列与传输声明所承诺的内容不符",
        "附件所列與傳輸聲明所承諾的內容不符");

    internal static readonly Titles NoSuchField = new(
        "there is no value at that path, or its container left or stayed as a whole",
        "该路径没有值，或其所在容器整体离开或留下",
        "該路徑沒有數值，或其所在容器整體離開或留下");

    internal static Titles Compared(bool isBefore, bool isAfter) => new(
        $"the value given: {(isBefore ? "is" : "is not")} what came, {(isAfter ? "is" : "is not")} what left",
        $"所给的值：{(isBefore ? "是" : "不是")}到达时的值，{(isAfter ? "是" : "不是")}离开时的值",
        $"所給的數值：{(isBefore ? "是" : "不是")}到達時的數值，{(isAfter ? "是" : "不是")}離開時的數值");

    internal static Titles Archived(string year, long size, string digest) => new(
        $"archived: {year}, {size} entries, manifest {digest}",
        $"已归档：{year}，{size} 个条目，清单 {digest}",
        $"已封存：{year}，{size} 個記項，清單 {digest}");

    internal static Titles Pruned(string year, long minimum) => new(
        $"pruned: the entries of {year} below {minimum}",
        $"已删减：{year} 年度序号 {minimum} 以下的条目",
        $"已刪減：{year} 年度序號 {minimum} 以下的記項");

    internal static Titles Traced(int count) => new(
        $"found in {count} releases", $"在 {count} 次放行中找到", $"在 {count} 次放行中找到");

    internal static Titles NotCompared(long count) => new(
        (count == 1 ? "1 release was" : $"{count} releases were")
            + " not compared in full: the annex is erased, gone or changed, its key is not at hand, or it does not list"
            + " every record",
        $"{count} 次放行未能完整比对：附件已清除、缺失或被改动，或没有其密钥，或附件未列出全部记录",
        $"{count} 次放行未能完整比對：附件已清除、缺失或被改動，或沒有其密碼匙，或附件未列出全部紀錄");

    internal static Titles CannotWrite(string file) => new(
        $"'{file}' cannot be written: is it there already?",
        $"无法写入“{file}”：文件是否已存在？",
        $"無法寫入「{file}」：檔案是否已存在？");

    internal static Titles Faults(int count) => new(
        count == 1 ? "1 fault" : $"{count} faults", $"共 {count} 处错误", $"共 {count} 處錯誤");

    internal static Titles Findings(int count) => new(
        count == 1 ? "1 finding" : $"{count} findings", $"共 {count} 项发现", $"共 {count} 項發現");

    internal static Titles FindingsIn(int count, string origin) => origin.Length == 0 ? Findings(count) : new(
        count == 1 ? $"1 finding in {origin}" : $"{count} findings in {origin}",
        $"{origin}：共 {count} 项发现", $"{origin}：共 {count} 項發現");

    internal static Titles LedgerWhole(string origin, long size, string root) => new(
        $"whole: {origin}, {size} entries, root {root}",
        $"完整：{origin}，{size} 个条目，根值 {root}",
        $"完整：{origin}，{size} 個記項，根值 {root}");

    internal static Titles CopyWhole(string origin, long size, string root) => new(
        $"whole as far as this copy holds it: {origin}, {size} entries, root {root}",
        $"就此副本所持有的部分而言完整：{origin}，{size} 个条目，根值 {root}",
        $"就此副本所持有的部分而言完整：{origin}，{size} 個記項，根值 {root}");

    internal static Titles NotHeld(string what, string where) => what switch
    {
        "entries" => new($"not there: entries {where}", $"未持有：条目 {where}", $"未持有：記項 {where}"),
        "cosignatures" => new(
            $"no quorum of witnesses is over the entries {where}",
            $"尚无足够见证方联署的条目：{where}",
            $"未有足夠見證方聯署的記項：{where}"),
        "annexes" => new("not there: annexes", "未持有：附件", "未持有：附件"),
        _ => new("not there: seals", "未持有：封印", "未持有：封印"),
    };

    internal static Titles InputTooLong(int most) => new(
        $"more than {most / (1024 * 1024)} MiB are needed in memory at one time: split the input, at line breaks",
        $"须同时处理的内容超过 {most / (1024 * 1024)} MiB：请拆分输入，例如在换行处",
        $"須同時處理的內容超過 {most / (1024 * 1024)} MiB：請拆分輸入，例如在換行處");

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
