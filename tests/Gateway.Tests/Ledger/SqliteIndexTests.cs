using Gateway.Ledger.Index;
using Microsoft.Data.Sqlite;

namespace Gateway.Tests.Ledger;

/// <summary>The index in index.db, by the rules of every index; and what a file adds to them.</summary>
public sealed class SqliteIndexTests : IndexTests
{
    private protected override string First => "";

    private protected override IIndexPlace PlaceOf(string folder, string origin) => new SqlitePlace(folder);

    private protected override void Change(string folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, SqliteIndex.FileName)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        Assert.True(command.ExecuteNonQuery() > 0);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("overwritten")]
    public async Task A_file_that_is_damaged_is_thrown_away_and_made_again(string damage)
    {
        await FillAsync(Test.Open(), 400);
        Build().Dispose();
        var file = Path.Combine(Test.Folder, SqliteIndex.FileName);
        if (damage == "cut")
        {
            using var open = File.OpenWrite(file);
            open.SetLength(open.Length / 2);
        }
        else
        {
            await File.WriteAllTextAsync(file, "not a database", TestContext.Current.CancellationToken);
        }

        var log = new Said();
        await using var following = Follow(log);

        var current = await following.CurrentAsync(TimeSpan.FromSeconds(60), CancellationToken.None);

        Assert.Equal(Entries(), current!.Value.Index.Find(new IndexWindow(), _ => true, int.MaxValue));
        Assert.Contains(log.Lines, line => line.Contains("made again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_of_the_form_before_is_thrown_away_and_made_again()
    {
        await FillAsync(Test.Open(), 40);
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(Test.Folder, SqliteIndex.FileName)};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE head (year INTEGER PRIMARY KEY); PRAGMA user_version = 1";
            command.ExecuteNonQuery();
        }

        await using var following = Follow(new Said());
        var current = await following.CurrentAsync(TimeSpan.FromSeconds(60), CancellationToken.None);

        Assert.Equal(Entries(), current!.Value.Index.Find(new IndexWindow(), _ => true, int.MaxValue));
    }
}
