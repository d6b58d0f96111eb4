using System.Net;
using System.Text;
using Gateway.Evidence;
using Gateway.Ledger;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Verification;
using Gateway.Policies;
using Gateway.Scenarios.Fakes;
using Gateway.Stamping;
using Gateway.Witnessing;

namespace Gateway.Scenarios.Witnesses;

/// <summary>A daemon whose heads others cosign: what they see, what happens without them, and what they find out.</summary>
public sealed class WitnessTests
{
    [Fact]
    public async Task Losing_the_quorum_and_getting_it_back_is_on_record_and_delays_no_transfer()
    {
        await using var one = await RunningWitness.StartAsync("one.example");
        await using var two = await RunningWitness.StartAsync("two.example");
        await using var boundary = await Boundary.OpenAsync(settings: RunningWitness.Settings(2, "go-on", one, two));
        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
        await UntilAsync(() => Quorums(boundary) is [true]);
        await boundary.MetricsAsync(page => page.Contains("gateway_witness_quorum 1\n", StringComparison.Ordinal)
            && page.Contains("gateway_witness_cosigned{witness=\"two.example\"} 1\n", StringComparison.Ordinal));

        await two.HangAsync();
        await UntilAsync(() => Quorums(boundary) is [true, false]);
        // Round upon round hangs until its time is up; whoever sends a file meets none of it.
        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
        Assert.Equal("ready\n", (await boundary.ProbeAsync("/readyz")).Text);
        await boundary.MetricsAsync(page => page.Contains("gateway_witness_quorum 0\n", StringComparison.Ordinal)
            && page.Contains("gateway_witness_cosigned{witness=\"two.example\"} 0\n", StringComparison.Ordinal));
        var lost = boundary.Entries().Last(entry => entry.Kind == "witness");
        Assert.Equal("[\"one.example\"]", lost.Raw("cosigned"));
        Assert.Equal("[{\"name\":\"two.example\",\"why\":\"unreachable\"}]", lost.Raw("missing"));
        Assert.Contains("8040 WitnessQuorumLost: 1 witnesses cosigned the ledger's head, 2 are needed: two.example unreachable", LogCapture.Instance.Text, StringComparison.Ordinal);

        await two.StartAsync();
        await UntilAsync(() => Quorums(boundary) is [true, false, true]);
        await boundary.StopAsync();
        Assert.True(LedgerVerifier.Verify(boundary.Ledger, null).Ok);
        Assert.True(one.Size() > 0 && one.Size() == two.Size());
    }

    [Fact]
    public async Task The_newest_head_is_kept_with_its_cosignatures_and_another_verifier_counts_them()
    {
        await using var one = await RunningWitness.StartAsync("one.example");
        await using var two = new RunningWitness("two.example");
        await using var boundary = await Boundary.OpenAsync(settings: RunningWitness.Settings(1, "go-on", one, two));
        await boundary.North().PushAsync();
        await UntilAsync(() => Quorums(boundary) is [true]);
        await boundary.StopAsync();

        var kept = CosignFolder.ReadNewest(ShardFolder.All(boundary.Ledger)[^1])!;
        Assert.True(Checkpoint.TryOpen(kept.Note, RunningWitness.Log, out var head));
        Assert.Equal(one.Size(), head!.Size);
        Assert.True(Policy("quorum one", one, two).IsWitnessed(kept.Text, kept.Lines));
        Assert.True(Policy("group g any one two\nquorum g", one, two).IsWitnessed(kept.Text, kept.Lines));
        Assert.False(Policy("group g all one two\nquorum g", one, two).IsWitnessed(kept.Text, kept.Lines));
        Assert.False(Policy("quorum one", one, two).IsWitnessed(kept.Text.Replace('\n', ' '), kept.Lines));
    }

    [Fact]
    public async Task Without_a_quorum_for_too_long_nothing_leaves_and_with_one_it_does_again()
    {
        var clock = new ShiftedClock();
        await using var witness = await RunningWitness.StartAsync("one.example");
        var settings = RunningWitness.Settings(1, "stop", witness);
        settings["Ledger__Witnesses__StopAfter"] = "00:10:00";
        await using var boundary = await Boundary.OpenAsync(settings: settings, time: clock);
        await UntilAsync(() => Quorums(boundary) is [true]);
        await witness.StopAsync();
        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);

        clock.Shift = TimeSpan.FromMinutes(11);
        var stopped = await boundary.North().PushAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "stopped"), (stopped.Status, stopped.Code));
        Assert.Single(boundary.BankHk.Received);
        Assert.Single(boundary.EntriesOf(stopped.TransferId), entry => entry.Kind == "refusal");
        Assert.Equal("witness\n", (await boundary.ProbeAsync("/readyz")).Text);

        // A restart gains no time: the last quorum is on the disk.
        await boundary.StopAsync();
        await boundary.StartAsync();
        Assert.Equal("stopped", (await boundary.North().PushAsync()).Code);

        await witness.StartAsync();
        await UntilAsync(() => boundary.Entries().Last(entry => entry.Kind == "witness").Raw("quorum") == "true");
        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
        Assert.Equal("ready\n", (await boundary.ProbeAsync("/readyz")).Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_restored_copy_of_the_folder_with_its_anchor_does_not_start_where_a_witness_can_be_asked(bool isAsked)
    {
        await using var witness = await RunningWitness.StartAsync("one.example");
        await using var boundary = await RestoredAsync(witness, isAsked);

        if (isAsked)
        {
            var refused = await Assert.ThrowsAsync<LedgerStopException>(boundary.TryStartAsync);
            Assert.Contains("an old copy was restored", refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(boundary.Entries(), entry => entry.Index >= Restored(boundary));
            return;
        }

        // The twin: without a witness nothing on this machine knows better.
        Assert.DoesNotContain(await boundary.TryStartAsync(), fault => !fault.IsWarning);
    }

    [Fact]
    public async Task A_restored_copy_that_was_written_to_is_found_out_by_a_witness_and_never_starts_again()
    {
        await using var witness = await RunningWitness.StartAsync("one.example");
        await using var boundary = await RestoredAsync(witness, isAsked: true);
        await witness.StopAsync();
        await boundary.StartAsync();
        for (var i = 0; i < 12; i++)
        {
            await boundary.North().PushAsync();
        }

        // It grew beyond what the witness saw: the number alone would show nothing.
        await UntilAsync(() => LedgerGlance.At(boundary.Ledger).Size > witness.Size());
        await witness.StartAsync();
        await boundary.Daemon.LedgerFailed.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Contains("8042 WitnessContradicts: witness one.example", LogCapture.Instance.Text, StringComparison.Ordinal);
        Assert.Equal("ledger.unavailable", (await boundary.North().PushAsync()).Code);
        await boundary.StopAsync();
        await witness.StopAsync();
        await Assert.ThrowsAsync<LedgerStopException>(boundary.TryStartAsync);
    }

    [Fact]
    public async Task A_witness_that_claims_what_it_cannot_show_stops_nothing()
    {
        // The same name and key, told of another log of that origin: it says 409 and shows nothing of ours.
        await using var liar = await LyingWitness.StartAsync();
        await using var one = new RunningWitness("one.example");
        var settings = RunningWitness.Settings(1, "go-on", one);
        settings["Ledger__Witnesses__Members__w0__Url"] = liar.Url;
        await using var boundary = await Boundary.OpenAsync(settings: settings);

        await UntilAsync(() => liar.Asked >= 3 && Quorums(boundary) is [false]);

        Assert.Equal("[{\"name\":\"one.example\",\"why\":\"ahead\"}]", boundary.Entries().Last(entry => entry.Kind == "witness").Raw("missing"));
        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
        await boundary.StopAsync();
        await boundary.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
    }

    [Fact]
    public async Task A_sealed_head_is_cosigned_and_both_go_into_the_evidence()
    {
        await using var witness = await RunningWitness.StartAsync("one.example");
        var settings = RunningWitness.Settings(1, "go-on", witness);
        settings["Ledger__Seal__Certificate"] = DevAssets.Pki.Certificate("gateway-gz.signing");
        settings["Ledger__Seal__Key"] = DevAssets.Pki.Key("gateway-gz.signing");
        await using var boundary = await Boundary.OpenAsync(settings: settings);
        var pushed = await boundary.North().PushAsync();
        await boundary.WholeAsync(pushed.TransferId);
        await boundary.StopAsync();

        var id = Guid.Parse(pushed.TransferId);
        var found = TransferSearch.Find(boundary.Ledger, id, CancellationToken.None);
        var faults = new List<Fault>();
        var sources = new EvidenceSources(new InForceFolder(boundary.Ledger), [], [], []);
        var members = new SortedDictionary<string, byte[]>(
            new EvidenceMaker(boundary.Ledger, sources, null).Make(id, found, TimeProvider.System.GetUtcNow(), faults)!.ToDictionary(),
            StringComparer.Ordinal);
        var name = Assert.Single(members.Keys, member => member.StartsWith("cosigs/", StringComparison.Ordinal));

        Assert.Empty(Findings(members, Policy("quorum one", witness)));
        Assert.Equal(FindingCodes.ProofQuorum, Assert.Single(Findings(members, Policy("group g all one two\nquorum g", witness, new RunningWitness("two.example")))));
        var line = Encoding.UTF8.GetString(members[name]);
        foreach (var at in new[] { line.Length - 10, line.Length - 90 })
        {
            members[name] = Encoding.UTF8.GetBytes(line[..at] + (line[at] == 'A' ? 'B' : 'A') + line[(at + 1)..]);
            Assert.Equal(FindingCodes.ProofQuorum, Assert.Single(Findings(members, Policy("quorum one", witness))));
        }
    }

    [Fact]
    public async Task Beyond_plain_loopback_a_witness_takes_only_the_certificates_it_was_told()
    {
        var pki = DevAssets.Pki;
        await using var witness = new RunningWitness("one.example")
        {
            Listen = new(
                new IPEndPoint(IPAddress.Loopback, 0),
                pki.Certificate("gateway-gz.server"),
                pki.Key("gateway-gz.server"),
                [pki.Certificate("gateway-gz.client")]),
            Endorsement = null,
        };
        await witness.StartAsync();
        var settings = RunningWitness.Settings(1, "go-on", witness);
        settings["Ledger__Witnesses__Members__w0__Authority"] = Path.Combine(witness.Folder, "authority.pem");
        File.WriteAllText(settings["Ledger__Witnesses__Members__w0__Authority"],
            File.ReadAllText(pki.Authority("cn-root")) + File.ReadAllText(pki.Authority("cn-issuing")));
        settings["Ledger__Witnesses__Members__w0__Certificate"] = pki.Certificate("bank-gz.client");
        settings["Ledger__Witnesses__Members__w0__Key"] = pki.Key("bank-gz.client");
        await using (var stranger = await Boundary.OpenAsync(settings: settings))
        {
            await UntilAsync(() => Quorums(stranger) is [false]);
            Assert.Equal(0, witness.Size());
        }

        settings["Ledger__Witnesses__Members__w0__Certificate"] = pki.Certificate("gateway-gz.client");
        settings["Ledger__Witnesses__Members__w0__Key"] = pki.Key("gateway-gz.client");
        await using var boundary = await Boundary.OpenAsync(settings: settings);
        await UntilAsync(() => Quorums(boundary) is [true]);
    }

    // Ten entries were restored, anchor and all; the witness saw more.
    private static async Task<Boundary> RestoredAsync(RunningWitness witness, bool isAsked)
    {
        var boundary = await Boundary.OpenAsync(settings: isAsked ? RunningWitness.Settings(1, "go-on", witness) : null);
        await boundary.North().PushAsync();
        await boundary.StopAsync();
        var old = Path.Combine(boundary.Folder, "old");
        DevAssets.CopyFolder(boundary.Ledger, Path.Combine(old, "ledger"));
        DevAssets.CopyFolder(boundary.State, Path.Combine(old, "state"));
        await boundary.StartAsync();
        await boundary.North().PushAsync();
        await boundary.StopAsync();
        if (isAsked)
        {
            Assert.True(witness.Size() > LedgerGlance.At(Path.Combine(old, "ledger")).Size);
        }

        Directory.Delete(boundary.Ledger, recursive: true);
        Directory.Move(Path.Combine(old, "ledger"), boundary.Ledger);
        File.Copy(Path.Combine(old, "state", "ledger-anchor"), Path.Combine(boundary.State, "ledger-anchor"), overwrite: true);
        return boundary;
    }

    private static long Restored(Boundary boundary) => LedgerGlance.At(boundary.Ledger).Size;

    internal static List<bool> Quorums(Boundary boundary) =>
        [.. boundary.Entries().Where(entry => entry.Kind == "witness").Select(entry => entry.Raw("quorum") == "true")];

    private static LogPolicy Policy(string quorum, params RunningWitness[] witnesses)
    {
        var names = witnesses.Select(witness => $"witness {witness.Name.Split('.')[0]} {witness.Vkey}\n");
        return LogPolicy.Parse(Encoding.UTF8.GetBytes($"log {RunningWitness.Log}\n{string.Concat(names)}{quorum}\n"), out _)!;
    }

    private static List<string> Findings(SortedDictionary<string, byte[]> members, LogPolicy policy)
    {
        var findings = new List<VerificationFinding>();
        EvidenceProof.Check(members, EvidenceNames.Proof, members[EvidenceNames.Entry], policy, findings);
        return [.. findings.Select(finding => finding.Code)];
    }

    internal static async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; i < 1200 && !holds(); i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.True(holds());
    }

    private sealed class ShiftedClock : TimeProvider
    {
        internal TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
    }
}
