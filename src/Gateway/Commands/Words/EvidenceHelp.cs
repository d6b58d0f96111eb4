using Gateway.Policies;

namespace Gateway.Commands.Words;

/// <summary>What --help says of <c>evidence</c>, <c>verify</c> and <c>trace</c>; see <see cref="HelpWords"/>.</summary>
internal static class EvidenceHelp
{
    internal static readonly Titles[] Texts =
    [
        new(
            "Writes everything that is needed to check one transfer offline: its entries with their proofs, seal, "
                + "stamp, endorsed keys, and the trust lists, CRLs and bundle that were in force. Works beside a "
                + "running daemon; of a refusal too. Exit 0 written, 3 no such transfer, 1 a fault.",
            "写出离线核验一次传输所需的一切：各条目及其证明、封印、戳记、经背书的密钥，"
                + "以及当时生效的信任列表、证书撤销列表（CRL）和策略包。可在网关运行时使用，也适用于拒绝。"
                + "写出时退出码为 0，没有该传输为 3，有错误为 1。",
            "寫出離線核實一次傳輸所需的一切：各記項及其證明、封印、戳記、經背書的密碼匙，"
                + "以及當時生效的信任列表、證書撤銷清單（CRL）及政策檔案。可在閘道運行時使用，亦適用於拒絕。"
                + "寫出時結束代碼為 0，沒有該傳輸為 3，有錯誤為 1。"),
        new(
            "The zip to write. A file that is there is not overwritten.",
            "要写出的 zip 文件；已有的文件不会被覆盖。", "要寫出的 zip 檔案；現有的檔案不會被覆蓋。"),
        new(
            "The keys file: opens the annex, where the signature base is.",
            "密钥文件：用以打开附件，签名基串在其中。", "密碼匙檔案：用以開啟附件，簽署基礎字串在其中。"),
        new(
            "A trust list with its .p7s beside it, where the ledger did not keep it. Repeatable.",
            "信任列表，旁边须有其 .p7s；台账没有留存时使用。可重复。",
            "信任列表，旁邊須有其 .p7s；紀錄冊沒有留存時使用。可重複。"),
        new(
            "Folder of CRLs, where the ledger did not keep them.",
            "证书撤销列表（CRL）所在的文件夹；台账没有留存时使用。",
            "證書撤銷清單（CRL）所在的資料夾；紀錄冊沒有留存時使用。"),
        new(
            "The bundle that the entry names, where the ledger did not keep it.",
            "条目所记的策略包；台账没有留存时使用。", "記項所記的政策檔案；紀錄冊沒有留存時使用。"),
        new(
            "Checks the evidence of a transfer, or stamp, body, statement and endorsement of one message as the far "
                + "side received it, and lists everything that is wrong. Anchors are the trust lists, and for evidence "
                + "the log policy, that are given here, and nothing that is checked: without them the answer is no "
                + "(evidence.unanchored). Exit 0 valid, 3 not.",
            "核验一次传输的证据，或对方收到的一份报文的戳记、正文、传输声明和密钥背书，并列出全部问题。"
                + "信任锚只取自此处给出的信任列表，证据还须给出日志策略，绝不取自被核验的内容；"
                + "没有则一律判为无效（evidence.unanchored）。有效时退出码为 0，无效为 3。",
            "核實一次傳輸的證據，或對方收到的一份訊息的戳記、內文、傳輸聲明及密碼匙背書，並列出所有問題。"
                + "信任錨只取自此處提供的信任列表，證據還須提供日誌政策，絕不取自被核實的內容；"
                + "沒有則一律判為無效（evidence.unanchored）。有效時結束代碼為 0，無效為 3。"),
        new("An evidence zip.", "证据 zip 文件。", "證據 zip 檔案。"),
        new(
            "The logs and witnesses to rely on (C2SP tlog-policy). For an evidence zip.",
            "可以依赖的日志和见证方（C2SP tlog-policy）。用于证据 zip 文件。",
            "可以依賴的日誌及見證方（C2SP tlog-policy）。用於證據 zip 檔案。"),
        new(
            "Folder with stamping-key.json and its .p7s. For a message.",
            "内有 stamping-key.json 及其 .p7s 的文件夹。用于报文。",
            "內有 stamping-key.json 及其 .p7s 的資料夾。用於訊息。"),
        new(
            "Says which transfers a leaked document left with, by the keyed digests of released records in the "
                + "annexes. The document is compared as it is, so a changed value finds nothing. Or, with --transfer "
                + "and --path, shows what became of one value of a release whose category says 'commit: fields', with "
                + "the proof that the stamped statement commits to it. With --original and the replies of both "
                + "custodians it also shows what came there, where the category says 'commit: originals'. With "
                + "--config the trace is put on record: the daemon writes it into the ledger. Exit 0 found, 3 not "
                + "found or not opened, 1 a fault.",
            "凭附件中已放行记录的带密钥摘要，说明外泄文档随哪些传输离开。文档按原样比对，值有改动就找不到。"
                + "或以 --transfer 与 --path 显示一次放行中一个值的处理结果（其数据类别须写明 commit: fields），"
                + "并附证明：已加盖戳记的传输声明对其作出了承诺。"
                + "加上 --original 与两名保管人的答复，还显示该处到达时的原值（其数据类别须写明 commit: originals）。"
                + "给出 --config 时，追溯会留下记录：由网关写入台账。"
                + "找到时退出码为 0，没有找到或不能打开为 3，有错误为 1。",
            "憑附件中已放行紀錄的帶密碼匙摘要，說明外洩文件隨哪些傳輸離開。文件按原樣比對，數值有更改便找不到。"
                + "或以 --transfer 與 --path 顯示一次放行中一個數值的處理結果（其數據類別須寫明 commit: fields），"
                + "並附證明：已加蓋戳記的傳輸聲明對其作出了承諾。"
                + "加上 --original 與兩名保管人的回覆，還顯示該處到達時的原值（其數據類別須寫明 commit: originals）。"
                + "提供 --config 時，追溯會留下紀錄：由閘道寫入紀錄冊。"
                + "找到時結束代碼為 0，沒有找到或不能開啟為 3，有錯誤為 1。"),
        new(
            "The document that turned up: one record, or many in JSON or line by line.",
            "出现的文档：一条记录，或以 JSON、逐行列出的多条记录。",
            "出現的文件：一項紀錄，或以 JSON、逐行列出的多項紀錄。"),
        new(
            "The keys file: the annex keys open the annexes, the source keys their record digests.",
            "密钥文件：附件密钥用以打开附件，来源密钥用以核对记录摘要。",
            "密碼匙檔案：附件密碼匙用以開啟附件，來源密碼匙用以核對紀錄摘要。"),
    ];
}
