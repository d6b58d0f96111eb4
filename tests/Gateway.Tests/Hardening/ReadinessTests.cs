using System.Collections.Frozen;
using System.Text;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Listening;
using Gateway.Permit;
using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Transforms;
using Gateway.Settings;
using Gateway.Stamping;
using Gateway.State;
using Gateway.Telemetry;
using Gateway.Tests.Ledger;
using Gateway.Tests.Settings;
using Gateway.Trust;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Hardening;

/// <summary>What the probes say: ready only if a transfer could be recorded and released now, and why not.</summary>
public sealed class ReadinessTests
{
    [Fact]
    public async Task A_daemon_that_was_told_to_stop_is_not_ready_and_must_not_be_killed()
    {
        await using var scene = new Scene();
        await scene.Intake.CloseAsync(TimeSpan.Zero, TimeProvider.System, CancellationToken.None);

        Assert.Equal((503, "draining"), await scene.AskAsync("/readyz"));
        Assert.Equal((200, "ok"), await scene.AskAsync("/healthz"));
    }

    [Fact]
    public async Task The_stop_switch_is_the_reason_while_it_is_set()
    {
        await using var scene = new Scene();
        var stop = Path.Combine(scene.State, "stop");
        await File.WriteAllTextAsync(stop, "", TestContext.Current.CancellationToken);
        Assert.Equal((503, "stopped"), await scene.AskAsync("/readyz"));

        // Without any authority of either side nobody could be identified.
        File.Delete(stop);
        Assert.Equal((503, "trust"), await scene.AskAsync("/readyz"));
    }

    [Fact]
    public async Task An_expired_bundle_is_the_reason()
    {
        await using var scene = new Scene(expires: "2026-10-01T00:00:00Z");

        Assert.Equal((503, "bundle"), await scene.AskAsync("/readyz"));
    }

    [Fact]
    public async Task A_clock_behind_the_ledger_is_the_reason()
    {
        await using var scene = new Scene();
        scene.Files.Clock.Now -= TimeSpan.FromHours(1);

        Assert.Equal((503, "clock"), await scene.AskAsync("/readyz"));
    }

    [Fact]
    public async Task A_key_whose_endorsement_does_not_hold_is_the_reason()
    {
        await using var scene = new Scene(endorsement: new SignedEndorsement("{}"u8.ToArray(), new byte[3]));

        Assert.Equal((503, "endorsement"), await scene.AskAsync("/readyz"));
    }

    [Fact]
    public async Task A_key_that_every_release_needs_and_is_not_in_force_is_the_reason()
    {
        await using var scene = new Scene(keys: KeyRing.Empty());

        Assert.Equal((503, "keys"), await scene.AskAsync("/readyz"));
    }

    [Fact]
    public async Task A_volume_without_room_is_the_reason_before_anything_is_refused()
    {
        await using var scene = new Scene();
        scene.Disk.Free = 1000;
        await scene.Ledger.PublishAsync(CancellationToken.None);

        Assert.Equal((503, "space"), await scene.AskAsync("/readyz"));
    }

    [Theory]
    [InlineData(30, 200, "ok")]
    [InlineData(0, 503, "ledger")]
    public async Task A_stopped_ledger_is_the_reason_and_a_kill_is_due_only_after_the_grace(
        int graceSeconds, int status, string word)
    {
        await using var scene = new Scene(graceSeconds);
        scene.Disk.FailsAt = (call, _) => call == DiskCall.Flush;
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => scene.AppendAsync());
        await scene.Ledger.Failed;

        Assert.Equal((503, "ledger"), await scene.AskAsync("/readyz"));
        Assert.Equal((status, word), await scene.AskAsync("/healthz"));
        Assert.Contains("gateway_ready{reason=\"ledger\"} 0\n", await scene.MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_ledger_makes_durable_is_measured()
    {
        await using var scene = new Scene();
        await scene.AppendAsync();
        await scene.AppendAsync();

        var metrics = await scene.MetricsAsync();
        Assert.Contains("gateway_ledger_entries 3\n", metrics, StringComparison.Ordinal);
        Assert.Contains("gateway_ledger_available 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("gateway_ledger_flush_seconds_count 2\n", metrics, StringComparison.Ordinal);
        Assert.Contains("gateway_policy_version 4\n", metrics, StringComparison.Ordinal);
    }

    private sealed class Scene : IAsyncDisposable
    {
        private readonly Instruments _instruments = new();
        private readonly MetricsPage _page;
        private readonly ProbeEndpoint _probe;
        private readonly SnapshotStore _snapshots;

        internal Scene(int graceSeconds = 30, string expires = "2027-02-01T00:00:00Z", SignedEndorsement? endorsement = null, KeyRing? keys = null)
        {
            _page = new MetricsPage(_instruments.Meter);
            State = Directory.CreateDirectory(Path.Combine(Files.Folder, "..", "state")).FullName;
            Ledger = Files.Open(Disk);
            var policy = new PolicySnapshot(
                Bundle(expires),
                FrozenDictionary<CategoryId, CategoryEngine>.Empty,
                [],
                FrozenDictionary<CategoryId, DateTimeOffset>.Empty);
            _snapshots = new SnapshotStore(new PinnedSnapshots(
                policy,
                TrustSnapshot.Create([], CrlFolder.Empty),
                keys ?? Secrets.Ring(),
                new EndorsedKeys(Ed25519PrivateKey.Create(new byte[32]), endorsement is null ? [] : [endorsement]),
                new TlsIdentities(new Dictionary<string, TlsIdentity>(), new Dictionary<string, TlsIdentity>())));
            var standing = new Standing(() => Ledger.IsClockBehind, Files.Clock);
            var readiness = new Readiness(
                Ledger, new StopSwitch(State), standing, _snapshots, Intake, Files.Clock);
            _probe = new ProbeEndpoint(readiness, Ledger.Vitals, TimeSpan.FromSeconds(graceSeconds), _page);
            Ledger.Vitals.Flushed += _instruments.Flushed;
            DaemonGauges.Observe(
                _instruments.Meter, readiness, () => _snapshots.Current, () => [], Files.Clock);
            DaemonGauges.Observe(_instruments.Meter, Ledger);
        }

        internal TestLedger Files { get; } = new();

        internal TestDisk Disk { get; } = new();

        internal TransparencyLedger Ledger { get; }

        internal string State { get; }

        internal Intake Intake { get; } = new();

        internal async Task AppendAsync() => await Ledger.AppendAsync(
            LedgerRecord.Of(new TickEntry(), TestLedger.Context, Files.Clock), CancellationToken.None);

        internal async Task<(int Status, string Word)> AskAsync(string path)
        {
            var (status, text) = await GetAsync(path);
            Assert.EndsWith("\n", text, StringComparison.Ordinal);
            return (status, text.TrimEnd('\n'));
        }

        internal async Task<string> MetricsAsync() => (await GetAsync("/metrics")).Text;

        public async ValueTask DisposeAsync()
        {
            await Ledger.DisposeAsync();
            _snapshots.Dispose();
            _page.Dispose();
            _instruments.Dispose();
            Files.Dispose();
        }

        private async Task<(int Status, string Text)> GetAsync(string path)
        {
            var context = new DefaultHttpContext();
            (context.Request.Method, context.Request.Path) = ("GET", path);
            using var body = new MemoryStream();
            context.Response.Body = body;
            await _probe.AnswerAsync(context);
            return (context.Response.StatusCode, Encoding.UTF8.GetString(body.ToArray()));
        }

        private static PolicyBundle Bundle(string expires) => BundleReader.Read(
        [
            new BundleFile("bundle.yaml", Encoding.UTF8.GetBytes(
                $"bundle: {{ name: b, version: 4, issued: 2026-09-01T00:00:00Z, expires: {expires} }}\n")),
        ]).Bundle ?? throw new InvalidOperationException("the bundle of this test has faults");
    }
}
