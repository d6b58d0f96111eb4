using Gateway.Policies;

namespace Gateway.Evidence;

/// <summary>
/// The words of the page and of the README of an evidence zip. They stay as they are: see
/// <see cref="EvidencePage"/>.
/// </summary>
internal static class EvidenceWords
{
    internal static readonly Titles Title = new("Evidence of a transfer", "传输的证据", "傳輸的證據");

    internal static readonly Titles Reading = new(
        "This page is for reading; it proves nothing by itself. 'gateway verify' checks the whole file against anchors "
            + "of your own, and README.txt says how to check it by hand.",
        "本页仅供阅读，本身不能证明任何事项。“gateway verify”以您自己的信任锚核验整个文件，README.txt 说明如何手工核验。",
        "本頁僅供閱讀，本身不能證明任何事項。「gateway verify」以閣下自己的信任錨核實整個檔案，README.txt 說明如何人手核實。");

    internal static readonly Titles Transfer = new("Transfer", "传输", "傳輸");
    internal static readonly Titles Entry = new("Entry of the ledger", "台账条目", "紀錄冊記項");
    internal static readonly Titles Time = new("Time", "时间", "時間");
    internal static readonly Titles Code = new("Code of the refusal", "拒绝代码", "拒絕代碼");
    internal static readonly Titles Leg = new("Leg", "程", "程");
    internal static readonly Titles Route = new("Route", "路由", "路由");
    internal static readonly Titles Party = new("Party", "参与方", "參與方");
    internal static readonly Titles Rule = new("Rule", "规则", "規則");
    internal static readonly Titles Delivered = new("Delivered", "是否送达", "是否送達");
    internal static readonly Titles Exporter = new("Exporter", "数据提供方", "資料提供方");
    internal static readonly Titles Recipient = new("Recipient", "接收方", "接收方");
    internal static readonly Titles Direction = new("Direction", "方向", "方向");
    internal static readonly Titles Category = new("Category", "数据类别", "數據類別");
    internal static readonly Titles Purpose = new("Purpose", "处理目的", "使用目的");
    internal static readonly Titles Basis = new("Lawful basis", "合法性基础", "合法基礎");
    internal static readonly Titles Instrument = new("Legal instrument", "跨境法律依据", "跨境法律依據");
    internal static readonly Titles Filings = new("Filed as", "备案", "備案");
    internal static readonly Titles Content = new("What left", "放行的正文", "放行的內文");
    internal static readonly Titles Records = new("Records", "记录数", "紀錄數目");
    internal static readonly Titles Subjects = new("Data subjects", "个人信息主体数", "資料當事人數目");
    internal static readonly Titles Fields = new(
        "Values, by what was done to them", "按处理方式统计的值", "按處理方式統計的數值");
    internal static readonly Titles Found = new("Findings", "检出项", "偵測所得");
    internal static readonly Titles Place = new("Place in the ledger", "在台账中的位置", "在紀錄冊中的位置");
    internal static readonly Titles Head = new(
        "Entries under the checkpoint", "检查点之下的条目数", "檢查點之下的記項數目");
    internal static readonly Titles Seal = new("Seal", "封印", "封印");
    internal static readonly Titles Bundle = new("Bundle in force", "生效的策略包", "生效的政策檔案");
    internal static readonly Titles List = new("Trust list in force", "生效的信任列表", "生效的信任列表");

    internal static readonly Titles HandHead = new(
        "How to check this by hand, with a shell and openssl 3", "如何用命令行和 openssl 3 手工核验",
        "如何以命令列及 openssl 3 人手核實");

    internal static readonly Titles Anchors = new(
        "Your anchors. Copy into a folder 'anchors' the trust lists that you rely on, of both sides, from a source of "
            + "your own: not those of this file. Their authorities count, and the CRLs of this file, which those "
            + "authorities signed.",
        "您的信任锚。请从您自己的来源取得两地的信任列表，放入文件夹 anchors；不要用本文件所附的列表。"
            + "步骤取出其中的机构，并加入本文件所附、由这些机构签署的证书撤销列表（CRL）。",
        "閣下的信任錨。請從閣下自己的來源取得兩地的信任列表，放入資料夾 anchors；不要用本檔案所附的列表。"
            + "步驟取出其中的核證機關，並加入本檔案所附、由這些核證機關簽署的證書撤銷清單（CRL）。");

    internal static readonly Titles Members = new(
        "Nothing was changed on the way: every member is what the manifest says.",
        "途中未经改动：每个成员都与清单相符。", "途中未經更改：每個成員均與清單相符。");

    internal static readonly Titles Endorsed = new(
        "The keys are endorsed by e-certificates.", "密钥已由电子证书背书。", "密碼匙已由電子證書背書。");

    internal static readonly Titles Stamped = new(
        "The stamp: what was signed says what the statement says, and the key signed it.",
        "戳记：所签内容与声明一致，且由该密钥签署。", "戳記：所簽內容與聲明一致，並由該密碼匙簽署。");

    internal static readonly Titles Recorded = new(
        "The entry holds that statement and that signature.", "条目载有该声明和该签名。", "記項載有該聲明及該簽署。");

    internal static readonly Titles Signed = new(
        "The ledger's key signed the checkpoint. Compare the first line and the key with your own log policy.",
        "台账的密钥签署了检查点。请将首行和密钥与您自己的日志策略对照。",
        "紀錄冊的密碼匙簽署了檢查點。請將首行及密碼匙與閣下自己的日誌政策對照。");

    internal static readonly Titles Sealed = new(
        "The seal: an e-certificate signed that very checkpoint.", "封印：电子证书签署了这一检查点。",
        "封印：電子證書簽署了這一檢查點。");

    internal static readonly Titles Listed = new(
        "The list of logs: an e-certificate signed which logs there are, so that a missing one shows.",
        "日志清单：电子证书签署了共有哪些台账，缺少任何一个都会显现。",
        "日誌清單：電子證書簽署了共有哪些紀錄冊，缺少任何一個均會顯現。");

    internal static readonly Titles Included = new(
        "The entry is in the ledger: its hash, with the hashes of the proof, gives the root (RFC 6962).",
        "条目在台账之中：其哈希与证明中的哈希逐级合并，得出根值（RFC 6962）。",
        "記項在紀錄冊之中：其雜湊與證明中的雜湊逐級合併，得出根值（RFC 6962）。");

    internal static readonly Titles InForce = new(
        "The bundle in force is the one that the entry names, and the rules are a file of it.",
        "生效的策略包就是条目所记的一份，规则是其中的文件。", "生效的政策檔案就是記項所記的一份，規則是其中的檔案。");
}
