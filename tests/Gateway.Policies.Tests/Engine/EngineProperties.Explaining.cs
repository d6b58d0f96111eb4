using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Explaining;

namespace Gateway.Policies.Tests.Engine;

/// <summary>What explains a document says what the engine does.</summary>
public sealed partial class EngineProperties
{
    [Fact]
    public void What_is_explained_of_each_value_is_what_the_engine_does_with_it() =>
        Check(tape =>
        {
            var choices = new Choices(tape);
            var desk = new Desk { Unlisted = choices.Next(2) == 0 ? UnlistedRule.Drop : UnlistedRule.Refuse };
            foreach (var _ in Enumerable.Range(0, 1 + choices.Next(4)))
            {
                FieldAction[] actions = [Desk.Deep, Desk.Keep, Desk.Drop, Desk.Mask()];
                desk.Rule("$" + string.Concat(choices.Path().Steps), actions[choices.Next(actions.Length)]);
            }

            var body = Encoding.UTF8.GetBytes(choices.Document().Write(""));
            var rulings = CategoryRulings.For(desk.Category(), [])!.OfJson(body);
            var isRefused = rulings.Any(ruling => ruling.Kind == RulingKind.Shape
                || (ruling.Kind == RulingKind.Unlisted && desk.Unlisted == UnlistedRule.Refuse));
            Assert.Equal(!isRefused, desk.Compile().Inspect(body).TryPass(out var consignment, out _));
            consignment.Dispose();
            if (!isRefused)
            {
                desk.Pass(body, out var report);
                Assert.Equal(report.Fields.Kept, Count<FieldAction.Keep>(rulings));
                Assert.Equal(report.Fields.Masked, Count<FieldAction.Mask>(rulings));
            }
        });

    private static long Count<T>(IEnumerable<Ruling> rulings)
        where T : FieldAction => rulings.Count(ruling => ruling.Rule?.Action is T);
}
