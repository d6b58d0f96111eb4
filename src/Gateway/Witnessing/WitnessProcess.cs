using System.Net;
using Gateway.Ledger;
using Gateway.Ledger.Notes;
using Gateway.Listening;
using Gateway.Settings;
using Gateway.Stamping;

namespace Gateway.Witnessing;

/// <summary>
/// <c>gateway witness</c> as one object: its key, what it must not forget, and its listener. Listens until it is
/// disposed.
/// </summary>
internal sealed class WitnessProcess : IAsyncDisposable
{
    private const string Text = "text/plain; charset=utf-8";

    private readonly Ed25519PrivateKey _key;
    private readonly WitnessStore _store;
    private readonly WitnessDesk _desk;
    private readonly byte[] _keys;
    private readonly ILogger _log;
    private WebApplication? _app;

    private WitnessProcess(WitnessSettings settings, Ed25519PrivateKey key, WitnessParts parts, ILogger log)
    {
        (_key, _store, _log) = (key, parts.Store, log);
        Key = WitnessKey.Of(settings.Name, key.PublicKey);
        _desk = new WitnessDesk(Key, key, settings.Logs, parts.Store, parts.Time);
        _keys = PublishedKeys.Write(parts.Endorsement is { } endorsement ? [endorsement] : []);
    }

    /// <summary>What a log and a verifier are told of this witness.</summary>
    internal WitnessKey Key { get; }

    internal IPEndPoint Address { get; private set; } = new(IPAddress.Loopback, 0);

    /// <summary>Completes when a head could not be kept: end the process with 1.</summary>
    internal Task Failed => _desk.Failed;

    /// <exception cref="LedgerStopException">The folder may not be continued, or somebody else has it.</exception>
    /// <exception cref="SettingsFileException">A file that the settings name cannot be used.</exception>
    /// <exception cref="KeyFileException">The key cannot be read.</exception>
    /// <exception cref="IOException">The address is taken.</exception>
    internal static async Task<WitnessProcess> OpenAsync(
        WitnessSettings settings, LedgerDisk disk, TimeProvider time, ILoggerFactory log)
    {
        var key = Ed25519KeyFile.ReadPrivate(settings.Key);
        WitnessStore? store = null;
        try
        {
            var endorsement = WitnessEndorsement.Read(settings, key.PublicKey, time.GetUtcNow());
            store = WitnessStore.Open(settings.Directory, disk, settings.Logs);
            var parts = new WitnessParts(store, endorsement, time);
            var witness = new WitnessProcess(settings, key, parts, log.CreateLogger<WitnessProcess>());
            (witness._app, witness.Address) = await SmallDoor.OpenAsync(
                settings.Listen, AddCheckpoint.MaxBytes, witness.AnswerAsync, log, time);
            witness._log.ReaderListening("witness", witness.Address.ToString());
            return witness;
        }
        catch (Exception e) when (e is LedgerStopException or SettingsFileException or IOException)
        {
            store?.Dispose();
            key.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is { } app)
        {
            await SmallDoor.CloseAsync(app);
        }

        _store.Dispose();
        _key.Dispose();
    }

    private Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        var parts = path.Split('/');
        return (context.Request.Method, parts) switch
        {
            ("POST", ["", AddCheckpoint.Path]) => AddAsync(context),
            ("GET", ["", var folder, "checkpoint"]) => ServeAsync(context, _desk.Find(folder), Text),
            ("GET", ["", "vkey"]) => ServeAsync(context, System.Text.Encoding.UTF8.GetBytes($"{Key}\n"), Text),
            ("GET", _) when path == PublishedKeys.Path => ServeAsync(context, _keys, "application/json"),
            _ => ServeAsync(context, null, Text),
        };
    }

    private async Task AddAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var answer = _desk.Add(body.GetBuffer().AsSpan(0, (int)body.Length));
        Say(answer, body.GetBuffer().AsSpan(0, (int)body.Length));
        context.Response.StatusCode = answer.Status;
        await WriteAsync(context, answer.Body, answer.ContentType);
    }

    private void Say(WitnessAnswer answer, ReadOnlySpan<byte> body)
    {
        if (answer.Word == WitnessAnswer.Cosigned && AddCheckpoint.TrySplit(body, out _, out var note)
            && SignedNote.TryRead(note, out var text, out _) && Checkpoint.TryParse(text, out var head))
        {
            _log.HeadCosigned(head!.Origin, head.Size);
        }
        else if (_desk.Failed.IsCompleted)
        {
            _log.WitnessFailed();
        }
        else if (answer.Status != StatusCodes.Status409Conflict)
        {
            // A size that is another is how a log finds out where to begin.
            _log.HeadNotCosigned(answer.Status, answer.Word);
        }
    }

    private static Task ServeAsync(HttpContext context, byte[]? bytes, string type)
    {
        context.Response.StatusCode = bytes is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        return WriteAsync(context, bytes ?? "unknown\n"u8.ToArray(), bytes is null ? Text : type);
    }

    private static async Task WriteAsync(HttpContext context, byte[] bytes, string type)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private sealed record WitnessParts(WitnessStore Store, SignedEndorsement? Endorsement, TimeProvider Time);
}
