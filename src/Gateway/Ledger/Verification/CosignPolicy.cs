using Gateway.Evidence;
using Gateway.Ledger.Notes;
using Gateway.Settings;

namespace Gateway.Ledger.Verification;

/// <summary>Whose cosignatures a verifier relies on, and how many of them it asks for.</summary>
internal sealed class CosignPolicy
{
    private readonly Func<string, IReadOnlyList<string>, bool> _isWitnessed;

    private CosignPolicy(
        IReadOnlyList<WitnessKey> witnesses, bool isRequired, Func<string, IReadOnlyList<string>, bool> isWitnessed)
    {
        (Witnesses, IsRequired, _isWitnessed) = (witnesses, isRequired, isWitnessed);
    }

    internal IReadOnlyList<WitnessKey> Witnesses { get; }

    /// <summary>A ledger without a quorum is damaged; where none is required, that is told and no finding.</summary>
    internal bool IsRequired { get; }

    /// <summary>Of a C2SP tlog-policy: its quorum, which is required unless it is "none".</summary>
    internal static CosignPolicy Of(LogPolicy policy) => new([.. policy.Witnesses], true, policy.IsWitnessed);

    /// <summary>Of "Ledger:Witnesses": required where the gateway stops without a quorum.</summary>
    internal static CosignPolicy Of(CosigningSettings settings)
    {
        var witnesses = settings.Members.Select(member => member.Key).ToList();
        return new CosignPolicy(
            witnesses,
            settings.StopAfter is not null,
            (text, lines) => witnesses.Count(key => lines.Any(line => key.Cosigned(text, line))) >= settings.Quorum);
    }

    /// <summary>The known witnesses of whom a line says that it is theirs, though it is not.</summary>
    internal IEnumerable<string> Spoiled(string text, IReadOnlyList<string> lines) => Witnesses
        .Where(key => lines.Any(line => key.IsNamedBy(line) && !key.Cosigned(text, line)))
        .Select(key => key.Name);

    /// <summary>Whether as many cosigned the text as are asked for.</summary>
    internal bool IsWitnessed(string text, IReadOnlyList<string> lines) => _isWitnessed(text, lines);
}
