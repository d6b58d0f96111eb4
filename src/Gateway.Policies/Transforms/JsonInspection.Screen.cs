using Gateway.Policies.Screening;

namespace Gateway.Policies.Transforms;

/// <content>What leaves in clear text is looked at first.</content>
internal ref partial struct JsonInspection
{
    // Strings unescaped, numbers as their raw text. Returns what to do with the value.
    private int ScreenValue(Screener screener, string path, int at, int end, bool escaped) =>
        _docket.Screen(screener, path, Text(at, end, escaped));

    private void ScreenName(Screener screener, string? path, in Place place)
    {
        var raw = _json[(place.NameStart + 1)..(place.NameEnd - 1)];
        _docket.ScreenName(screener, path, _buffers.Unescape(raw, raw.Contains((byte)'\\')));
    }
}
