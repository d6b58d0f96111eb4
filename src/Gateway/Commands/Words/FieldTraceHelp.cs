using Gateway.Policies;

namespace Gateway.Commands.Words;

/// <summary>What --help says of tracing one value; see <see cref="HelpWords"/>.</summary>
internal static class FieldTraceHelp
{
    internal static readonly Titles[] Texts =
    [
        new(
            "The transfer whose release committed to its values; with --path, in place of --document.",
            "其放行对各个值作出承诺的传输；与 --path 同用，代替 --document。",
            "其放行對各個數值作出承諾的傳輸；與 --path 同用，代替 --document。"),
        new(
            "The value's place in the body as it came, for example $.customers[0].name.",
            "该值在原始正文中的位置，例如 $.customers[0].name。",
            "該數值在原始內文中的位置，例如 $.customers[0].name。"),
        new("Which leg: request or response.", "哪一程：request 或 response。", "哪一程：request 或 response。"),
        new(
            "A file with a value's JSON text, quotes included: says whether it is what came, or what left.",
            "载有一个值的 JSON 文本（含引号）的文件：说明它是否为到达时或离开时的值。",
            "載有一個數值的 JSON 文字（連引號）的檔案：說明它是否為到達時或離開時的數值。"),
    ];
}
