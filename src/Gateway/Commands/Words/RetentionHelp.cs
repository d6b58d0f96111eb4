using Gateway.Policies;

namespace Gateway.Commands.Words;

/// <summary>What --help says of archiving and pruning; see <see cref="HelpWords"/>.</summary>
internal static class RetentionHelp
{
    internal static readonly Titles[] Texts =
    [
        new(
            "Copies a year of the ledger that is over, with its annexes as they are sealed and all that its entries "
                + "name, writes a manifest, seals it with the e-certificate of 'Ledger:Seal', and verifies the copy. "
                + "Works beside a running daemon. 'gateway ledger verify' reads an archive like a ledger. Exit 0 made, "
                + "3 not possible.",
            "复制台账已结束的一个年度，连同加密的附件和条目所引用的一切，写出清单，以 Ledger:Seal 的电子证书封印，并核验副本。"
                + "可在网关运行时使用。gateway ledger verify 可像读取台账一样读取归档。退出码：0 已完成，3 无法进行。",
            "複製紀錄冊已結束的一個年度，連同加密的附件及記項所引用的一切，寫出清單，以 Ledger:Seal 的電子證書封印，並核實副本。"
                + "可在閘道運行時使用。gateway ledger verify 可像讀取紀錄冊一樣讀取封存。結束代碼：0 已完成，3 無法進行。"),
        new(
            "The year; it must be over, with a later one in the ledger.",
            "年度；须已结束，且台账中有更晚的年度。", "年度；須已結束，且紀錄冊中有更遲的年度。"),
        new(
            "The folder to make. One that is there is not written into.",
            "要建立的文件夹；已有的文件夹不会被写入。", "要建立的資料夾；現有的資料夾不會被寫入。"),
        new(
            "Removes the entries and annexes of a year below a minimum index, after a 'prune' entry is durable: only "
                + "what the archive holds, sealed, and what is older than three years or than the bundle's "
                + "'keepRecords'. Hash tiles, checkpoints and seals stay, so every proof still can be made. Two "
                + "officers approve. The daemon must be stopped: it holds its ledger. Stopped on the way, it is run "
                + "again with the same request. Exit 0 pruned, 3 not approved or not allowed.",
            "先写入 prune 条目并落盘，再移除一个年度中最小序号以下的条目和附件：只限归档所载、已封印，"
                + "且早于三年或策略包 keepRecords 所定期限的条目。哈希块、检查点和封印保留，因此一切证明仍可作出。"
                + "须由两名授权人员批准。网关占用台账，须先停止。中途中断时，以同一请求重新运行。"
                + "退出码：0 已删减，3 未获批准或不允许。",
            "先寫入 prune 記項並寫入磁碟，再移除一個年度中最小序號以下的記項及附件：只限封存所載、已封印，"
                + "且早於三年或政策檔案 keepRecords 所定期限的記項。雜湊數據塊、檢查點及封印保留，因此所有證明仍可作出。"
                + "須由兩名獲授權人員批准。閘道佔用紀錄冊，須先停止。中途中斷時，以同一請求重新執行。"
                + "結束代碼：0 已刪減，3 未獲批准或不允許。"),
        new(
            "The archive of the year, as 'ledger archive' made it.",
            "该年度的归档，由 ledger archive 作出。", "該年度的封存，由 ledger archive 作出。"),
        new(
            "Writes to stdout what two officers sign: the year, the largest minimum index that is allowed, the "
                + "archive, why and when. Good for 24 hours. Exit 3 where nothing may go.",
            "向标准输出写出两名授权人员所签署的内容：年度、允许的最大最小序号、归档、原因和时间。24 小时内有效。"
                + "没有可删减的条目时退出码为 3。",
            "向標準輸出寫出兩名獲授權人員所簽署的內容：年度、允許的最大最小序號、封存、原因及時間。24 小時內有效。"
                + "沒有可刪減的記項時結束代碼為 3。"),
    ];
}
