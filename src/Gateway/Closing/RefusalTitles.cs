using System.Collections.Frozen;
using Gateway.Policies;

namespace Gateway.Closing;

/// <summary>
/// What each code says to a person, in three languages. The same words stand in docs/refusals.md, and the terms in
/// docs/terms.md; tests hold them together.
/// </summary>
internal static class RefusalTitles
{
    /// <summary>Every code with its words.</summary>
    internal static FrozenDictionary<RefusalCode, Titles> All { get; } = new Dictionary<RefusalCode, Titles>
    {
        [RefusalCode.MessageMalformed] = new("The message cannot be understood", "报文无法解读", "訊息無法解讀"),
        [RefusalCode.MessageAmbiguousLength] = new(
            "The length of the message can be read in two ways",
            "报文长度可作两种解读",
            "訊息長度可作兩種解讀"),
        [RefusalCode.MessageHeaderTooLarge] = new(
            "The header fields are too large",
            "首部字段过大",
            "標頭欄位過大"),
        [RefusalCode.MessageMethod] = new("The method is not accepted", "不接受该请求方法", "不接受此請求方法"),
        [RefusalCode.MessageUpgrade] = new("A change of protocol is not accepted", "不接受变更协议", "不接受更改通訊協定"),
        [RefusalCode.MessageTls] = new("A secure connection could not be made", "未能建立安全连接", "未能建立安全連線"),
        [RefusalCode.CertificateAbsent] = new("No client certificate was shown", "未出示客户端证书", "沒有出示客戶端證書"),
        [RefusalCode.CertificateUntrusted] = new(
            "The certificate is not recognised by both sides",
            "证书未获两地互认",
            "證書未獲兩地互認"),
        [RefusalCode.CertificateExpired] = new("The certificate has expired", "证书已过期", "證書已過期"),
        [RefusalCode.CertificateNotYetValid] = new("The certificate is not valid yet", "证书尚未生效", "證書尚未生效"),
        [RefusalCode.CertificateRevoked] = new("The certificate has been revoked", "证书已被撤销", "證書已被撤銷"),
        [RefusalCode.CertificateRevocationUnknown] = new(
            "It is not known whether the certificate has been revoked",
            "无法确认证书是否已被撤销",
            "未能確定證書是否已被撤銷"),
        [RefusalCode.CertificateUsage] = new(
            "The certificate is not made for this use",
            "证书不适用于此用途",
            "證書不適用於此用途"),
        [RefusalCode.CertificatePolicy] = new(
            "The certificate was not issued under the recognised policy",
            "证书并非按照互认的证书策略签发",
            "證書並非按照互認的證書策略發出"),
        [RefusalCode.CertificateType] = new(
            "The certificate is not of the recognised type",
            "证书类型不在互认之列",
            "證書類別不在互認之列"),
        [RefusalCode.CertificateAlgorithm] = new(
            "The certificate's algorithm is not accepted",
            "不接受证书所用的密码算法",
            "不接受證書所用的演算法"),
        [RefusalCode.PartyUnknown] = new(
            "The certificate belongs to no party of the policy",
            "策略中没有与证书对应的参与方",
            "政策中沒有與證書相符的參與方"),
        [RefusalCode.PartyAmbiguous] = new(
            "The certificate could belong to two parties",
            "证书同时对应两个参与方",
            "證書同時與兩個參與方相符"),
        [RefusalCode.PartyZone] = new(
            "The party is from the other side of the boundary",
            "参与方属于边界的另一侧",
            "參與方屬於邊界的另一方"),
        [RefusalCode.PartyNotOnRoute] = new(
            "The party does not call this route",
            "参与方不是此路由的调用方",
            "參與方並非此路由的呼叫方"),
        [RefusalCode.PartyRole] = new(
            "The party does not have the role this route needs",
            "参与方不具备此路由所需的角色",
            "參與方不具備此路由所需的角色"),
        [RefusalCode.PartyHost] = new(
            "The request is not addressed to this listener",
            "请求的目标主机并非本监听端口",
            "請求的目標主機並非本監聽端口"),
        [RefusalCode.PartyOrigin] = new(
            "The request comes from a web page of another origin",
            "请求来自其他来源的网页",
            "請求來自其他來源的網頁"),
        [RefusalCode.PartyScope] = new(
            "It holds more than the reader may see",
            "其中有超出查阅范围的内容",
            "當中有超出查閱範圍的內容"),
        [RefusalCode.RouteUnknown] = new("There is no such route", "没有这一路由", "沒有此路由"),
        [RefusalCode.RouteParameter] = new(
            "A value of the address may not cross",
            "地址中有不得跨境传输的值",
            "網址中有不得跨境傳送的值"),
        [RefusalCode.RouteHeader] = new(
            "The value of a header field may not cross",
            "首部字段中有不得跨境传输的值",
            "標頭欄位中有不得跨境傳送的值"),
        [RefusalCode.CategoryUnknown] = new(
            "The category is not in the catalogue",
            "数据类别不在目录之内",
            "數據類別不在目錄之內"),
        [RefusalCode.CategoryNotCovered] = new(
            "No legal instrument covers this category",
            "没有跨境法律依据涵盖该数据类别",
            "沒有跨境法律依據涵蓋此數據類別"),
        [RefusalCode.PurposeNotCovered] = new(
            "No legal instrument covers this purpose",
            "没有跨境法律依据涵盖该处理目的",
            "沒有跨境法律依據涵蓋此使用目的"),
        [RefusalCode.InstrumentMissing] = new(
            "There is no legal instrument between these parties",
            "双方之间没有已登记的跨境法律依据",
            "雙方之間沒有已登記的跨境法律依據"),
        [RefusalCode.InstrumentExpired] = new("The legal instrument has expired", "跨境法律依据已到期", "跨境法律依據已屆滿"),
        [RefusalCode.InstrumentNotYet] = new(
            "The legal instrument is not in force yet",
            "跨境法律依据尚未生效",
            "跨境法律依據尚未生效"),
        [RefusalCode.InstrumentEnvelope] = new(
            "The transfer is outside what the legal instrument was made for",
            "传输超出跨境法律依据载明的范围",
            "傳輸超出跨境法律依據訂明的範圍"),
        [RefusalCode.InstrumentFiling] = new(
            "The legal instrument has not been filed in time",
            "跨境法律依据未按期备案",
            "跨境法律依據沒有按時備案"),
        [RefusalCode.InstrumentPia] = new("The impact assessment is missing", "缺少个人信息保护影响评估", "欠缺個人信息保護影響評估"),
        [RefusalCode.GradeCore] = new("Core data never crosses the boundary", "核心数据一律不得出境", "核心數據一律不得出境"),
        [RefusalCode.GradeImportant] = new(
            "Important data crosses only after a security assessment",
            "重要数据须通过数据出境安全评估方可出境",
            "重要數據須通過數據出境安全評估方可出境"),
        [RefusalCode.Stopped] = new("Egress is stopped", "跨境传输已停止", "跨境傳輸已停止"),
        [RefusalCode.BodyTooLarge] = new("The body is too large", "正文过大", "內文過大"),
        [RefusalCode.BodyMedia] = new("The media type is not the category's", "媒体类型与数据类别不符", "媒體類型與數據類別不符"),
        [RefusalCode.BodyEncoding] = new("The content coding is not accepted", "不接受该内容编码", "不接受此內容編碼"),
        [RefusalCode.BodyMalformed] = new("The body is not well formed", "正文格式不正确", "內文格式不正確"),
        [RefusalCode.BodyUnexpected] = new("This leg carries no body", "此程不得携带正文", "此程不得附有內文"),
        [RefusalCode.BodyAborted] = new("The body broke off", "正文传输中断", "內文傳送中斷"),
        [RefusalCode.BodyTimeout] = new("The body did not arrive in time", "正文未能按时到达", "內文沒有按時送達"),
        [RefusalCode.FieldUnlisted] = new("A member is not in the catalogue", "含有目录未列的字段", "含有目錄未列的欄位"),
        [RefusalCode.FieldShape] = new(
            "A member does not have the shape its rule needs",
            "字段结构与规则不符",
            "欄位結構與規則不符"),
        [RefusalCode.FieldValue] = new("A value does not fit its rule", "字段的值与规则不符", "欄位的值與規則不符"),
        [RefusalCode.ScreenFinding] = new("Undeclared personal data was found", "发现未申报的个人信息", "發現未申報的個人資料"),
        [RefusalCode.ScreenDepth] = new(
            "Encodings inside a value are nested too deep to be screened",
            "值内编码嵌套过深，无法筛查",
            "值內編碼層層嵌套過深，無法篩查"),
        [RefusalCode.ScreenSmallGroup] = new(
            "Too few records are alike",
            "特征相同的记录过少",
            "特徵相同的紀錄過少"),
        [RefusalCode.ScreenOpaque] = new(
            "A person must look at this content first",
            "该内容须先由人员查看",
            "該內容須先由人員查看"),
        [RefusalCode.ConsentMissing] = new("Consent is not on file", "没有已登记的同意", "沒有已登記的同意"),
        [RefusalCode.ConsentWithdrawn] = new("Consent has been withdrawn", "同意已被撤回", "同意已被撤回"),
        [RefusalCode.ConsentExpired] = new("Consent has expired", "同意已到期", "同意已屆滿"),
        [RefusalCode.ConsentScope] = new(
            "Consent does not cover this transfer",
            "同意的范围不包括本次传输",
            "同意的範圍不包括是次傳輸"),
        [RefusalCode.ConsentBundled] = new("Consent was not given separately", "未取得单独同意", "沒有取得單獨同意"),
        [RefusalCode.ConsentGuardian] = new("A guardian's consent is needed", "须取得监护人的同意", "須取得監護人的同意"),
        [RefusalCode.ConsentSubjectMissing] = new(
            "A record does not say whom it is about",
            "有记录未载明个人信息主体",
            "有紀錄沒有指明資料當事人"),
        [RefusalCode.VolumeExhausted] = new(
            "The volume of the legal instrument is used up",
            "跨境法律依据的数量额度已用尽",
            "跨境法律依據的數量限額已用盡"),
        [RefusalCode.VolumeUnshared] = new(
            "The volume cannot be counted safely at this moment",
            "目前无法可靠计数",
            "目前未能可靠點算數量"),
        [RefusalCode.VolumeAssessment] = new(
            "This volume needs a security assessment",
            "达到此数量须通过数据出境安全评估",
            "達到此數量須通過數據出境安全評估"),
        [RefusalCode.VolumeContract] = new(
            "This volume needs a standard contract or certification",
            "达到此数量须订立标准合同或通过认证",
            "達到此數量須訂立標準合同或通過認證"),
        [RefusalCode.StampMissing] = new("The peer gateway's stamp is missing", "缺少对方网关的戳记", "欠缺對方閘道的戳記"),
        [RefusalCode.StampInvalid] = new("The peer gateway's stamp is not valid", "对方网关的戳记无效", "對方閘道的戳記無效"),
        [RefusalCode.StampReplayed] = new(
            "The peer gateway's stamp was used before",
            "对方网关的戳记曾被使用",
            "對方閘道的戳記曾被使用"),
        [RefusalCode.LedgerUnavailable] = new(
            "The ledger cannot record the transfer",
            "台账无法记录本次传输",
            "紀錄冊無法記錄是次傳輸"),
        [RefusalCode.LedgerBehind] = new(
            "The ledger's index is being made",
            "台账索引正在建立",
            "紀錄冊索引正在建立"),
        [RefusalCode.UpstreamUnreachable] = new("The far side could not be reached", "无法连接对方", "無法連接對方"),
        [RefusalCode.UpstreamUntrusted] = new(
            "The far side is not the party of this route",
            "对方不是此路由指定的参与方",
            "對方並非此路由指定的參與方"),
        [RefusalCode.UpstreamTimeout] = new("The far side did not answer in time", "对方未在时限内应答", "對方沒有在時限內回應"),
        [RefusalCode.UpstreamProtocol] = new(
            "The far side's answer cannot be understood",
            "对方的应答无法解读",
            "對方的回應無法解讀"),
        [RefusalCode.TransferUnknown] = new(
            "The ledger knows no such transfer",
            "台账中没有这一传输",
            "紀錄冊中沒有此項傳輸"),
        [RefusalCode.DeclarationMismatch] = new(
            "The declaration does not match what was found",
            "申报内容与查验结果不符",
            "申報內容與查驗結果不符"),
        [RefusalCode.LimitRate] = new("Too many transfers in a short time", "短时间内传输过多", "短時間內傳輸過多"),
        [RefusalCode.LimitConcurrency] = new("Too many transfers at this moment", "同时进行的传输过多", "同時進行的傳輸過多"),
        [RefusalCode.FaultInternal] = new(
            "The gateway failed on this transfer",
            "网关处理本次传输时发生故障",
            "閘道處理是次傳輸時發生故障"),
    }.ToFrozenDictionary();

    /// <summary>The words of one code in English, for whoever did not ask for another language.</summary>
    internal static string Of(RefusalCode code) => All[code].En;

    internal static string Of(RefusalCode code, Language language) => All[code].In(language);
}
