using Gateway.Policies;

namespace Gateway.Closing;

/// <content>Rooms 5 to 9: the body, its fields, the record, the far side.</content>
internal static partial class RefusalAdvice
{
    private static Dictionary<RefusalCode, Titles> Data => new()
    {
        [RefusalCode.BodyTooLarge] = new("Send smaller batches.", "减小每批数据量。", "減少每批數據量。"),
        [RefusalCode.BodyMedia] = new("Send what the category declares.", "按数据类别声明的媒体类型发送。", "按數據類別宣告的媒體類型送出。"),
        [RefusalCode.BodyEncoding] = new("Send it plain, gzip or br.", "不压缩，或使用 gzip、br。", "不壓縮，或使用 gzip、br。"),
        [RefusalCode.BodyMalformed] = new(
            "Mend the sender. 'gateway mask' says the same offline.",
            "由发送方改正格式。'gateway mask' 可离线得出相同结论。",
            "由發送方更正格式。'gateway mask' 可離線得出相同結論。"),
        [RefusalCode.BodyUnexpected] = new(
            "Send none, or let the bundle give the leg a category.",
            "不发送正文，或在策略包中为此程指定数据类别。",
            "不送出內文，或在政策檔案中為此程指定數據類別。"),
        [RefusalCode.BodyAborted] = new("Send it again.", "重新发送。", "重新送出。"),
        [RefusalCode.BodyTimeout] = new(
            "Send faster or smaller; look at the network.",
            "加快发送或减小数据量；检查网络。",
            "加快傳送或減少數據量；檢查網絡。"),
        [RefusalCode.FieldUnlisted] = new(
            "Stop sending it, or add a rule and sign a new bundle.",
            "停止发送该字段，或增加规则并签署新的策略包。",
            "停止送出該欄位，或增加規則並簽署新的政策檔案。"),
        [RefusalCode.FieldShape] = new(
            "Check the path; 'keep' takes containers with 'deep: true' only.",
            "核对路径；'keep' 只有在 'deep: true' 时才接受容器。",
            "核對路徑；'keep' 只有在 'deep: true' 時才接受容器。"),
        [RefusalCode.FieldValue] = new(
            "Mend the value, or say 'mismatch: redact'.",
            "改正该值，或使用 'mismatch: redact'。",
            "更正該值，或使用 'mismatch: redact'。"),
        [RefusalCode.ScreenFinding] = new(
            "Declare the field with an action that hides it, or clean the source. 'gateway screen' shows the place.",
            "为该字段声明可将其隐去的处理方式，或清理数据源。'gateway screen' 可显示所在位置。",
            "為該欄位宣告可將其隱去的處理方式，或清理數據來源。'gateway screen' 可顯示所在位置。"),
        [RefusalCode.ScreenDepth] = new(
            "Send the value with fewer encodings around it.",
            "减少该值外层的编码后再发送。",
            "減少該值外層的編碼後再傳送。"),
        [RefusalCode.ScreenSmallGroup] = new(
            "Make the quasi-identifiers coarser, send more records, or say below: suppress.",
            "将准标识符进一步泛化、增加记录，或改用 below: suppress。",
            "將準識別項進一步概括化、增加紀錄，或改用 below: suppress。"),
        [RefusalCode.ScreenOpaque] = new(
            "Have a person decide, or say release: true in the category.",
            "交由人员决定，或在数据类别中设定 release: true。",
            "交由人員決定，或在數據類別中設定 release: true。"),
        [RefusalCode.ConsentMissing] = new(
            "Take it off the route until a build can ask.",
            "在支持查询同意的版本之前，将其移出路由。",
            "在支援查詢同意的版本之前，將其移離路由。"),
        [RefusalCode.ConsentWithdrawn] = NotRaised,
        [RefusalCode.ConsentExpired] = NotRaised,
        [RefusalCode.ConsentScope] = NotRaised,
        [RefusalCode.ConsentBundled] = NotRaised,
        [RefusalCode.ConsentGuardian] = NotRaised,
        [RefusalCode.ConsentSubjectMissing] = NotRaised,
        [RefusalCode.VolumeExhausted] = NotRaised,
        [RefusalCode.VolumeUnshared] = NotRaised,
        [RefusalCode.VolumeAssessment] = NotRaised,
        [RefusalCode.VolumeContract] = NotRaised,
        [RefusalCode.StampMissing] = NotRaised,
        [RefusalCode.StampInvalid] = NotRaised,
        [RefusalCode.StampReplayed] = NotRaised,
        [RefusalCode.LedgerUnavailable] = new(
            "Look at the log and the disk; 'gateway ledger verify DIR'. After a failed flush only a restart "
            + "appends again.",
            "检查日志和磁盘；运行 'gateway ledger verify DIR'。落盘失败后，只有重新启动才会继续记录。",
            "檢查日誌和磁碟；執行 'gateway ledger verify DIR'。寫入磁碟失敗後，只有重新啟動才會繼續記錄。"),
        [RefusalCode.LedgerBehind] = new(
            "Ask again in a few seconds. If it stays so, look at events 8030 and 8031 in the log.",
            "几秒后重试。如持续如此，查看日志中的事件 8030 和 8031。",
            "幾秒後再試。如持續如此，查看日誌中的事件 8030 和 8031。"),
        [RefusalCode.UpstreamUnreachable] = new(
            "Look at the network and the route's 'upstream'.",
            "检查网络和该路由的 'upstream'。",
            "檢查網絡和該路由的 'upstream'。"),
        [RefusalCode.UpstreamUntrusted] = new(
            "Check who answers there, its certificate, and the trust lists.",
            "核对该处由谁应答、其证书以及信任列表。",
            "核對該處由誰回應、其證書以及信任列表。"),
        [RefusalCode.UpstreamTimeout] = new(
            "Ask the far side whether it took the transfer before sending it again.",
            "重发之前，先向对方确认是否已收到本次传输。",
            "重新送出之前，先向對方確認是否已收到是次傳輸。"),
        [RefusalCode.UpstreamProtocol] = new(
            "Ask the far side what it sent, and whether it took the transfer before sending it again.",
            "向对方查询其应答内容；重发之前，先确认是否已收到本次传输。",
            "向對方查詢其回應內容；重新送出之前，先確認是否已收到是次傳輸。"),
        [RefusalCode.TransferUnknown] = new(
            "Check the id: 'Transfer-Id' of the answer, or '/v1/refusals'. A transfer that ended with "
            + "'ledger.unavailable' has no entry.",
            "核对编号：应答的 'Transfer-Id'，或 '/v1/refusals'。以 'ledger.unavailable' 告终的传输没有台账条目。",
            "核對編號：回應的 'Transfer-Id'，或 '/v1/refusals'。以 'ledger.unavailable' 告終的傳輸在紀錄冊中沒有記項。"),
        [RefusalCode.DeclarationMismatch] = NotRaised,
        [RefusalCode.LimitRate] = new(
            "Wait as 'Retry-After' says; send larger batches; raise the limit if it is too low for this party.",
            "按 'Retry-After' 所示等候后重试；每批多传一些；限额对该参与方过低的，予以提高。",
            "按 'Retry-After' 所示等候後再試；每批多傳一些；限額對該參與方過低的，予以提高。"),
        [RefusalCode.LimitConcurrency] = new(
            "Wait as 'Retry-After' says; raise the limit if it happens often.",
            "按 'Retry-After' 所示等候后重试；如经常发生，提高限额。",
            "按 'Retry-After' 所示等候後再試；如經常發生，提高限額。"),
        [RefusalCode.FaultInternal] = new("Report it with the transfer id.", "报告此问题，并附上传输编号。", "報告此問題，並附上傳輸編號。"),
    };
}
