using Gateway.Policies;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Instruments;
using Gateway.Policies.Purposes;
using Gateway.Policies.Transforms;

namespace Gateway.Screening;

/// <summary>
/// The questions of room 6 about the persons in a consignment: consent and volume. Nothing in this build can answer
/// one, and a bundle that needs an answer on a route is not accepted (EnforcementCheck); should one get here all the
/// same, the answer is no.
/// </summary>
internal sealed class SubjectQuestions
{
    /// <summary>True where somebody has to be asked about the persons in a body: it is decided whole then.</summary>
    internal static bool AsksAbout(Permission permission) =>
        permission.Category.Consent != ConsentKind.None || permission.Purpose.Basis == LawfulBasis.Consent;

#pragma warning disable CA1822 // asked of an instance: consent and volume, when they come, are answered from State
    internal ValueTask<Outcome<AskVerdicts>> AskAsync(
        Permission permission, InspectedConsignment inspected, CancellationToken cancellationToken)
#pragma warning restore CA1822
    {
        // Inspecting is not interrupted. Time that ran out meanwhile is a refusal, as it is while a body is read.
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromResult<Outcome<AskVerdicts>>(
                new Refusal(RefusalCode.BodyTimeout, "the time of this transfer was up while its body was inspected"));
        }

        if (AsksAbout(permission))
        {
            return ValueTask.FromResult<Outcome<AskVerdicts>>(
                new Refusal(
                    RefusalCode.ConsentMissing,
                    $"category '{permission.Category.Id}' needs consent, which is not on file"));
        }

        return ValueTask.FromResult<Outcome<AskVerdicts>>(AskVerdicts.AllGo);
    }
}
