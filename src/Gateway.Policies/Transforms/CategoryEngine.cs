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

    /// <summary>True where this build enforces rules for bodies of that form.</summary>
    public static bool Enforces(Category category)
    {
        ArgumentNullException.ThrowIfNull(category);
        return BodyForm.Of(category)?.Takes(category.Charset) == true;
    }

    /// <summary>
    /// Decides every value of a body and changes nothing. Pure. The consignment lends the body: it must stay as it is
    /// until the consignment is disposed.
    /// </summary>
    /// <param name="at">When the transfer arrived: what an age is counted to.</param>
    /// <param name="contentType">
    /// The body's Content-Type field, held against the category already; null: the category's first media type.
    /// </param>
    public Outcome<InspectedConsignment> Inspect(
        ReadOnlyMemory<byte> body, DateTimeOffset at, string? contentType = null) =>
        _plan.Form.Inspect(_plan, body, DayOf(at), contentType);

    /// <summary>
    /// True where bodies may also be decided in pieces, record by record (<see cref="Open"/>): for any length. Not
    /// where all records have to be seen before one may leave.
    /// </summary>
    public bool GoesByRecord => _plan is { Form: RecordForm, KAnonymity: null };

    /// <summary>Decides a body that arrives in pieces. Only where it <see cref="GoesByRecord"/>.</summary>
    /// <param name="at">When the transfer arrived.</param>
    /// <param name="contentType">As for <see cref="Inspect"/>.</param>
    /// <param name="witness">Hears of each record.</param>
    public RecordFlow Open(DateTimeOffset at, string? contentType, IRecordWitness witness) =>
        GoesByRecord && _plan.Form is RecordForm form
            ? new RecordFlow(_plan, form.Open(_plan, contentType), DayOf(at), witness)
            : throw new InvalidOperationException("this format is decided as a whole");

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(CivilTime).DateTime);
}
