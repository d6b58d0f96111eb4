using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Ledger.Verification;
using Gateway.Permit;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Parties;
using Gateway.Scenarios.Fakes;
using Gateway.Stamping;

namespace Gateway.Scenarios;

/// <summary>
/// Bundle, trust lists, certificates and keys are replaced two hundred times while callers call. No request is lost, and
/// the ledger shows that none was decided by a mixture of old and new.
/// </summary>
public sealed partial class ReloadUnderLoadTests
{
    private const int Reloads = 200;

    [Fact]
    public async Task Two_hundred_reloads_lose_no_request_and_mix_no_snapshots()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-scenario-renewal-");
        await using var boundary = Boundary.Prepare(
            text => new InForce().Write(text), Renewal.Settings(folder.FullName));
        var renewal = new Renewal(folder.FullName);
        await boundary.StartAsync();
        var now = new InForce { Policy = DigestOf(boundary), Stamping = StampingKeyIn(renewal) };
        var states = new List<InForce> { now };
        var shown = new HashSet<string> { DevAssets.Certificate("gateway-gz.server").GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant() };
        using var load = new Load(boundary);

        for (var round = 0; round < Reloads; round++)
        {
            (now, var what) = Renew(renewal, now, round, shown);
            boundary.WriteBundle(now.Write);
            now = now with { Policy = DigestOf(boundary) };
            states.Add(now);
            var report = await boundary.Daemon.ReloadAsync();

            Assert.Empty(report.Refused.Select(part => part.Fault.ToString()));
            Assert.Equal(what, report.Taken.Select(part => part.What).Distinct());
            await load.AnswerSomeAsync();
        }

        await load.EndAsync();
        Assert.All(load.Answers, answer => Assert.Equal((HttpStatusCode.OK, null), (answer.Status, answer.Code)));
        Assert.Subset(shown, load.Shown);
        Assert.True(load.Shown.Count > Reloads / 8, $"only {load.Shown.Count} certificates were ever shown");
        await boundary.StopAsync();
        var entries = boundary.Entries();
        EveryAnswerIsOnRecord(load, entries, boundary);
        NothingIsMixed(entries, states);
        WhatLeftFollowsItsPolicy(boundary, entries, states, renewal);
        NothingIsUsedBeforeItIsOnRecord(entries);
        Assert.Empty(LedgerVerifier.Verify(boundary.Ledger, null).Findings);
        folder.Delete(recursive: true);
    }

    // One kind of file a round, in turn.
    private static (InForce Next, string[] Taken) Renew(Renewal renewal, InForce now, int round, HashSet<string> shown)
    {
        switch (round % 4)
        {
            case 0:
                return (now with { Version = now.Version + 1 }, ["bundle"]);
            case 1:
                var zone = round % 8 == 1 ? Zone.CN : Zone.HK;
                var next = zone == Zone.CN ? now with { North = now.North + 1 } : now with { South = now.South + 1 };
                renewal.TrustList(zone, zone == Zone.CN ? next.North : next.South);
                return (next, ["trust lists"]);
            case 2:
                shown.Add(renewal.Certificate("gateway-gz.server"));
                shown.Add(renewal.Certificate("gateway-gz.client"));
                return (now, ["certificates"]);
            default:
                var number = round + 2;
                var stamping = round % 12 == 3 ? renewal.StampingKey() : now.Stamping;
                return (
                    now with
                    {
                        Version = now.Version + 1,
                        Category = now.Category + 1,
                        Hash = renewal.Key("hash", number),
                        Source = renewal.Key("source", number),
                        Stamping = stamping,
                    },
                    stamping == now.Stamping ? ["bundle", "keys"] : ["bundle", "keys", "endorsed keys"]);
        }
    }

    private static void EveryAnswerIsOnRecord(Load load, IReadOnlyList<EntryView> entries, Boundary boundary)
    {
        var answered = load.Answers.Select(answer => answer.TransferId).ToList();
        Assert.Equal(answered.Count, answered.Distinct().Count());
        var outcomes = entries.Where(entry => entry.Kind == "outcome").ToDictionary(entry => entry.TransferId!);
        Assert.Equal(answered.Order(), outcomes.Keys.Order());
        Assert.All(outcomes.Values, outcome => Assert.Equal("true", outcome.Raw("delivered")));
        Assert.DoesNotContain(entries, entry => entry.Kind == "refusal");
        var arrived = boundary.BankHk.Received.Concat(boundary.HospitalGz.Received)
            .Select(request => request.Field("Transfer-Id")!);
        Assert.Equal(answered.Order(), arrived.Order());
    }

    // Each release names bundle, lists and stamping key: together they must have been in force at one moment.
    private static void NothingIsMixed(IReadOnlyList<EntryView> entries, List<InForce> states)
    {
        var known = states.Select(state => (state.Policy, state.Trust, state.Stamping)).ToHashSet();
        var used = Releases(entries).Select(release => (release.Policy, release.Trust, release.Stamping)).ToList();
        Assert.All(used, triple => Assert.Contains(triple, known));

        // It is no proof if hardly any of them decided anything.
        Assert.True(used.Distinct().Count() > states.Count / 2, $"{used.Distinct().Count()} of {states.Count} decided");
    }

    // What the far side got is what that bundle's rules and that ring's keys make of it, and the statement says so.
    private static void WhatLeftFollowsItsPolicy(
        Boundary boundary, IReadOnlyList<EntryView> entries, List<InForce> states, Renewal renewal)
    {
        var byPolicy = states.DistinctBy(state => state.Policy).ToDictionary(state => state.Policy);
        var releases = Releases(entries).Where(release => release.Leg == "request").ToDictionary(one => one.TransferId);
        Assert.Equal(boundary.BankHk.Received.Count, releases.Count);
        foreach (var request in boundary.BankHk.Received)
        {
            var release = releases[request.Field("Transfer-Id")!];
            var state = byPolicy[release.Policy];
            var body = JsonElement.Parse(request.Body);
            Assert.Equal(state.Marker, body.GetProperty("batch").GetString());
            Assert.Equal(
                $"{state.Hash}.{Hashed(renewal.Secrets[state.Hash], state.Hash)}",
                body.GetProperty("customers")[0].GetProperty("idNumber").GetString());
            Assert.Equal(state.Source, release.Statement.GetProperty("source").GetProperty("key").GetString());
            Assert.Equal(state.Category, release.Statement.GetProperty("categoryVersion").GetInt32());
            Assert.Equal(release.Policy, release.Statement.GetProperty("policy").GetString());
            Assert.Equal(release.Trust, TrustOf(release.Statement));
        }
    }

    // The entry of a bundle, a list or a key stands before the first release under it.
    private static void NothingIsUsedBeforeItIsOnRecord(IReadOnlyList<EntryView> entries)
    {
        var onRecord = new HashSet<string>();
        foreach (var entry in entries)
        {
            switch (entry.Kind)
            {
                case "policy":
                    onRecord.Add(entry.Text("digest")!);
                    break;
                case "trust":
                    onRecord.Add($"{entry.Text("list")}#{entry.Raw("sequence")}");
                    break;
                case "key":
                    onRecord.Add(entry.Text("keyid")!);
                    break;
                case "release":
                    var release = new Release(entry);
                    Assert.Contains(release.Policy, onRecord);
                    Assert.Contains(release.Stamping, onRecord);
                    Assert.All(release.Trust.Split(' '), list => Assert.Contains(list, onRecord));
                    break;
                default:
                    break;
            }
        }
    }

    private static IEnumerable<Release> Releases(IReadOnlyList<EntryView> entries) =>
        entries.Where(entry => entry.Kind == "release").Select(entry => new Release(entry));

    private static string Hashed(byte[] secret, string id)
    {
        var key = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, secret, 32, [], Encoding.UTF8.GetBytes($"gateway/v1\nhash\nT.file\n{id}"));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, "A1"u8))[..32];
    }

    private static string TrustOf(JsonElement json) => string.Join(' ', json.GetProperty("trust").EnumerateArray()
        .Select(list => $"{list.GetProperty("list").GetString()}#{list.GetProperty("sequence")}"));

    private static string DigestOf(Boundary boundary) =>
        BundleDigest.Digest(BundleDigest.Lines(BundleFolder.Read(Path.GetDirectoryName(boundary.BundleFile)!, new List<Fault>())!));

    private static string StampingKeyIn(Renewal renewal)
    {
        using var key = Ed25519KeyFile.ReadPrivate(renewal.Layout.PrivateKey(KeyUse.Stamping));
        return KeyThumbprint.Of(key.PublicKey);
    }

    [GeneratedRegex("keyid=\"([^\"]+)\"")]
    private static partial Regex KeyId();

    /// <summary>What the files say at one moment.</summary>
    private sealed record InForce
    {
        internal int Version { get; init; } = 7;

        /// <summary>Version of the category: a new key for its hash is another category in law.</summary>
        internal int Category { get; init; } = 1;

        internal string Hash { get; init; } = "hash-1";

        internal string Source { get; init; } = "source-1";

        internal int North { get; init; } = 1;

        internal int South { get; init; } = 1;

        internal string Stamping { get; init; } = "";

        internal string Policy { get; init; } = "";

        /// <summary>A value that only this bundle puts into what leaves.</summary>
        internal string Marker => $"v{Version}";

        internal string Trust => $"example-cn#{North} example-hk#{South}";

        internal string Write(string bundle) => bundle
            .Replace("version: 7,", $"version: {Version},", StringComparison.Ordinal)
            .Replace("- id: T.file\n    version: 1", $"- id: T.file\n    version: {Category}", StringComparison.Ordinal)
            .Replace("T.file@1", $"T.file@{Category}", StringComparison.Ordinal)
            .Replace("{ path: $.batch, do: keep }", $"{{ path: $.batch, do: constant, value: {Marker} }}", StringComparison.Ordinal)
            .Replace("key: hash-1", $"key: {Hash}", StringComparison.Ordinal);
    }

    /// <summary>One release entry, as far as it says what decided it.</summary>
    private sealed class Release(EntryView entry)
    {
        internal string TransferId => entry.TransferId!;

        internal string Leg => entry.Leg!;

        internal string Policy => entry.Text("policy")!;

        internal string Trust => TrustOf(entry.Json);

        internal string Stamping => KeyId().Match(entry.Text("signatureInput")!).Groups[1].Value;

        internal JsonElement Statement { get; } = JsonElement.Parse(Convert.FromBase64String(entry.Text("statement")!));
    }

    /// <summary>Callers on both sides: some keep their connections, one makes a new one each time.</summary>
    private sealed class Load : IDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly ConcurrentDictionary<string, bool> _shown = new();
        private readonly List<HttpClient> _clients = [];
        private readonly Task _calling;

        internal Load(Boundary boundary)
        {
            _calling = Task.WhenAll(
                CallAsync(Client(boundary, "north", "bank-gz.client", keepsConnections: true), client => client.PushAsync()),
                CallAsync(Client(boundary, "north", "bank-gz.client", keepsConnections: true), client => client.PushAsync()),
                CallAsync(Client(boundary, "north", "bank-gz.client", keepsConnections: false), client => client.PushAsync()),
                CallAsync(Client(boundary, "south", "clinic-hk.client", keepsConnections: true), client => client.PullAsync()),
                CallAsync(Client(boundary, "south", "clinic-hk.client", keepsConnections: false), client => client.PullAsync()));
        }

        internal ConcurrentQueue<CallersAnswer> Answers { get; } = new();

        /// <summary>Waits until transfers were decided by what is in force now.</summary>
        internal async Task AnswerSomeAsync()
        {
            const int Some = 6;
            var before = Answers.Count;
            await Eventually.TrueAsync(() => Answers.Count >= before + Some || _calling.IsCompleted ? this : null);
        }

        internal async Task EndAsync()
        {
            await _end.CancelAsync();
            await _calling;
        }

        /// <summary>Certificates of the doors that callers saw.</summary>
        internal HashSet<string> Shown => [.. _shown.Keys];

        public void Dispose()
        {
            _end.Cancel();
            _clients.ForEach(client => client.Dispose());
            _end.Dispose();
        }

        private async Task CallAsync(HttpClient client, Func<HttpClient, Task<CallersAnswer>> call)
        {
            await Task.Yield();
            while (!_end.IsCancellationRequested)
            {
                Answers.Enqueue(await call(client));
            }
        }

        private HttpClient Client(Boundary boundary, string door, string name, bool keepsConnections)
        {
            var certificate = DevAssets.Certificate(name);
            var client = new HttpClient(new SocketsHttpHandler
            {
                PooledConnectionLifetime = keepsConnections ? Timeout.InfiniteTimeSpan : TimeSpan.Zero,
                SslOptions = new SslClientAuthenticationOptions
                {
                    LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate,
#pragma warning disable CA5359 // Who it is does not matter here; that it is one of ours is asked at the end.
                    RemoteCertificateValidationCallback = (_, shown, _, _) =>
                        _shown.TryAdd(Convert.ToHexStringLower(SHA256.HashData(shown!.GetRawCertData())), true) || true,
#pragma warning restore CA5359
                },
            })
            {
                BaseAddress = new Uri($"https://{boundary.Door(door)}"),
            };
            _clients.Add(client);
            return client;
        }
    }
}
