namespace Gateway.Policies.Transforms;

/// <summary>Where one value stood in the body, and where what left of it stands in the output.</summary>
/// <param name="Path">RFC 9535 with positions: "$.customers[0].name". Spells names of the body: private.</param>
/// <param name="Action">
/// What became of it, as the statement's <c>fields</c> says it ("kept", "masked", …); "withheld" where its record was.
/// </param>
/// <param name="Start">Of its JSON text in the body, quotes included.</param>
/// <param name="LeftAt">Of what left in its place; -1 where nothing did.</param>
public sealed record ValuePlace(string Path, string Action, int Start, int Length, long LeftAt, long LeftLength)
{
    /// <summary>More values than this are not told apart: a release commits to each or does not leave.</summary>
    public const int Most = 10_000;
}
