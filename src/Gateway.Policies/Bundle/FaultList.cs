namespace Gateway.Policies.Bundle;

/// <summary>Every fault of one reading, gathered: an operator sees all of them at once.</summary>
internal sealed class FaultList
{
    private readonly List<Fault> _faults = [];

    internal bool HasErrors => _faults.Exists(fault => !fault.IsWarning);

    /// <summary>Whether something inside the node at this mark is already at fault.</summary>
    internal bool HasErrorWithin(Mark mark) =>
        _faults.Exists(fault =>
            fault.File == mark.File && fault.Path.StartsWith(mark.Path + ".", StringComparison.Ordinal));

    internal void Add(Mark mark, string code, string message) => _faults.Add(mark.Fault(code, message));

    internal void Add(IEnumerable<Fault> faults) => _faults.AddRange(faults);

    internal void Warn(Mark mark, string code, string message) =>
        _faults.Add(mark.Fault(code, message) with { IsWarning = true });

    /// <summary>By file, line and column: the order in which an operator mends them.</summary>
    internal IReadOnlyList<Fault> InOrder() =>
    [
        .. _faults
            .OrderBy(fault => fault.File, StringComparer.Ordinal)
            .ThenBy(fault => fault.Line)
            .ThenBy(fault => fault.Column),
    ];
}
