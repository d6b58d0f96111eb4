using Gateway.Policies;
using Gateway.Settings;
using Gateway.State;
using Gateway.Tests.Trust;
using Gateway.Trust;

namespace Gateway.Tests.Operations;

/// <summary>What runs out when: the earlier of all that must hold, told before it does.</summary>
public sealed class ExpiryTests(TrustBench bench) : IClassFixture<TrustBench>
{
    private static readonly DateTimeOffset Now = TrustBench.Now;

    [Theory]
    [InlineData(0, (int)ExpiryLevel.Expired)]
    [InlineData(1, (int)ExpiryLevel.Soon)]
    [InlineData(14, (int)ExpiryLevel.Soon)]
    [InlineData(15, (int)ExpiryLevel.Ok)]
    public void What_ends_at_this_moment_has_ended(int days, int level) =>
        Assert.Equal(level, (int)new Expiry("key", "a", Now.AddDays(days), "f").LevelAt(Now, Expiries.Soon));

    [Fact]
    public void The_soonest_comes_first()
    {
        var expiries = new Expiries();
        expiries.Swap([new("key", "b", Now.AddDays(2), "f"), new("key", "a", Now.AddDays(2), "f"), new("crl", "z", Now, "f")]);

        Assert.Equal(["z", "a", "b"], expiries.Current.Select(expiry => expiry.Id));
    }

    [Fact]
    public void An_authority_is_recognised_until_the_first_of_both_lists_ends_it()
    {
        var end = Now.AddDays(40);
        var snapshot = bench.Snapshot(south: entry => entry with { To = end });

        Assert.All(snapshot.Entries, entry => Assert.Equal(end, entry.NotAfter));
    }

    [Theory]
    [InlineData(5, 90, 5)]
    [InlineData(90, 5, 5)]
    public void A_crl_counts_until_its_next_update_or_the_age_that_the_lists_allow(int nextUpdate, int maxAge, int end)
    {
        using var folder = new TemporaryFolder();
        folder.Write("issuing.crl", bench.North.Issuing.RevocationList([], Now, Now.AddDays(nextUpdate)));
        var crls = CrlFolder.Read(folder.Path, [bench.North.Issuing.Certificate, bench.North.Root.Certificate], new List<Fault>());
        var snapshot = bench.Snapshot(north: entry => entry with { MaxCrlAge = TimeSpan.FromDays(maxAge) }, revocation: crls);

        var (file, notAfter) = Assert.Single(snapshot.RevocationEnds());

        Assert.Equal(("issuing.crl", Now.AddDays(end)), (file, notAfter));
    }

    [Fact]
    public void An_authority_that_no_crl_speaks_for_is_named()
    {
        using var folder = new TemporaryFolder();
        folder.Write("issuing.crl", bench.North.Issuing.RevocationList([], Now, Now.AddDays(5)));
        folder.Write("root.crl", bench.North.Root.RevocationList([], Now, Now.AddDays(5)));
        var crls = CrlFolder.Read(folder.Path, [bench.North.Issuing.Certificate, bench.North.Root.Certificate], new List<Fault>());

        Assert.Equal(["hk-org-1", "hk-sign-1", "hk-tsa-1", "hk-person-1"], bench.Snapshot(revocation: crls).EntriesWithoutRevocation());
    }

    [Fact]
    public void A_secret_key_with_an_end_is_told_by_use_and_id()
    {
        using var folder = new TemporaryFolder();
        var key = folder.Write("a.key", new byte[32]);
        var other = folder.Write("b.key", [.. Enumerable.Repeat((byte)1, 32)]);
        File.SetUnixFileMode(key, UnixFileMode.UserRead);
        File.SetUnixFileMode(other, UnixFileMode.UserRead);
        var file = folder.Write(
            "keys.json",
            """{"keys":[{"id":"a","use":"hash","file":"a.key","to":"2027-01-01T00:00:00Z"},{"id":"b","use":"hash","file":"b.key"}]}"""u8.ToArray());
        using var ring = KeyRing.Read(file, new List<Fault>())!;

        var expiry = Assert.Single(ExpiriesOf.Keys(ring, file));

        Assert.Equal(("key", "hash/a", new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)), (expiry.Kind, expiry.Id, expiry.NotAfter));
    }
}
