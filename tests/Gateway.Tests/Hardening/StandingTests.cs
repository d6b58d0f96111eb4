using System.Collections.Frozen;
using System.Text;
using Gateway.Commands.Run;
using Gateway.Permit;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;
using Gateway.Policies.Transforms;
using Gateway.Routing;
using Gateway.Stamping;
using Gateway.Trust;
using StandingClock = Gateway.Tests.Ledger.StandingClock;

namespace Gateway.Tests.Hardening;

/// <summary>What was in order at the start and runs out while the daemon runs.</summary>
public sealed class StandingTests
{
    private static readonly DateTimeOffset Expiry = new(2027, 2, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_bundle_permits_nothing_from_the_moment_it_expires()
    {
        Assert.Null(Refuse(Expiry.AddSeconds(-1)));
        Assert.Equal(RefusalCode.Stopped, Refuse(Expiry)?.Code);
    }

    [Fact]
    public void Nothing_leaves_while_the_clock_is_behind_the_ledger() =>
        Assert.Equal(RefusalCode.Stopped, Refuse(Expiry.AddDays(-1), isClockBehind: true)?.Code);

    [Fact]
    public void Nothing_leaves_under_a_key_whose_endorsement_does_not_hold() =>
        Assert.Equal(
            RefusalCode.Stopped,
            Refuse(Expiry.AddDays(-1), new SignedEndorsement("{}"u8.ToArray(), new byte[3]))?.Code);

    [Fact]
    public void A_declared_response_header_with_personal_data_does_not_cross()
    {
        KeyValuePair<string, string>[] Header(string value) => [KeyValuePair.Create("x-note", value)];

        Assert.Null(RoutedTransfer.RoutingRoom.RefuseAnswer(Screener.All, Header("accepted")));
        Assert.Equal(
            RefusalCode.RouteHeader, RoutedTransfer.RoutingRoom.RefuseAnswer(Screener.All, Header("11010519491231002X"))?.Code);
        Assert.Equal(RefusalCode.RouteHeader, RoutedTransfer.RoutingRoom.RefuseAnswer(Screener.All, Header("\u00e9"))?.Code);
        Assert.Equal(
            RefusalCode.RouteHeader, RoutedTransfer.RoutingRoom.RefuseAnswer(Screener.All, Header(new string('a', 2000)))?.Code);
    }

    [Fact]
    public void The_accepted_bundle_is_kept_as_it_was_checked_whatever_its_folder_holds_by_now()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var kept = new AcceptedBundle(folder.FullName);
            var (first, second) = (Bundle(), Bundle(version: 2));

            kept.Keep([new BundleFile("bundle.yaml", BundleBytes())], first.Digest);
            Assert.Equal(first.Digest, kept.Read()?.Digest);

            kept.Keep([new BundleFile("below/bundle.yaml", BundleBytes(version: 2))], second.Digest);
            Assert.Equal(2, kept.Read()?.Version);
            Assert.Single(Directory.GetFiles(folder.FullName, "*", SearchOption.AllDirectories));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] BundleBytes(int version = 1) => Encoding.UTF8.GetBytes(
        $"bundle: {{ name: b, version: {version}, issued: 2026-11-01T00:00:00Z, expires: 2027-02-01T00:00:00Z }}\n");

    private static PolicyBundle Bundle(int version = 1) =>
        BundleReader.Read([new BundleFile("bundle.yaml", BundleBytes(version))]).Bundle
        ?? throw new InvalidOperationException("the bundle of this test has faults");

    private static Refusal? Refuse(DateTimeOffset now, bool isClockBehind = false) => Refuse(now, [], isClockBehind);

    private static Refusal? Refuse(DateTimeOffset now, SignedEndorsement endorsement) => Refuse(now, [endorsement], false);

    private static Refusal? Refuse(DateTimeOffset now, SignedEndorsement[] endorsements, bool isClockBehind)
    {
        var trust = TrustSnapshot.Create([], CrlFolder.Empty);
        var policy = new PolicySnapshot(
            Bundle(),
            FrozenDictionary<CategoryId, CategoryEngine>.Empty,
            [],
            FrozenDictionary<CategoryId, DateTimeOffset>.Empty);
        return new Standing(() => isClockBehind, new StandingClock(now)).Refuse(policy, trust, endorsements);
    }
}
