using System.Collections.Frozen;
using Gateway.Policies;

namespace Gateway.Commands.Words;

/// <summary>
/// What a finding of a verification says in Chinese, by its code. In English its detail says it.
/// </summary>
internal static class FindingWords
{
    /// <summary>Each code with its words.</summary>
    internal static FrozenDictionary<string, (string Hans, string Hant)> All { get; } =
        new Dictionary<string, (string Hans, string Hant)>
        {
            ["annex.mismatch"] = ("附件与登记的摘要不符", "附件與所記摘要不符"),
            ["annex.missing"] = ("附件缺失，且没有清除记录", "附件缺失，且沒有清除紀錄"),
            ["archive.changed"] = ("归档文件与清单的摘要不符", "封存檔案與清單的摘要不符"),
            ["archive.extra"] = ("归档中有清单之外的文件", "封存中有清單以外的檔案"),
            ["archive.manifest"] = ("归档清单无效，或属于另一年度", "封存清單無效，或屬於另一年度"),
            ["archive.missing"] = ("归档文件缺失", "封存檔案缺失"),
            ["bundle.malformed"] = ("条目块的格式有误", "記項數據塊的格式有誤"),
            ["bundle.mismatch"] = ("条目与哈希块不符", "記項與雜湊數據塊不符"),
            ["bundle.missing"] = ("条目块缺失", "記項數據塊缺失"),
            ["checkpoint.missing"] = ("检查点缺失", "檢查點缺失"),
            ["checkpoint.root"] = ("检查点的根值与条目不符", "檢查點的根值與記項不符"),
            ["checkpoint.signature"] = ("检查点的签名无效", "檢查點的簽署無效"),
            ["content.digest"] = ("正文与摘要不符", "內文與摘要不符"),
            ["content.encoding"] = ("正文另有内容编码", "內文另有內容編碼"),
            ["cosignature.invalid"] = ("见证方联署的检查点无效", "見證方聯署的檢查點無效"),
            ["cosignature.quorum"] = ("联署最近年度检查点的见证方不足", "聯署最近年度檢查點的見證方不足"),
            ["cosignature.signature"] = ("见证方的联署无效", "見證方的聯署無效"),
            ["crl.invalid"] = ("证书撤销列表不是所信任机构签发的", "證書撤銷清單並非由所信任的核證機關簽發"),
            ["endorsement.invalid"] = ("密钥背书无效", "密碼匙背書無效"),
            ["endorsement.untrusted"] = ("背书证书不受信任", "背書所用證書不受信任"),
            ["entry.malformed"] = ("条目的格式有误", "記項的格式有誤"),
            ["entry.mismatch"] = ("条目属于另一传输", "記項屬於另一傳輸"),
            ["entry.salt"] = ("条目的盐值重复", "記項的鹽值重複"),
            ["evidence.changed"] = ("成员与清单的摘要不符", "成員與清單的摘要不符"),
            ["evidence.extra"] = ("清单之外的成员", "清單以外的成員"),
            ["evidence.malformed"] = ("证据文件无法解读", "證據檔案無法解讀"),
            ["evidence.mismatch"] = ("留存文件与其所依据的内容不符", "留存檔案與其所依據的內容不符"),
            ["evidence.missing"] = ("留存文件缺失", "留存檔案缺失"),
            ["evidence.unanchored"] = ("未提供信任列表，无从核验证书", "沒有提供信任列表，無從核實證書"),
            ["ledger.empty"] = ("台账为空", "紀錄冊為空"),
            ["log.behind"] = ("对方提供的检查点比镜像旧", "對方提供的檢查點較鏡像為舊"),
            ["log.fork"] = ("台账出现分叉：同一密钥签署了互相矛盾的检查点", "紀錄冊出現分叉：同一密碼匙簽署了互相矛盾的檢查點"),
            ["log.gap"] = ("检查点之下有缺失的文件", "檢查點之下有缺失的檔案"),
            ["log.key"] = ("签署检查点的不是经背书的密钥", "簽署檢查點的並非經背書的密碼匙"),
            ["log.stopped"] = ("台账停止增长", "紀錄冊停止增長"),
            ["log.unreachable"] = ("无法取得对方的文件", "無法取得對方的檔案"),
            ["logs.malformed"] = ("日志清单缺失或格式有误", "日誌清單缺失或格式有誤"),
            ["logs.missing"] = ("清单所列的台账不在其中", "清單所列的紀錄冊不在其中"),
            ["logs.origin"] = ("日志清单属于另一台账", "日誌清單屬於另一紀錄冊"),
            ["logs.shard"] = ("日志清单与现有的年度不符", "日誌清單與現有的年度不符"),
            ["logs.signature"] = ("日志清单的签名无效", "日誌清單的簽署無效"),
            ["logs.untrusted"] = ("日志清单的签署证书不受信任", "日誌清單的簽署證書不受信任"),
            ["message.malformed"] = ("报文无法解读", "訊息無法解讀"),
            ["mirror.damaged"] = ("本机的镜像已损坏", "本機的鏡像已損壞"),
            ["mirror.full"] = ("镜像已达所限的磁盘用量", "鏡像已達所限的磁碟用量"),
            ["mirror.mark"] = ("镜像的标记与内容不符", "鏡像的標記與內容不符"),
            ["policy.mismatch"] = ("不是条目所记的策略包", "並非記項所記的政策檔案"),
            ["policy.signature"] = ("策略包的签名无效", "政策檔案的簽署無效"),
            ["policy.unsigned"] = ("策略包未经签署", "政策檔案未經簽署"),
            ["proof.inclusion"] = ("条目不在检查点之下", "記項不在檢查點之下"),
            ["proof.log"] = ("日志策略没有列明该台账", "日誌政策沒有列明該紀錄冊"),
            ["proof.malformed"] = ("收录证明无法解读", "收錄證明無法解讀"),
            ["proof.quorum"] = ("联署检查点的见证方不足", "聯署檢查點的見證方不足"),
            ["prune.minimum"] = ("所记的最小序号高于删减条目所载", "所記的最小序號高於刪減記項所載"),
            ["release.outcome"] = ("放行之后没有结果记录", "放行後沒有結果紀錄"),
            ["seal.invalid"] = ("封印无效", "封印無效"),
            ["seal.missing"] = ("没有封印", "沒有封印"),
            ["seal.timestamp"] = ("封印的时间戳机构不受信任", "封印的時間戳記機構不受信任"),
            ["seal.untrusted"] = ("封印所用证书不受信任", "封印所用證書不受信任"),
            ["shard.chain"] = ("年度台账之间未能衔接", "年度紀錄冊之間未能銜接"),
            ["stamp.components"] = ("戳记的覆盖范围有误", "戳記的涵蓋範圍有誤"),
            ["stamp.invalid"] = ("戳记无效", "戳記無效"),
            ["stamp.key"] = ("戳记的密钥无从查找", "找不到戳記的密碼匙"),
            ["stamp.malformed"] = ("戳记的格式有误", "戳記的格式有誤"),
            ["stamp.missing"] = ("没有戳记", "沒有戳記"),
            ["stamp.parameters"] = ("戳记的参数有误", "戳記的參數有誤"),
            ["stamp.time"] = ("戳记的时间有误", "戳記的時間有誤"),
            ["statement.malformed"] = ("传输声明的格式有误", "傳輸聲明的格式有誤"),
            ["statement.mismatch"] = ("传输声明与报文或密钥不符", "傳輸聲明與訊息或密碼匙不符"),
            ["tile.mismatch"] = ("哈希块与条目不符", "雜湊數據塊與記項不符"),
            ["tile.missing"] = ("哈希块缺失", "雜湊數據塊缺失"),
            ["trust_list.invalid"] = ("不是条目所记的信任列表，或其签名无效", "並非記項所記的信任列表，或其簽署無效"),
            ["vkey.malformed"] = ("台账公钥的格式有误", "紀錄冊公開密碼匙的格式有誤"),
            ["vkey.origin"] = ("台账公钥属于另一台账", "紀錄冊公開密碼匙屬於另一紀錄冊"),
            ["vkey.unknown"] = ("台账公钥不是所给的密钥", "紀錄冊公開密碼匙並非所提供的密碼匙"),
            ["wal.behind"] = ("预写日志落后于检查点", "預寫日誌落後於檢查點"),
            ["wal.damaged"] = ("预写日志已损坏", "預寫日誌已損壞"),
            ["wal.gap"] = ("预写日志有缺口", "預寫日誌有缺口"),
            ["wal.head"] = ("预写日志的头部签名无效", "預寫日誌的標頭簽署無效"),
        }.ToFrozenDictionary();

    /// <summary>One line: code, place and detail; in Chinese with the words of the code before the detail.</summary>
    internal static string Line(string code, string place, string preposition, string detail, Language language) =>
        (language, All.TryGetValue(code, out var words)) switch
        {
            (Language.SimplifiedChinese, true) => $"{code}（{place}）：{words.Hans}：{detail}",
            (Language.TraditionalChinese, true) => $"{code}（{place}）：{words.Hant}：{detail}",
            _ => $"{code} {preposition} {place}: {detail}",
        };
}
