using Gateway.Ledger.Index;
using Gateway.Settings;

namespace Gateway.Tests.Ledger;

/// <summary>
/// The index in PostgreSQL, by the rules of every index; and what a server adds to them: it may be away, it is shared,
/// and it has to be known before it is told anything.
/// </summary>
public sealed class PostgresIndexTests(PostgresServer server) : IndexTests, IClassFixture<PostgresServer>
{
    // Each test has its own; ledgers of one test share it, as gateways do.
    private readonly string _schema = $"index_{Guid.NewGuid():N}";

    private protected override string First => "ledger, ";

    // Two folders may have one origin here, as they never do: then the folder tells whose rows they are.
    private protected override IIndexPlace PlaceOf(string folder, string origin) =>
        new PostgresPlace(server.Settings(_schema), folder == Test.Folder ? origin : $"{origin} in {folder}");

    private protected override void Change(string folder, string sql) => Assert.True(server.Change(sql, _schema) > 0);

    protected override void Dispose(bool disposing)
    {
        server.Execute($"DROP SCHEMA IF EXISTS {_schema} CASCADE");
        base.Dispose(disposing);
    }

    [Fact]
    public async Task Ledgers_that_share_a_database_find_and_lose_their_own_entries_alone()
    {
        using var other = new TestLedger();
        other.Settings = other.Settings with { Origin = "other.example" };
        await FillAsync(Test.Open(), 120);
        await FillAsync(other, other.Open(), 80);
        using var one = Build();
        using (var two = Build(other.Folder, "other.example"))
        {
            Assert.Equal(Entries(), one.Find(new IndexWindow(), _ => true, int.MaxValue));
            Assert.Equal(Entries(other.Folder), two.Find(new IndexWindow(), _ => true, int.MaxValue));
            Assert.Equal(Entries().Count, one.Total(DaySpan.All, _ => true).Sums.Sum(sum => sum.Entries));
            Assert.Equal(
                Entries().Where(entry => entry.Facet.IsDecision).Select(entry => entry.Transfer).OfType<Guid>().Distinct().Count(),
                one.Total(DaySpan.All, _ => true).Transfers);
            Assert.Empty(one.Of(Entries(other.Folder)[0].Transfer!.Value));
        }

        PlaceOf(other.Folder, "other.example").Clear();

        Assert.Equal(Entries(), one.Find(new IndexWindow(), _ => true, int.MaxValue));
        using var again = PlaceOf(other.Folder, "other.example").Open();
        Assert.Empty(again.Heads());
        Assert.Empty(again.Total(DaySpan.All, _ => true).Sums);
        Assert.Equal(0, again.Total(DaySpan.All, _ => true).Transfers);
    }

    [Fact]
    public async Task Of_two_processes_with_one_origin_only_one_writes_the_index()
    {
        await FillAsync(Test.Open(), 20);
        using (Build())
        {
            var second = Assert.Throws<IndexAwayException>(() => Place.Open());
            Assert.Equal("another process writes the index of this origin", second.Message);
            Assert.Throws<IndexAwayException>(() => Place.Clear());
        }

        using var later = Place.Open();
        Assert.Equal(Entries(), later.Find(new IndexWindow(), _ => true, int.MaxValue));
    }

    [Fact]
    public async Task While_the_database_is_away_nobody_is_answered_and_nothing_is_thrown_away()
    {
        await FillAsync(Test.Open(), 60);
        var log = new Said();
        await using var following = Follow(log);
        var before = await following.CurrentAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
        server.Stop();
        try
        {
            var away = Assert.Throws<IndexAwayException>(() => before!.Value.Index.Heads());
            Assert.StartsWith("the database", away.Message, StringComparison.Ordinal);
            following.Doubt(before!.Value.Index, isBroken: false);

            Assert.Null(await following.CurrentAsync(TimeSpan.FromMilliseconds(300), CancellationToken.None));
        }
        finally
        {
            server.Start();
        }

        following.Wake();
        var after = await following.CurrentAsync(TimeSpan.FromSeconds(60), CancellationToken.None);

        Assert.Equal(Entries(), after!.Value.Index.Find(new IndexWindow(), _ => true, int.MaxValue));
        Assert.DoesNotContain(log.Lines, line => line.Contains("made again", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.Contains("stays behind", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_schema_that_was_dropped_is_made_again()
    {
        await FillAsync(Test.Open(), 60);
        await using var following = Follow(new Said());
        var before = await following.CurrentAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
        server.Execute($"DROP SCHEMA {_schema} CASCADE");
        Assert.Throws<IndexBrokenException>(() => before!.Value.Index.Heads());
        following.Doubt(before!.Value.Index, isBroken: true);

        var after = await following.CurrentAsync(TimeSpan.FromSeconds(60), CancellationToken.None);

        Assert.Equal(Entries(), after!.Value.Index.Find(new IndexWindow(), _ => true, int.MaxValue));
    }

    [Theory]
    [InlineData("CREATE SCHEMA $s; CREATE TABLE $s.payroll (id int)")]
    [InlineData("CREATE SCHEMA $s; CREATE TABLE $s.form (version int); INSERT INTO $s.form VALUES (1)")]
    public void A_schema_that_holds_something_else_is_left_alone(string sql)
    {
        server.Execute(sql.Replace("$s", _schema, StringComparison.Ordinal));

        Assert.Throws<IndexAwayException>(() => Place.Open());
        Assert.Throws<IndexAwayException>(() => Place.Clear());

        server.Execute($"SELECT FROM {(sql.Contains("payroll", StringComparison.Ordinal) ? "payroll" : "form")}", _schema);
    }

    [Fact]
    public void A_role_that_may_make_nothing_is_told_apart_from_a_damaged_index() =>
        Assert.Equal(
            "the database refuses (SQLSTATE 42501)",
            Assert.Throws<IndexAwayException>(() => new PostgresPlace(server.Settings(_schema, "guest"), "log.example").Open()).Message);

    [Fact]
    public void Over_tcp_a_server_that_is_known_takes_a_password_or_a_certificate()
    {
        using (var byPassword = new PostgresPlace(server.OverTls(_schema), "log.example").Open())
        {
            Assert.Empty(byPassword.Heads());
        }

        using var byCertificate = new PostgresPlace(Carded("client"), "log.example").Open();
        Assert.Empty(byCertificate.Heads());
    }

    [Theory]
    [InlineData("authority")]
    [InlineData("name")]
    [InlineData("password")]
    [InlineData("password in the clear")]
    [InlineData("password file for all")]
    [InlineData("password file gone")]
    [InlineData("certificate")]
    [InlineData("certificate none")]
    [InlineData("port")]
    public void Over_tcp_nothing_is_asked_of_a_server_that_is_not_known_or_lets_anybody_in_who_is_not(string what)
    {
        var good = server.OverTls(_schema);
        File.WriteAllText(server.At("open"), "for all\n");
        var settings = what switch
        {
            "authority" => good with { Tls = new PostgresTls(server.At("stranger.crt"), null, null) },
            "name" => good with { Host = "127.0.0.1" },
            "password" => good with { PasswordFile = server.At("wrong") },
            "password in the clear" => good with { User = "plain" },
            "password file for all" => good with { PasswordFile = server.At("open") },
            "password file gone" => good with { PasswordFile = server.At("gone") },
            "certificate" => Carded("foreign"),
            "certificate none" => good with { PasswordFile = null },
            _ => good with { Port = 1 },
        };

        var away = Assert.Throws<IndexAwayException>(() => new PostgresPlace(settings, "log.example").Open());

        Assert.DoesNotContain("of nobody", away.Message, StringComparison.Ordinal);
        server.Execute($"CREATE SCHEMA {_schema}"); // It is not there: nothing was asked.
    }

    [Fact]
    public void A_server_that_offers_no_tls_is_told_nothing()
    {
        server.Stop();
        server.Start(withTls: false);
        try
        {
            Assert.Throws<IndexAwayException>(() => new PostgresPlace(server.OverTls(_schema), "log.example").Open());
        }
        finally
        {
            server.Stop();
            server.Start();
        }
    }

    private PostgresSettings Carded(string name) => server.OverTls(_schema) with
    {
        User = "carded",
        PasswordFile = null,
        Tls = new PostgresTls(server.At("ca.crt"), server.At(name + ".crt"), server.At(name + ".key")),
    };
}
