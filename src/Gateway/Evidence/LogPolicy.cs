using System.Globalization;
using System.Text;
using Gateway.Ledger.Notes;

namespace Gateway.Evidence;

//
//  Which logs and witnesses a verifier relies on
//
//  References:
//
//      C2SP tlog-policy (untagged, 2026-07-22)
//
//  Shape:
//
//      log <vkey> [<url>] | witness <name> <vkey> [<url>] | group <name> all|any|<k> <member>... | quorum <name>|none
//      and comments with '#'; names are defined before they are used, exactly one quorum.
//

/// <summary>A verifier's own anchor for logs: never taken from what is verified.</summary>
internal sealed class LogPolicy
{
    private readonly List<NoteKey> _logs = [];
    private readonly Dictionary<string, WitnessKey> _witnesses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Needed, string[] Members)> _groups = new(StringComparer.Ordinal);
    private readonly HashSet<string> _grouped = new(StringComparer.Ordinal);
    private string? _quorum;

    private LogPolicy()
    {
    }

    /// <summary>The keys of the logs it names.</summary>
    internal IReadOnlyList<NoteKey> Logs => _logs;

    /// <summary>The keys of the witnesses it names.</summary>
    internal IReadOnlyCollection<WitnessKey> Witnesses => _witnesses.Values;

    /// <summary>The key of the log with that origin; null where the policy does not name it.</summary>
    internal NoteKey? KeyOf(string origin) => _logs.Find(key => key.Name == origin);

    /// <summary>Whether as many of the named witnesses cosigned the text as the quorum asks.</summary>
    /// <param name="signatures">Signature lines of the note, and those kept beside it.</param>
    internal bool IsWitnessed(string text, IEnumerable<string> signatures)
    {
        var lines = signatures.ToList();
        return _quorum is null || Holds(_quorum, name => lines.Any(line => _witnesses[name].Cosigned(text, line)));
    }

    /// <summary>Null, with the line that is wrong, for anything but a whole policy.</summary>
    /// <param name="fault">For a person; "" where nothing is wrong.</param>
    internal static LogPolicy? Parse(ReadOnlySpan<byte> bytes, out string fault)
    {
        var policy = new LogPolicy();
        var hasQuorum = false;
        var number = 0;
        fault = "";
        foreach (var line in Encoding.UTF8.GetString(bytes).Split('\n'))
        {
            number++;
            var words = line.Split('#')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            var isQuorum = words is ["quorum", _];
            if (words.Length > 0 && (!policy.Take(words) || (isQuorum && hasQuorum)))
            {
                fault = string.Create(CultureInfo.InvariantCulture, $"line {number} is not one of a tlog-policy");
                return null;
            }

            hasQuorum |= isQuorum;
        }

        fault = hasQuorum ? "" : "it has no quorum line";
        return hasQuorum ? policy : null;
    }

    private bool Take(string[] words) => words switch
    {
        ["log", var vkey, .. var url] when url.Length < 2 => TakeLog(vkey),
        ["witness", var name, var vkey, .. var url] when url.Length < 2 =>
            IsNew(name) && WitnessKey.TryParse(vkey, out var key) && IsNobodyElses(key) && _witnesses.TryAdd(name, key),
        ["group", var name, var needed, .. var members] => IsNew(name) && TakeGroup(name, needed, members),
        ["quorum", "none"] => true,
        ["quorum", var name] => IsKnown(_quorum = name),
        _ => false,
    };

    private bool TakeLog(string vkey)
    {
        if (!NoteKey.TryParse(vkey, out var key) || KeyOf(key!.Name) is not null)
        {
            return false;
        }

        _logs.Add(key);
        return true;
    }

    private bool TakeGroup(string name, string needed, string[] members)
    {
        var count = needed switch
        {
            "all" => members.Length,
            "any" => 1,
            _ => int.TryParse(needed, NumberStyles.None, CultureInfo.InvariantCulture, out var k) ? k : 0,
        };
        if (count < 1 || count > members.Length || !members.All(member => IsKnown(member) && _grouped.Add(member)))
        {
            return false;
        }

        _groups[name] = (count, members);
        return true;
    }

    private bool IsKnown(string name) => _witnesses.ContainsKey(name) || _groups.ContainsKey(name);

    private bool IsNew(string name) => name != "none" && !IsKnown(name);

    // One witness under two names would count twice.
    private bool IsNobodyElses(WitnessKey key) =>
        _witnesses.Values.All(known => !known.PublicKey.SequenceEqual(key.PublicKey));

    // Names are defined before they are used, so no group can hold itself.
    private bool Holds(string name, Func<string, bool> cosigned) => _groups.TryGetValue(name, out var group)
        ? group.Members.Count(member => Holds(member, cosigned)) >= group.Needed
        : cosigned(name);
}
