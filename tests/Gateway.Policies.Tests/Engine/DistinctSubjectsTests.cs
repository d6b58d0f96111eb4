using System.Text;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine;

public sealed class DistinctSubjectsTests
{
    [Fact]
    public void Each_person_is_new_once()
    {
        var persons = new DistinctSubjects();
        var names = Enumerable.Range(0, 50_000).Select(i => Encoding.UTF8.GetBytes($"C-{i}")).ToArray();
        Assert.All(names, name => Assert.True(persons.IsNew(name)));
        Assert.All(names, name => Assert.False(persons.IsNew(name)));
    }
}
