using System.Text;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Instruments;
using Gateway.Policies.Purposes;
using Gateway.Policies.Transforms;
using Gateway.Screening;
using Gateway.Tests.Conventions;

namespace Gateway.Tests.Screening;

/// <summary>What room 6 asks about the persons in a consignment, where nobody can answer it.</summary>
public sealed class SubjectQuestionsTests
{
    [Theory]
    [InlineData(ConsentKind.Separate, LawfulBasis.Contract)]
    [InlineData(ConsentKind.Written, LawfulBasis.Contract)]
    [InlineData(ConsentKind.Guardian, LawfulBasis.Contract)]
    [InlineData(ConsentKind.None, LawfulBasis.Consent)]
    public async Task Consent_that_nobody_can_show_is_missing(ConsentKind consent, LawfulBasis basis)
    {
        Assert.False((await AskAsync(consent, basis)).TryPass(out _, out var refusal));

        Assert.Equal(RefusalCode.ConsentMissing, refusal.Code);
    }

    [Fact]
    public async Task Where_the_law_asks_for_no_consent_nobody_is_asked() =>
        Assert.True((await AskAsync(ConsentKind.None, LawfulBasis.Contract)).TryPass(out _, out _));

    [Fact]
    public async Task Time_that_ran_out_while_a_body_was_inspected_is_a_refusal_and_no_exception()
    {
        var asked = await AskAsync(ConsentKind.None, LawfulBasis.Contract, isTimeUp: true);

        Assert.False(asked.TryPass(out _, out var refusal));
        Assert.Equal(RefusalCode.BodyTimeout, refusal.Code);
    }

    private static async Task<Outcome<AskVerdicts>> AskAsync(ConsentKind consent, LawfulBasis basis, bool isTimeUp = false)
    {
        var text = await File.ReadAllTextAsync(
            Path.Combine(SourceTree.Root, "tests", "Gateway.Scenarios", "Bundle", "scenario.yaml"), TestContext.Current.CancellationToken);
        var bundle = BundleReader.ReadOffline([new BundleFile("a.yaml", Encoding.UTF8.GetBytes(text
            .Replace("${bank-hk}", "1", StringComparison.Ordinal).Replace("${hospital-gz}", "2", StringComparison.Ordinal)))]).Bundle!;
        var category = bundle.Categories.Values.Single(category => category.Id.ToString() == "T.ack") with { Consent = consent };
        var purpose = bundle.Purposes.Values.First() with { Basis = basis };
        var permission = new Permission(
            category, purpose, bundle.Instruments[0], bundle.Parties.Values[0], bundle.Parties.Values[1], Direction.NorthToSouth);
        var engine = CategoryEngine.Compile(category, new NoKeys(), out _)!;
        Assert.True(engine.Inspect("""{"accepted":1}"""u8.ToArray(), DateTimeOffset.UnixEpoch).TryPass(out var inspected, out _));
        using (inspected)
        {
            return await new SubjectQuestions().AskAsync(
                permission, inspected, isTimeUp ? new CancellationToken(canceled: true) : TestContext.Current.CancellationToken);
        }
    }

    private sealed class NoKeys : IFieldKeys
    {
        public bool TryGet(string use, string category, string keyId, out ReadOnlyMemory<byte> key)
        {
            key = default;
            return false;
        }
    }
}
