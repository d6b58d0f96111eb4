using Gateway.Policies;

namespace Gateway.Closing;

/// <content>Rooms 1 and 2: the message, the certificate, the party.</content>
internal static partial class RefusalAdvice
{
    private static Dictionary<RefusalCode, Titles> Door => new()
    {
        [RefusalCode.MessageMalformed] = new(
            "Send an origin-form request ('GET /path HTTP/1.1'); look for a broken client or proxy.",
            "请求行应使用源站形式（'GET /path HTTP/1.1'）；检查客户端或中间代理是否有故障。",
            "請求列須採用 origin 形式（'GET /path HTTP/1.1'）；檢查客戶端或中介代理伺服器有否故障。"),
        [RefusalCode.MessageAmbiguousLength] = new(
            "Send one of the two, once. A message like this is how requests are smuggled: find out who made it.",
            "两种长度首部只发一种，且只发一次。请求走私正是这样做的：须查明报文由谁构造。",
            "兩種長度標頭只可送出一種，且只可一次。請求走私正是這樣做：須查明訊息由誰製造。"),
        [RefusalCode.MessageHeaderTooLarge] = new("Send fewer or shorter header fields.", "减少或缩短首部字段。", "減少或縮短標頭欄位。"),
        [RefusalCode.MessageMethod] = new("Use a method of the route.", "使用该路由所列的请求方法。", "使用該路由所列的請求方法。"),
        [RefusalCode.MessageUpgrade] = new(
            "Speak HTTP/1.1 or HTTP/2 (by ALPN); WebSockets do not pass.",
            "使用 HTTP/1.1 或（经 ALPN 协商的）HTTP/2；WebSocket 不予通过。",
            "使用 HTTP/1.1 或（經 ALPN 協商的）HTTP/2；WebSocket 不予通過。"),
        [RefusalCode.MessageTls] = new(
            "Check TLS 1.2 or 1.3, the cipher suites, and that the client speaks TLS at all.",
            "检查是否使用 TLS 1.2 或 1.3、密码套件是否相符，以及客户端是否确实使用 TLS。",
            "檢查是否使用 TLS 1.2 或 1.3、密碼套件是否相符，以及客戶端是否確實使用 TLS。"),
        [RefusalCode.CertificateAbsent] = new(
            "Configure the client's certificate and key.",
            "为客户端配置证书和私钥。",
            "為客戶端設定證書和私人密碼匙。"),
        [RefusalCode.CertificateUntrusted] = new(
            "Use a certificate of a listed authority; compare 'trust-list-*.json' of both sides.",
            "改用信任列表所列机构签发的证书；对照两地的 'trust-list-*.json'。",
            "改用信任列表所列核證機關發出的證書；比對兩地的 'trust-list-*.json'。"),
        [RefusalCode.CertificateExpired] = new("Renew the certificate.", "更新证书。", "更新證書。"),
        [RefusalCode.CertificateNotYetValid] = new("Check the clocks, or wait.", "核对各方时钟，或待证书生效。", "核對各方時鐘，或待證書生效。"),
        [RefusalCode.CertificateRevoked] = new(
            "Get a new certificate. If this is a surprise, ask the authority why.",
            "申领新证书。如属意外，向签发机构查询撤销原因。",
            "申領新證書。如屬意外，向核證機關查詢撤銷原因。"),
        [RefusalCode.CertificateRevocationUnknown] = new(
            "Put a current full CRL of the authority into 'Trust:Crls'.",
            "将该机构现行的完整证书撤销列表（CRL）放入 'Trust:Crls'。",
            "將該核證機關現行的完整證書撤銷清單（CRL）放入 'Trust:Crls'。"),
        [RefusalCode.CertificateUsage] = new(
            "Use a client certificate to call, a server certificate to be called.",
            "主动调用时使用客户端证书，被调用时使用服务器证书。",
            "主動呼叫時使用客戶端證書，被呼叫時使用伺服器證書。"),
        [RefusalCode.CertificatePolicy] = new(
            "Use a certificate that was issued under the recognised policy.",
            "使用按照互认的证书策略签发的证书。",
            "使用按照互認的證書策略發出的證書。"),
        [RefusalCode.CertificateType] = new(
            "Use an organisation's certificate, not a person's, where the list says so.",
            "信任列表要求机构证书的，不得使用个人证书。",
            "信任列表要求機構證書的，不得使用個人證書。"),
        [RefusalCode.CertificateAlgorithm] = new(
            "Have it issued with an accepted key and algorithm.",
            "请签发机构以可接受的密钥和算法重新签发。",
            "請核證機關以可接受的密碼匙和演算法重新發出。"),
        [RefusalCode.PartyUnknown] = new(
            "Add it to the party's 'certificates', and sign a new bundle.",
            "将证书列入该参与方的 'certificates'，并签署新的策略包。",
            "將證書列入該參與方的 'certificates'，並簽署新的政策檔案。"),
        [RefusalCode.PartyAmbiguous] = new(
            "Make their 'match' tell them apart, and sign a new bundle.",
            "修改双方的 'match' 使其可以区分，并签署新的策略包。",
            "修改雙方的 'match' 使其可以區分，並簽署新的政策檔案。"),
        [RefusalCode.PartyZone] = new(
            "Call the listener of one's own side: mainland parties north, the others south.",
            "调用本侧的监听端口：内地参与方用北侧，其他参与方用南侧。",
            "呼叫己方一側的監聽端口：內地參與方用北側，其他參與方用南側。"),
        [RefusalCode.PartyNotOnRoute] = new(
            "Check the address; or let the bundle name the right caller.",
            "核对地址；或在策略包中改正该路由的调用方。",
            "核對網址；或在政策檔案中更正該路由的呼叫方。"),
        [RefusalCode.PartyRole] = new(
            "Give the role in the bundle, if it is meant.",
            "如确应具备该角色，在策略包中授予。",
            "如確應具備該角色，在政策檔案中授予。"),
        [RefusalCode.PartyHost] = new(
            "Call the gateway by one of its 'Hosts', port included, or add the name.",
            "以 'Hosts' 所列名称（连同端口）调用网关，或加入该名称。",
            "以 'Hosts' 所列名稱（連同端口）呼叫閘道，或加入該名稱。"),
        [RefusalCode.PartyOrigin] = new(
            "Let the application call, not a page. If a page did, find out which.",
            "应由应用程序调用，而非网页。如确由网页调用，须查明是哪一个。",
            "應由應用程式呼叫，而非網頁。如確由網頁呼叫，須查明是哪一個。"),
        [RefusalCode.PartyScope] = new(
            "Read the transfers one by one; or widen the reader's 'scope' in the bundle, if it is meant.",
            "改为逐项查阅传输；如确应查阅全部，在策略包中扩大查阅方的 'scope'。",
            "改為逐項查閱傳輸；如確應查閱全部，在政策檔案中擴大查閱方的 'scope'。"),
    };
}
