using Gateway.Policies;

namespace Gateway.Closing;

/// <content>Rooms 3 and 4: the address, the law, the stop switch.</content>
internal static partial class RefusalAdvice
{
    private static Dictionary<RefusalCode, Titles> Law => new()
    {
        [RefusalCode.RouteUnknown] = new(
            "Check path and method. There is no default route.",
            "核对路径和请求方法。没有默认路由。",
            "核對路徑和請求方法。沒有預設路由。"),
        [RefusalCode.RouteParameter] = new(
            "Send only declared values in their patterns; personal data do not belong into an address.",
            "只发送已声明且符合模式的值；地址中不应含有个人信息。",
            "只送出已宣告並符合樣式的值；網址中不應載有個人資料。"),
        [RefusalCode.RouteHeader] = new(
            "Send only declared values in their patterns. Headers that are not declared do not cross.",
            "只发送已声明且符合模式的值。未声明的首部不会跨境传输。",
            "只送出已宣告並符合樣式的值。未宣告的標頭不會跨境傳送。"),
        [RefusalCode.CategoryUnknown] = new(
            "Mend the bundle; 'gateway policy check' finds this before it is in force.",
            "改正策略包；'gateway policy check' 可在生效前发现此问题。",
            "更正政策檔案；'gateway policy check' 可在生效前發現此問題。"),
        [RefusalCode.CategoryNotCovered] = new(
            "Amend the instrument, or route another category.",
            "变更跨境法律依据，或让路由改传已涵盖的数据类别。",
            "修訂跨境法律依據，或讓路由改傳已涵蓋的數據類別。"),
        [RefusalCode.PurposeNotCovered] = new(
            "Amend the instrument, or give the route the purpose that is covered.",
            "变更跨境法律依据，或将路由改为已涵盖的处理目的。",
            "修訂跨境法律依據，或將路由改為已涵蓋的使用目的。"),
        [RefusalCode.InstrumentMissing] = new(
            "Put the instrument on file. Nothing crosses without one.",
            "登记跨境法律依据。没有依据，一律不得跨境。",
            "登記跨境法律依據。沒有依據，一律不得跨境。"),
        [RefusalCode.InstrumentExpired] = new("Renew the instrument.", "为跨境法律依据办理续期。", "為跨境法律依據辦理續期。"),
        [RefusalCode.InstrumentNotYet] = new("Wait for its day.", "待其生效后再传输。", "待其生效後再傳輸。"),
        [RefusalCode.InstrumentEnvelope] = new(
            "Amend the instrument, or do what it says.",
            "变更跨境法律依据，或按其载明的范围传输。",
            "修訂跨境法律依據，或按其訂明的範圍傳輸。"),
        [RefusalCode.InstrumentFiling] = new(
            "File it, and put number and date into the bundle.",
            "办理备案，并将备案号和日期填入策略包。",
            "辦理備案，並將備案編號和日期填入政策檔案。"),
        [RefusalCode.InstrumentPia] = new(
            "Make the assessment, and put it into the bundle.",
            "完成个人信息保护影响评估，并填入策略包。",
            "完成個人信息保護影響評估，並填入政策檔案。"),
        [RefusalCode.GradeCore] = new("Nothing: core data never cross.", "无从补正：核心数据一律不得出境。", "無從補正：核心數據一律不得出境。"),
        [RefusalCode.GradeImportant] = new(
            "Obtain the assessment, and put it on file.",
            "通过数据出境安全评估，并予以登记。",
            "通過數據出境安全評估，並予以登記。"),
        [RefusalCode.Stopped] = new(
            "The detail and the log say which. Find out who stopped egress and remove the file when it may "
            + "go on; issue a new bundle or endorsement; set the clock right.",
            "详情和日志载明是哪一种情形。查明由谁停止出境，可以恢复时移除该文件；签发新的策略包或背书；校正时钟。",
            "詳情和日誌載明是哪一種情況。查明由誰停止出境，可以恢復時移除該檔案；簽發新的政策檔案或背書；校正時鐘。"),
    };
}
