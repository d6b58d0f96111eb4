namespace Gateway.Tests.Ledger.Faults;

/// <summary>
/// The names below a root: what processes see, and what a power cut leaves. A change of names lies in its folder, in
/// order, and is durable when that folder was flushed.
/// </summary>
internal sealed class SimulatedNames
{
    private readonly string _root;
    private readonly Dictionary<string, List<Action<Names>>> _pending = new(StringComparer.Ordinal);
    private readonly Names _kept;

    internal SimulatedNames(string root)
    {
        _root = root;
        _kept = new Names([], new(StringComparer.Ordinal) { root });
        Seen = _kept.Copy();
    }

    internal Names Seen { get; private set; }

    internal void AddFile(string path, SimulatedFile file) => Change(path, names => names.Files[path] = file);

    internal void RemoveFile(string path) => Change(path, names => names.Files.Remove(path));

    internal void Rename(string from, string to)
    {
        var file = Seen.Files[from];
        Change(to, names =>
        {
            names.Files.Remove(from);
            names.Files[to] = file;
        });
    }

    internal void AddFolder(string path)
    {
        if (path == _root || Seen.Folders.Contains(path))
        {
            return;
        }

        AddFolder(Path.GetDirectoryName(path)!);
        Change(path, names => names.Folders.Add(path));
    }

    internal void RemoveFolder(string path) => Change(path, names => names.RemoveFolder(path));

    /// <summary>The first changes of a folder that were not durable yet, in their order.</summary>
    internal void Flush(string folder, Stored stored)
    {
        if (_pending.TryGetValue(folder, out var changes))
        {
            var count = stored switch { Stored.All => changes.Count, Stored.Half => changes.Count / 2, _ => 0 };
            changes.Take(count).ToList().ForEach(change => change(_kept));
            changes.RemoveRange(0, count);
        }
    }

    internal void FlushAll(Stored stored)
    {
        foreach (var folder in _pending.Keys)
        {
            Flush(folder, stored);
        }
    }

    internal void LosePower(Luck? chance)
    {
        foreach (var changes in _pending.Values)
        {
            changes.Take(chance?.Next(changes.Count + 1) ?? 0).ToList().ForEach(change => change(_kept));
        }

        _pending.Clear();
        _kept.DropOrphans();
        Seen = _kept.Copy();
    }

    private void Change(string path, Action<Names> change)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (!_pending.TryGetValue(folder, out var changes))
        {
            _pending[folder] = changes = [];
        }

        changes.Add(change);
        change(Seen);
    }
}

/// <summary>Files and folders by their paths.</summary>
internal sealed record Names(Dictionary<string, SimulatedFile> Files, HashSet<string> Folders)
{
    internal Names Copy() => new(new(Files, StringComparer.Ordinal), new(Folders, StringComparer.Ordinal));

    internal void RemoveFolder(string path)
    {
        Folders.RemoveWhere(folder => folder == path || folder.StartsWith(path + "/", StringComparison.Ordinal));
        DropOrphans();
    }

    /// <summary>A name in a folder whose own name is not there cannot be found.</summary>
    internal void DropOrphans()
    {
        var root = Folders.MinBy(folder => folder.Length)!;
        while (Folders.RemoveWhere(folder => folder != root && !Folders.Contains(Path.GetDirectoryName(folder)!)) > 0)
        {
        }

        foreach (var file in Files.Keys.Where(file => !Folders.Contains(Path.GetDirectoryName(file)!)).ToList())
        {
            Files.Remove(file);
        }
    }
}
