using System.Reflection;
using Gateway.Policies.Instruments;

namespace Gateway.Policies.Tests.Bundle;

public sealed class WireNamesTests
{
    [Fact]
    public void Every_value_of_every_closed_list_has_one_name_and_comes_back_from_it()
    {
        var tables = typeof(WireNames).GetProperties(BindingFlags.Public | BindingFlags.Static);
        Assert.Equal(19, tables.Length);
        foreach (var table in tables)
        {
            var check = typeof(WireNamesTests)
                .GetMethod(nameof(CheckTable), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(table.PropertyType.GetGenericArguments());
            check.Invoke(null, [table.GetValue(null)]);
        }
    }

    [Fact]
    public void Names_are_those_of_the_contract()
    {
        Assert.Equal("EX5.4", Mechanism.Ex54.Wire());
        Assert.Equal("GBA-HK", Mechanism.GbaHk.Wire());
        Assert.Equal("N2S", Direction.NorthToSouth.Wire());
        Assert.False(WireNames.Mechanisms.TryParse("gba-hk", out _));
        Assert.False(WireNames.Mechanisms.TryParse(null, out _));
    }

    private static void CheckTable<T>(WireTable<T> table)
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        Assert.Equal(values.Length, table.Names.Count);
        Assert.All(values, value => Assert.True(table.TryParse(table.NameOf(value), out var back) && back.Equals(value)));
    }
}
