using System.IO.Enumeration;
using Gateway.Permit;
using Gateway.Settings;

namespace Gateway.Commands.Run;

/// <summary>
/// Names, lengths and times of the files the daemon reads again: cheap enough to take every two seconds. That they
/// changed is a reason to read them; what they hold decides.
/// </summary>
internal sealed class WatchedFiles(GatewaySettings settings, string configFile)
{
    /// <summary>Of everything that is put in force while the daemon runs.</summary>
    /// <param name="secrets">The ring in force: it knows which files the keys file names.</param>
    internal string Fingerprint(KeyRing secrets)
    {
        var files = settings.Trust.Lists.SelectMany(list => new[] { list.File, list.File + ".p7s" })
            .Concat(In(settings.Trust.Crls))
            .Concat(In(settings.Policy.Folder))
            .Append(settings.Keys.File)
            .Concat(secrets.Keys.Select(key => key.File))
            .Concat(settings.Listeners.SelectMany(door => new[] { door.Certificate, door.Key }))
            .Concat(settings.Forwarding.Identities.Values.SelectMany(peer => new[] { peer.Certificate, peer.Key }))
            .Concat(Endorsed(settings.Stamping.Key, settings.Stamping.Endorsement))
            .Concat(Endorsed(settings.Ledger.Key, settings.Ledger.Endorsement));
        return string.Join('\n', files.Where(file => file.Length > 0).Select(Describe).Order(StringComparer.Ordinal));
    }

    /// <summary>What is read at the start alone, each with its state: gateway.json and the pins.</summary>
    internal IReadOnlyDictionary<string, string> ReadAtStart() => settings.Trust.Lists
        .Select(list => list.Signer)
        .Concat(settings.Policy.Officers)
        .Append(Path.GetFullPath(configFile))
        .Distinct()
        .ToDictionary(file => file, Describe, StringComparer.Ordinal);

    private static string[] Endorsed(string key, string endorsement) => [key, endorsement, endorsement + ".p7s"];

    // A link to a folder counts as a file: that it is there is a change, and what is behind it may have no end.
    private static IEnumerable<string> In(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. new FileSystemEnumerable<string>(
            folder, static (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), RealTree.Everything)
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry) => !RealTree.IsFolder(ref entry),
            ShouldRecursePredicate = RealTree.IsFolder,
        },
    ];

    // Of the file behind a link, not of the link: a mounted secret is renewed by turning a link to a new folder.
    private static string Describe(string file)
    {
        var named = new FileInfo(file);
        var facts = named.Exists ? named.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? named : named;
        return facts.Exists ? $"{file} {facts.Length} {facts.LastWriteTimeUtc.Ticks}" : $"{file} -";
    }
}
