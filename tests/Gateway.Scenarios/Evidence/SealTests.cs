using System.Net;
using Gateway.Audit;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Verification;
using Gateway.Policies;
using Gateway.Scenarios.Fakes;
using Gateway.Settings;
using Gateway.State;

namespace Gateway.Scenarios.Evidence;

/// <summary>Seals of a running daemon, and traces that it puts on record.</summary>
public sealed class SealTests
{
    private const string Operator = "officer.zhou-min";

    [Fact]
    public async Task The_ledger_is_sealed_on_demand_and_at_a_clean_stop_and_openssl_agrees()
    {
        await using var boundary = await OpenAsync(DevAssets.Pki.Certificate("gateway-gz.signing"));
        var pushed = await boundary.North().PushAsync();
        var answer = await AskAsync(boundary, "/v1/seal");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var served = System.Text.Json.JsonElement.Parse(
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var example = OperatorTests.Examples().Single(example => example.TryGetProperty("sealSha256", out _));
        Assert.Equal(Names(example), Names(served));
        await boundary.StopAsync();

        var seals = boundary.Entries().Where(entry => entry.Kind == "seal").ToList();
        Assert.Equal(2, seals.Count);
        Assert.True(boundary.EntriesOf(pushed.TransferId).All(entry => entry.Index < long.Parse(seals[1].Raw("size"), null)));
        Assert.True(LedgerVerifier.Verify(boundary.Ledger, null).Ok);
        var list = Path.Combine(boundary.Ledger, "logs.json");
        Assert.Equal(0, await OpenSslAsync(list, list + ".p7s"));
        foreach (var seal in seals)
        {
            var file = Path.Combine(boundary.Ledger, $"{seal.Year}", "seals", seal.Raw("size"));
            Assert.Equal(seal.Text("sealSha256"), Sha256Digest.Of(await BytesAsync(file + ".p7s")).ToString());
            Assert.Equal(0, await OpenSslAsync(file + ".checkpoint", file + ".p7s"));
            var twin = await BytesAsync(file + ".checkpoint");
            twin[^20] ^= 1;
            await File.WriteAllBytesAsync(file + ".checkpoint", twin, TestContext.Current.CancellationToken);
            Assert.NotEqual(0, await OpenSslAsync(file + ".checkpoint", file + ".p7s"));
        }
    }

    [Fact]
    public async Task A_crash_between_a_list_of_logs_and_its_signature_is_no_finding_and_is_mended_at_the_next_start()
    {
        await using var boundary = await OpenAsync(DevAssets.Pki.Certificate("gateway-gz.signing"));
        await boundary.StopAsync();
        var list = Path.Combine(boundary.Ledger, "logs.json");
        Assert.Equal(0, await OpenSslAsync(list, list + ".p7s"));

        // As a crash leaves it: the new list is there, its signature stands under the list's digest, and in its place
        // that of the list before.
        var spare = $"{list}.{Sha256Digest.Of(await BytesAsync(list))}.p7s";
        File.Move(list + ".p7s", spare);
        await File.WriteAllTextAsync(list + ".p7s", "another", TestContext.Current.CancellationToken);
        Assert.NotEqual(0, await OpenSslAsync(list, list + ".p7s"));
        Assert.Empty(LedgerVerifier.Verify(boundary.Ledger, null).Findings);

        await boundary.StartAsync();
        await Eventually.TrueAsync(() => File.Exists(spare) ? null : spare);
        Assert.Equal(0, await OpenSslAsync(list, list + ".p7s"));
        Assert.Empty(LedgerVerifier.Verify(boundary.Ledger, null).Findings);
    }

    [Fact]
    public async Task The_ledger_is_sealed_at_every_interval()
    {
        await using var boundary = await OpenAsync(DevAssets.Pki.Certificate("gateway-gz.signing"), interval: "00:00:01");

        var seals = await Eventually.TrueAsync(() =>
            boundary.Entries().Where(entry => entry.Kind == "seal").ToList() is { Count: >= 2 } found ? found : null);
        Assert.All(seals, seal => Assert.True(seal.Json.GetProperty("size").GetInt64() <= seal.Index));
    }

    [Fact]
    public async Task Without_an_e_certificate_nothing_is_sealed_and_the_operator_is_told()
    {
        await using var boundary = await OpenAsync(null);

        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(boundary, "/v1/seal")).StatusCode);
        await boundary.StopAsync();
        Assert.DoesNotContain(boundary.Entries(), entry => entry.Kind == "seal");
    }

    [Fact]
    public async Task An_e_certificate_that_the_lists_do_not_recognise_stops_the_start()
    {
        await using var boundary = Boundary.Prepare(settings: SettingsOf(DevAssets.Pki.Certificate("gateway-gz.client"), "01:00:00"));

        var fault = Assert.Single(await boundary.TryStartAsync(), fault => !fault.IsWarning);
        Assert.Equal(("seal.certificate", "Ledger.Seal.Certificate"), (fault.Code, fault.Path));
    }

    [Fact]
    public async Task A_seal_that_cannot_be_made_is_said_and_stops_nothing()
    {
        using var scratch = new Scratch();
        var certificate = scratch.At("seal.crt");
        File.Copy(DevAssets.Pki.Certificate("gateway-gz.signing"), certificate);
        File.Copy(DevAssets.Pki.Key("gateway-gz.signing"), Path.ChangeExtension(certificate, ".key"));
        await using var boundary = await OpenAsync(certificate);
        File.Delete(certificate);

        var answer = await AskAsync(boundary, "/v1/seal");

        Assert.Contains("\"ok\":false", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("8021 SealFailed", LogCapture.Instance.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
    }

    [Fact]
    public async Task A_trace_is_on_record_and_finds_the_transfer_of_a_leaked_record_and_of_no_other()
    {
        await using var boundary = await OpenAsync(null);
        var pushed = await boundary.North().PushAsync();
        await boundary.WholeAsync(pushed.TransferId);
        var sent = boundary.BankHk.Received.Last().Body;
        new TraceNotes(boundary.State).Leave(new TraceEntry(TimeProvider.System.GetUtcNow(), 1, [Guid.Parse(pushed.TransferId)]));
        await boundary.StopAsync();

        var faults = new List<Fault>();
        using var keys = KeyRing.Read(DevAssets.Pki.KeysFile, faults)!;
        var found = DocumentTrace.Run(boundary.Ledger, new LeakedDocument(sent), keys, TestContext.Current.CancellationToken).Found;
        Assert.Equal(pushed.TransferId, Assert.Single(found).Record.Facts.TransferId.ToString());
        var other = sent.ToArray();
        other[other.Length / 2] ^= 1;
        Assert.Empty(DocumentTrace.Run(boundary.Ledger, new LeakedDocument(other), keys, TestContext.Current.CancellationToken).Found);

        var trace = Assert.Single(boundary.Entries(), entry => entry.Kind == "trace");
        Assert.Equal($"[\"{pushed.TransferId}\"]", trace.Raw("transfers"));
        Assert.Empty(Directory.GetFiles(Path.Combine(boundary.State, "traces")));
    }

    [Fact]
    public async Task A_trace_that_cannot_be_recorded_is_said_and_stays()
    {
        await using var boundary = await OpenAsync(null);

        // A link to nothing in the place of a note: it is there, and cannot be read.
        var note = Path.Combine(boundary.State, "traces", "note.json");
        Directory.CreateDirectory(Path.GetDirectoryName(note)!);
        File.CreateSymbolicLink(note, Path.Combine(boundary.State, "nowhere"));
        await boundary.StopAsync();

        Assert.Contains("8022 TraceNotRecorded", LogCapture.Instance.Text, StringComparison.Ordinal);
        Assert.NotNull(new FileInfo(note).LinkTarget);
    }

    [Fact]
    public void The_log_itself_is_what_a_seal_is_over_and_not_who_cosigned_it()
    {
        const string Note = "log.example/2026\n1\nAAAA\n\n\u2014 log.example/2026 AAAA\n";
        const string Cosigned = Note + "\u2014 witness.example BBBB\n";

        Assert.Equal(Note, System.Text.Encoding.UTF8.GetString(OwnNote.Of(System.Text.Encoding.UTF8.GetBytes(Cosigned), "log.example/2026")));
    }

    private static IEnumerable<string> Names(System.Text.Json.JsonElement document) =>
        document.EnumerateObject().Select(member => member.Name);

    private static Task<byte[]> BytesAsync(string file) => File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);

    private static async Task<int> OpenSslAsync(string content, string seal)
    {
        var pki = DevAssets.Pki;
        using var scratch = new Scratch();
        await File.WriteAllTextAsync(
            scratch.At("anchors.pem"),
            await File.ReadAllTextAsync(pki.Authority("cn-root"), TestContext.Current.CancellationToken)
                + await File.ReadAllTextAsync(pki.Authority("cn-issuing"), TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken);
        using var openssl = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            "openssl",
            [
                "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", seal, "-content", content,
                "-CAfile", scratch.At("anchors.pem"), "-purpose", "any", "-out", "/dev/null",
            ])
        { RedirectStandardError = true })!;
        await openssl.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await openssl.WaitForExitAsync(TestContext.Current.CancellationToken);
        return openssl.ExitCode;
    }

    private static async Task<HttpResponseMessage> AskAsync(Boundary boundary, string path) =>
        await boundary.Client("operator", DevAssets.Certificate(Operator)).PostAsync(path, null, TestContext.Current.CancellationToken);

    private static Dictionary<string, string> SettingsOf(string certificate, string interval) => new()
    {
        ["Ledger__Seal__Certificate"] = certificate,
        ["Ledger__Seal__Key"] = Path.ChangeExtension(certificate, ".key"),
        ["Ledger__SealInterval"] = interval,
    };

    private static Task<Boundary> OpenAsync(string? certificate, string interval = "01:00:00") => Boundary.OpenAsync(
        settings: certificate is null ? null : SettingsOf(certificate, interval),
        listeners: new Dictionary<string, object>
        {
            ["operator"] = new
            {
                Address = "127.0.0.1:0",
                Certificate = DevAssets.Pki.Certificate("gateway-gz.server"),
                Key = DevAssets.Pki.Key("gateway-gz.server"),
            },
        });
}
