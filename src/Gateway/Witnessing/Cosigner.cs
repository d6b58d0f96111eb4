using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Gateway.Ledger.Notes;
using Gateway.Settings;

namespace Gateway.Witnessing;

/// <summary>What came of asking one witness.</summary>
/// <param name="Line">Its cosignature; null where it gave none.</param>
/// <param name="Why">Why it gave none, a word of docs/formats/witness.md; "" where it did.</param>
/// <param name="Contradiction">
/// A head with our own signature that our ledger does not continue: somebody saw another history. Null: none.
/// </param>
internal sealed record CosignResult(string? Line, string Why, byte[]? Contradiction = null);

/// <summary>
/// One witness as the daemon asks it. What it says of sizes is not believed; a head with our own signature is. One call
/// at a time.
/// </summary>
internal sealed class Cosigner : IDisposable
{
    // The size it names, the proof from there, and once more where another asked it in between.
    private const int MostTries = 3;

    // A head with the lines of many witnesses. Of an answer that is longer nothing is read.
    private const int LongestAnswer = 64 * 1024;

    private readonly CosignerSettings _settings;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    // By origin, what it said it cosigned last.
    private readonly Dictionary<string, long> _sizes = new(StringComparer.Ordinal);

    internal Cosigner(CosignerSettings settings, TimeSpan timeout, TimeProvider time)
    {
        (_settings, _time) = (settings, time);
        _http = OutboundClient.Create(settings.Server, timeout, LongestAnswer);
    }

    internal string Name => _settings.Key.Name;

    internal WitnessKey Key => _settings.Key;

    /// <summary>Asks it to cosign a head.</summary>
    /// <param name="durable">What this ledger has on its disk at that moment: asked after the witness answered.</param>
    /// <param name="limit">When its time is up: it was unreachable then.</param>
    internal async Task<CosignResult> AskAsync(HeadToCosign head, Func<long> durable, CancellationToken limit)
    {
        try
        {
            return await TryAsync(head, durable, limit);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return new CosignResult(null, "unreachable");
        }
    }

    /// <summary>
    /// The last head it cosigned of the first of these logs that it knows, as the log signed it; null: none.
    /// </summary>
    internal async Task<(byte[] Note, Checkpoint Head)?> LastAsync(IReadOnlyList<NoteKey> logs, TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout, _time);
        try
        {
            foreach (var log in logs)
            {
                if (await LastAsync(log, limit.Token) is { } last)
                {
                    return last;
                }
            }

            return null;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<CosignResult> TryAsync(HeadToCosign head, Func<long> durable, CancellationToken limit)
    {
        var origin = head.Head.Origin;
        for (var tries = 0; tries < MostTries; tries++)
        {
            var old = _sizes.GetValueOrDefault(origin);
            if (old > head.Head.Size || head.ProofFrom(old) is not { } proof)
            {
                return await LookAsync(head, durable, "ahead", limit);
            }

            using var content = new ByteArrayContent(new AddCheckpoint(old, proof).Write(head.Note));
            content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
            using var answer = await _http.PostAsync(new Uri(AddCheckpoint.Path, UriKind.Relative), content, limit);
            switch (answer.StatusCode)
            {
                case HttpStatusCode.OK:
                    return await TakeAsync(answer, head.Head, limit);
                case HttpStatusCode.Conflict when await SizeAsync(answer, limit) is { } size && size != old:
                    _sizes[origin] = size;
                    break;
                case HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity:
                    return await LookAsync(head, durable, "conflict", limit);
                default:
                    return new CosignResult(null, "refused");
            }
        }

        return new CosignResult(null, "busy");
    }

    // Its own line among those that it gives; lines of others are not looked at.
    private async Task<CosignResult> TakeAsync(HttpResponseMessage answer, Checkpoint head, CancellationToken limit)
    {
        // Not as a string: it says itself in which alphabet it is, and may say one that there is not.
        var text = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(limit));
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.FirstOrDefault(line => Key.Cosigned(head.Text, line)) is not { } line)
        {
            return new CosignResult(null, "invalid");
        }

        _sizes[head.Origin] = head.Size;
        return new CosignResult(line + "\n", "");
    }

    // It has another history, or says so. Only a head that we signed ourselves proves it.
    private async Task<CosignResult> LookAsync(
        HeadToCosign head, Func<long> durable, string why, CancellationToken limit)
    {
        _sizes.Remove(head.Head.Origin);
        if (await LastAsync(head.Key, limit) is not var (note, theirs))
        {
            return new CosignResult(null, why);
        }

        var own = head.RootAt(theirs.Size);
        var isOther = own is null ? theirs.Size > durable() : !theirs.Root.Span.SequenceEqual(own);
        return new CosignResult(null, why, isOther ? note : null);
    }

    private async Task<(byte[] Note, Checkpoint Head)?> LastAsync(NoteKey log, CancellationToken limit)
    {
        var path = new Uri(AddCheckpoint.MonitoringPath(log.Name), UriKind.Relative);
        using var answer = await _http.GetAsync(path, limit);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            return null;
        }

        var note = await answer.Content.ReadAsByteArrayAsync(limit);
        return Checkpoint.TryOpen(note, log, out var head) && SignedNote.TryRead(note, out var text, out var lines)
            ? (SignedNote.Only(text, lines, log), head!)
            : null;
    }

    private static async Task<long?> SizeAsync(HttpResponseMessage answer, CancellationToken limit)
    {
        const int Longest = 20;
        var text = Encoding.ASCII.GetString(await answer.Content.ReadAsByteArrayAsync(limit));
        return text.Length <= Longest && AddCheckpoint.TrySize(text.TrimEnd('\n'), out var size) ? size : null;
    }
}
