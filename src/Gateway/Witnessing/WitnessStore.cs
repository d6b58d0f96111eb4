using Gateway.Ledger;
using Gateway.Ledger.Notes;

namespace Gateway.Witnessing;

/// <summary>The last head that was cosigned for one log.</summary>
/// <param name="Note">Signed by the log, cosigned by this witness.</param>
internal sealed record CosignedHead(Checkpoint Head, byte[] Note);

/// <summary>
/// What a witness must never forget: for each log the last head it cosigned, at
/// <c>&lt;hex SHA-256 of the origin&gt;/checkpoint</c>. Any web server could serve the folder as it lies. One process
/// at a time.
/// </summary>
internal sealed class WitnessStore : IDisposable
{
    private const string Name = "checkpoint";

    private readonly string _folder;
    private readonly LedgerDisk _disk;
    private readonly LedgerLock _lock;
    private readonly Dictionary<string, CosignedHead> _heads = new(StringComparer.Ordinal);

    private WitnessStore(string folder, LedgerDisk disk, LedgerLock taken) =>
        (_folder, _disk, _lock) = (folder, disk, taken);

    /// <summary>Takes the folder and reads what is in it.</summary>
    /// <exception cref="LedgerStopException">Another process has it, or a head in it is not what was kept.</exception>
    internal static WitnessStore Open(string folder, LedgerDisk disk, IReadOnlyList<TrustedLog> logs)
    {
        LedgerLock? taken = null;
        try
        {
            disk.CreateFolder(folder);
            if (Path.GetDirectoryName(Path.GetFullPath(folder)) is { } parent)
            {
                disk.FlushFolder(parent);
            }

            taken = LedgerLock.Take(folder, "a witness has one process");
            var store = new WitnessStore(folder, disk, taken);
            foreach (var file in Directory.GetDirectories(folder).Select(log => Path.Combine(log, Name)))
            {
                store.Read(file, logs);
            }

            return store;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            taken?.Dispose();
            throw new LedgerStopException($"the witness's folder '{folder}' cannot be used: {e.Message}", e);
        }
        catch (LedgerStopException)
        {
            taken?.Dispose();
            throw;
        }
    }

    /// <summary>Null where nothing was cosigned for that log yet.</summary>
    internal CosignedHead? Of(string origin) => _heads.GetValueOrDefault(origin);

    /// <summary>By the name of its folder; null where there is none.</summary>
    internal byte[]? NoteIn(string folder) =>
        _heads.FirstOrDefault(head => AddCheckpoint.FolderOf(head.Key) == folder).Value?.Note;

    /// <summary>Durable when it returns.</summary>
    /// <exception cref="IOException">What the disk holds is not known any more: only a new open may go on.</exception>
    internal void Keep(CosignedHead cosigned)
    {
        var folder = Path.Combine(_folder, AddCheckpoint.FolderOf(cosigned.Head.Origin));
        if (!Directory.Exists(folder))
        {
            _disk.CreateFolder(folder);
            _disk.FlushFolder(_folder);
        }

        _disk.ReplaceDurably(Path.Combine(folder, Name), cosigned.Note);
        _heads[cosigned.Head.Origin] = cosigned;
    }

    public void Dispose() => _lock.Dispose();

    // A head that cannot be read would count as none, and the log could begin anew: so nothing is cosigned at all.
    private void Read(string file, IReadOnlyList<TrustedLog> logs)
    {
        if (!File.Exists(file))
        {
            return;
        }

        var note = File.ReadAllBytes(file);
        var origin = Checkpoint.ClaimedOrigin(note);
        var isOwnFolder = AddCheckpoint.FolderOf(origin) == Path.GetFileName(Path.GetDirectoryName(file));
        var keys = logs.Select(log => log.KeyOf(origin)).OfType<NoteKey>().ToList();
        if (isOwnFolder && keys.Count == 0)
        {
            // A log that is no longer one of ours; if it comes back, its head is still there.
            return;
        }

        if (!isOwnFolder || !SignedNote.TryOpen(note, keys, out var text)
            || !Checkpoint.TryParse(text, out var head) || head is null)
        {
            throw new LedgerStopException(
                $"'{file}' is not a head that its log signed: bring back the newest copy; never begin it anew");
        }

        _heads[origin] = new CosignedHead(head, note);
    }
}
