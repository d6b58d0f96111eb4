using System.Text.Unicode;
using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Transforms;

/// <summary>
/// Customs for one category (room 6): inspect a body, then, with the verdicts of those who were asked, transform it.
/// Compiled once per policy snapshot; immutable and thread-safe.
/// </summary>
public sealed class CategoryEngine
{
    /// <summary>Code of a fault that is no mistake: the category names a control that this build lacks.</summary>
    public const string NotEnforced = "category.unenforced";

    // A guess for bodies that are masked field by field; a wrong one costs a copy, not a byte of output.
    private const int BytesPerEdit = 48;
    private const int MaxExpectedEdits = 64 * 1024;

    // The civil time of the mainland, Hong Kong and Macao: one clock on both sides of the boundary.
    private static readonly TimeSpan CivilTime = TimeSpan.FromHours(8);

    private readonly CategoryPlan _plan;

    private CategoryEngine(CategoryPlan plan) => _plan = plan;

    /// <summary>Null with every fault where this build cannot enforce the category as it is written.</summary>
    public static CategoryEngine? Compile(Category category, IFieldKeys keys, out IReadOnlyList<Fault> faults)
    {
        var compiler = new PlanCompiler(category, keys);
        var plan = compiler.Compile();
        faults = compiler.Faults;
        return plan is null ? null : new CategoryEngine(plan);
    }

    /// <summary>
    /// Decides every value of a body and changes nothing. Pure. The consignment lends the body: it must stay as it is
    /// until the consignment is disposed.
    /// </summary>
    /// <param name="at">When the transfer arrived: what an age is counted to.</param>
    public Outcome<InspectedConsignment> Inspect(ReadOnlyMemory<byte> body, DateTimeOffset at)
    {
        var today = DateOnly.FromDateTime(at.ToOffset(CivilTime).DateTime);
        var buffers = InspectionBuffers.Rent();
        buffers.Edits.Expect(Math.Min(body.Length / BytesPerEdit, MaxExpectedEdits));
        var inspection = new JsonInspection(_plan, buffers, body.Span, today);

        // A body that is not JSON is malformed whatever else was found on the way: a rule's answer about half a
        // document would be a guess.
        var refusal = Utf8.IsValid(body.Span) && inspection.TryWalk()
            ? inspection.Refusal
            : new Refusal(RefusalCode.BodyMalformed, "the body is not strict JSON");
        if (refusal is not null)
        {
            buffers.Return();
            return refusal;
        }

        return new InspectedConsignment(_plan, body, buffers, today, inspection.Tally, inspection.Hold);
    }
}
