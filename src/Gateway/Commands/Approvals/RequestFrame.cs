using System.Text.Json;
using Gateway.Stamping;

namespace Gateway.Commands.Approvals;

/// <summary>
/// What every request says that officers approve: why, and when. They sign the exact bytes of its file, which is one
/// JSON object, read strictly.
/// </summary>
internal sealed record RequestFrame(string Reason, DateTimeOffset Time)
{
    /// <summary>An approval is for the case at hand, not for a drawer.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private const int MaxSize = 256 * 1024;

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>Of a request that is written now.</summary>
    internal static RequestFrame Of(string reason, TimeProvider time) => new(reason, time.GetUtcNow());

    internal bool IsCurrent(DateTimeOffset now) => Time <= now + Skew && now < Time + Longest;

    /// <summary>What was read of a request; null for what is none of this version.</summary>
    /// <param name="read">
    /// The members that are this request's own; null for what is none. It may ask for members as if they were there.
    /// </param>
    internal static T? Parse<T>(ReadOnlyMemory<byte> json, Func<JsonElement, RequestFrame, T?> read)
        where T : class => JsonFrame.Parse(json, MaxSize, root =>
            root.GetProperty("reason").GetString() is { Length: > 0 } reason
            && WireTime.TryParse(root.GetProperty("time").GetString(), out var time)
                ? read(root, new RequestFrame(reason, time))
                : null);

    /// <summary>One line of JSON.</summary>
    /// <param name="members">The request's own, between version and reason.</param>
    internal string Write(Action<Utf8JsonWriter> members) => JsonFrame.Write(json =>
    {
        members(json);
        json.WriteString("reason"u8, Reason);
        json.WriteString("time"u8, WireTime.Write(Time));
    });
}
