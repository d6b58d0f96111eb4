using System.Text.Json;

namespace Gateway.State;

/// <summary>observed.json in the state directory (docs/formats/observed.md). Replaced whole, by a rename.</summary>
internal sealed class ObservedFile(string stateDirectory)
{
    internal const string Name = "observed.json";

    private const int Version = 1;

    private readonly string _path = Path.Combine(stateDirectory, Name);

    /// <summary>What was written last; empty where nothing was, or it is not in this form.</summary>
    internal IReadOnlyList<ObservedPeriod> Read()
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(_path));
            return json.RootElement.GetProperty("v").GetInt32() == Version
                ? [.. json.RootElement.GetProperty("periods").EnumerateArray().Select(ObservedJson.ReadPeriod)]
                : [];
        }
        catch (Exception e) when (
            e is IOException or UnauthorizedAccessException or JsonException
                or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Counts that cannot be read are begun anew: nothing hangs on them.
            return [];
        }
    }

    /// <exception cref="IOException">It cannot be written.</exception>
    internal void Write(IReadOnlyList<ObservedPeriod> periods)
    {
        var next = _path + ".next";
        using (var file = new FileStream(next, FileMode.Create))
        using (var json = new Utf8JsonWriter(file))
        {
            json.WriteStartObject();
            json.WriteNumber("v", Version);
            ObservedJson.Write(json, periods);
            json.WriteEndObject();
        }

        File.Move(next, _path, overwrite: true);
    }
}
