using System.Text;

namespace Gateway.Scenarios.Fakes;

/// <summary>A request as the far side received it.</summary>
internal sealed record FarRequest(
    string StartLine, IReadOnlyList<KeyValuePair<string, string>> Fields, byte[] Body, string? ClientSha256)
{
    internal string Method => StartLine.Split(' ')[0];

    internal string Target => StartLine.Split(' ')[1];

    internal string? Field(string name) =>
        Fields.Where(field => field.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(field => field.Value).SingleOrDefault();

    internal string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>What the far side sends back, octet by octet.</summary>
/// <param name="Bytes">The whole message, or as much of it as the scenario wants.</param>
/// <param name="Delay">Before the first octet.</param>
/// <param name="Cut">Close the connection behind it.</param>
internal sealed record FarAnswer(byte[] Bytes, TimeSpan Delay = default, bool Cut = false)
{
    internal static FarAnswer Json(string json, int status = 200, params string[] fields) =>
        Body(Encoding.UTF8.GetBytes(json), status, ["Content-Type: application/json", .. fields]);

    internal static FarAnswer Empty(int status, params string[] fields) => Raw(
        $"HTTP/1.1 {status} Anything\r\n{Lines(fields)}{(status is 204 or 304 ? "" : "Content-Length: 0\r\n")}\r\n");

    internal static FarAnswer Body(byte[] body, int status, params string[] fields)
    {
        var head = $"HTTP/1.1 {status} Anything\r\n{Lines(fields)}Content-Length: {body.Length}\r\n\r\n";
        return new FarAnswer([.. Encoding.UTF8.GetBytes(head), .. body]);
    }

    internal static FarAnswer Raw(string message) => new(Encoding.UTF8.GetBytes(message));

    private static string Lines(string[] fields) => string.Concat(fields.Select(field => field + "\r\n"));
}
