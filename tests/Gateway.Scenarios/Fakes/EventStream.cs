using System.Net;

namespace Gateway.Scenarios.Fakes;

/// <summary>One event, or a comment.</summary>
internal sealed record ServerSent(string? Id, string? Event, string Data);

/// <summary>A reader of server-sent events, as a browser would be: it remembers the last id.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventStream(HttpResponseMessage response, StreamReader lines) => (_response, _lines) = (response, lines);

    internal HttpStatusCode Status => _response.StatusCode;

    internal string? ContentType => _response.Content.Headers.ContentType?.MediaType;

    internal static async Task<EventStream> OpenAsync(HttpClient client, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new EventStream(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    /// <summary>The next event or comment; null where the stream has ended.</summary>
    internal async Task<ServerSent?> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var sent = new ServerSent(null, null, "");
        while (await _lines.ReadLineAsync(patience.Token) is { } line)
        {
            switch (line.IndexOf(':', StringComparison.Ordinal))
            {
                case < 0:
                    return sent;
                case 0:
                    sent = sent with { Event = "comment" };
                    break;
                case var colon:
                    var value = line[(colon + 1)..].TrimStart();
                    sent = line[..colon] switch
                    {
                        "id" => sent with { Id = value },
                        "event" => sent with { Event = value },
                        _ => sent with { Data = value },
                    };
                    break;
            }
        }

        return null;
    }

    /// <summary>The next so many entries, whatever stands between them.</summary>
    internal async Task<List<ServerSent>> EntriesAsync(int count)
    {
        var entries = new List<ServerSent>();
        while (entries.Count < count && await NextAsync() is { } sent)
        {
            if (sent.Event == "entry")
            {
                entries.Add(sent);
            }
        }

        return entries;
    }

    public ValueTask DisposeAsync()
    {
        _lines.Dispose();
        _response.Dispose();
        return ValueTask.CompletedTask;
    }
}
