using Gateway.Observing;
using Gateway.Policies.Bundle;
using Gateway.Policies.Transforms;

namespace Gateway.State;

/// <summary>
/// What mirrored copies would have become, counted, by the bundle they were held against. Kept in a file of the state
/// directory, written now and then: counts for the operator and no evidence, so the last minute of a crash may be lost.
/// </summary>
internal sealed class Observations
{
    /// <summary>Bundles whose counts are kept; the oldest goes.</summary>
    internal const int MostPeriods = 10;

    private readonly ObservedFile _file;
    private readonly TimeProvider _time;

    // Guards everything below; held for a few assignments.
    private readonly Lock _gate = new();
    private readonly List<ObservedPeriod> _past;
    private Counts? _current;
    private bool _isChanged;

    internal Observations(string stateDirectory, TimeProvider time)
    {
        _file = new ObservedFile(stateDirectory);
        _time = time;
        _past = [.. _file.Read()];
    }

    /// <summary>The newest last.</summary>
    internal IReadOnlyList<ObservedPeriod> Periods
    {
        get
        {
            lock (_gate)
            {
                return All();
            }
        }
    }

    internal void Note(PolicyBundle bundle, ObservedCopy copy)
    {
        var now = _time.GetUtcNow();
        lock (_gate)
        {
            if (_current?.Digest != bundle.Digest)
            {
                Begin(bundle, now);
            }

            _current!.Add(copy, now);
            _isChanged = true;
        }
    }

    /// <summary>Writes the file where something changed.</summary>
    /// <exception cref="IOException">It cannot be written; it is tried again the next time.</exception>
    internal void Save()
    {
        IReadOnlyList<ObservedPeriod> periods;
        lock (_gate)
        {
            if (!_isChanged)
            {
                return;
            }

            _isChanged = false;
            periods = All();
        }

        try
        {
            _file.Write(periods);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            lock (_gate)
            {
                _isChanged = true;
            }

            throw new IOException(e.Message, e);
        }
    }

    private void Begin(PolicyBundle bundle, DateTimeOffset now)
    {
        if (_current is not null)
        {
            _past.Add(_current.ToPeriod());
        }

        // The same bundle after a restart, or after another that was taken back: its counts go on.
        var before = _past.Find(period => period.Digest == bundle.Digest);
        _past.RemoveAll(period => period.Digest == bundle.Digest);
        _past.RemoveRange(0, Math.Max(_past.Count - (MostPeriods - 1), 0));
        _current = new Counts(bundle.Name, bundle.Version, bundle.Digest, before, now);
    }

    private List<ObservedPeriod> All() => _current is null ? [.. _past] : [.. _past, _current.ToPeriod()];

    /// <summary>The counts of the bundle in force.</summary>
    private sealed class Counts
    {
        private readonly string _bundle;
        private readonly long _version;
        private readonly DateTimeOffset _since;
        private readonly Dictionary<(string, string, string, string, string), ObservedOutcome> _outcomes;
        private readonly Dictionary<(string, string), ObservedFinding> _findings;
        private readonly Dictionary<string, ObservedFields> _fields;
        private DateTimeOffset _until;

        internal Counts(
            string bundle, long version, string digest, ObservedPeriod? before, DateTimeOffset now)
        {
            _bundle = bundle;
            _version = version;
            Digest = digest;
            _since = before?.Since ?? now;
            _until = now;
            _outcomes = (before?.Outcomes ?? []).ToDictionary(one =>
                (one.Route, one.Category, one.Decision, one.Code, one.Rule));
            _findings = (before?.Findings ?? []).ToDictionary(one => (one.Route, one.Kind));
            _fields = (before?.Fields ?? []).ToDictionary(one => one.Category, StringComparer.Ordinal);
        }

        internal string Digest { get; }

        internal void Add(ObservedCopy copy, DateTimeOffset now)
        {
            _until = now;
            var (route, category, seen) = (copy.Route, copy.Category, copy.Observation);
            var key = (route, category, seen.Decision, seen.Code, seen.Rule);
            var outcome = _outcomes.GetValueOrDefault(key)
                ?? new ObservedOutcome(route, category, seen.Decision, seen.Code, seen.Rule, 0, now, now);
            _outcomes[key] = outcome with { Count = outcome.Count + 1, Last = now };
            foreach (var (kind, count) in seen.Findings)
            {
                var finding = _findings.GetValueOrDefault((route, kind.Name))
                    ?? new ObservedFinding(route, kind.Name, 0);
                _findings[(route, kind.Name)] = finding with { Count = finding.Count + count };
            }

            if (seen.Fields is { } fields)
            {
                _fields[category] = new ObservedFields(
                    category,
                    _fields.TryGetValue(category, out var before) ? FieldCounts.Sum(before.Counts, fields) : fields);
            }
        }

        internal ObservedPeriod ToPeriod() => new(
            _bundle,
            _version,
            Digest,
            _since,
            _until,
            [
                .. _outcomes.Values
                    .OrderBy(outcome => outcome.Route, StringComparer.Ordinal)
                    .ThenBy(outcome => outcome.Decision, StringComparer.Ordinal)
                    .ThenBy(outcome => outcome.Code, StringComparer.Ordinal)
                    .ThenBy(outcome => outcome.Rule, StringComparer.Ordinal),
            ],
            [
                .. _findings.Values
                    .OrderBy(finding => finding.Route, StringComparer.Ordinal)
                    .ThenBy(finding => finding.Kind, StringComparer.Ordinal),
            ],
            [.. _fields.Values.OrderBy(fields => fields.Category, StringComparer.Ordinal)]);
    }
}
