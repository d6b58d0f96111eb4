using Gateway.Policies;

namespace Gateway.Commands.Words;

/// <summary>What --help says of <c>witness</c> and <c>mirror</c>; see <see cref="HelpWords"/>.</summary>
internal static class ReaderHelpWords
{
    internal static readonly Titles[] Texts =
    [
        new(
            "Cosigns the heads of the logs that witness.json names (C2SP tlog-witness), each only when it "
                + "continues the last one: whoever sees the cosignature knows that all who do see one history. What it "
                + "cosigned is on its disk before it answers. Exit 0 at SIGTERM, 1 a fault, or its disk failed.",
            "联署 witness.json 所列日志的检查点（C2SP tlog-witness）：只有与上一次联署的内容衔接，才予联署，"
                + "因此凡见到联署的人，看到的都是同一份历史。联署的内容先写入磁盘，然后才应答。"
                + "收到 SIGTERM 时退出码为 0，有错误或磁盘失效时为 1。",
            "聯署 witness.json 所列日誌的檢查點（C2SP tlog-witness）：只有與上一次聯署的內容銜接，才予聯署，"
                + "因此凡見到聯署的人，看到的都是同一份歷史。聯署的內容先寫入磁碟，才會回應。"
                + "收到 SIGTERM 時結束代碼為 0，有錯誤或磁碟失效時為 1。"),
        new("Path of witness.json.", "witness.json 的路径。", "witness.json 的路徑。"),
        new("Path of mirror.json.", "mirror.json 的路径。", "mirror.json 的路徑。"),
        new(
            "Prints the verifier key of this witness, which logs and verifiers are told, and ends.",
            "列出此见证方的核验密钥，供日志和核验者使用，然后结束。",
            "列出此見證方的核實密碼匙，供日誌及核實者使用，然後結束。"),
        new(
            "Copies the published ledgers that mirror.json names, as far as they are served to it: checkpoints and "
                + "hash tiles, and entries where they are. Every checkpoint is checked for its signature and that it "
                + "continues the copy, every tile and entry against the checkpoint; what is not proven is not kept. A "
                + "fork, a gap and a log that has stopped are told. The copies are served as they lie. Exit 0 at "
                + "SIGTERM; with --once 0 all well, 3 findings; 1 a fault.",
            "镜像 mirror.json 所列的已公布台账，以对方提供者为限：检查点和哈希块，以及提供时的条目。"
                + "每个检查点均核验签名并核验与已有镜像衔接，每个哈希块和条目均按检查点核验；未能证明的不予留存。"
                + "出现分叉、缺口或台账停止增长时予以告知。镜像按原样对外提供。"
                + "收到 SIGTERM 时退出码为 0；使用 --once 时，一切正常为 0，有发现为 3；有错误为 1。",
            "鏡像 mirror.json 所列的已公布紀錄冊，以對方提供者為限：檢查點及雜湊數據塊，以及提供時的記項。"
                + "每個檢查點均核實簽署並核實與已有鏡像銜接，每個雜湊數據塊及記項均按檢查點核實；未能證明的不予留存。"
                + "出現分叉、缺口或紀錄冊停止增長時予以告知。鏡像按原樣對外提供。"
                + "收到 SIGTERM 時結束代碼為 0；使用 --once 時，一切正常為 0，有發現為 3；有錯誤為 1。"),
        new(
            "One round and a report, for cron, instead of running on.",
            "只运行一轮并列出报告，供 cron 使用。",
            "只執行一輪並列出報告，供 cron 使用。"),
    ];
}
