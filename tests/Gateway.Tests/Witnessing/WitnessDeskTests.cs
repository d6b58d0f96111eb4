using System.Security.Cryptography;
using System.Text;
using Gateway.Ledger;
using Gateway.Ledger.Notes;
using Gateway.Stamping;
using Gateway.Tests.Ledger;
using Gateway.Witnessing;

namespace Gateway.Tests.Witnessing;

/// <summary>What a witness answers, in the order of the protocol, and what it never forgets.</summary>
public sealed class WitnessDeskTests : IDisposable
{
    private readonly SampleLog _log = new();
    private readonly Witness _witness;

    public WitnessDeskTests() => _witness = new Witness(_log.Trusted);

    public void Dispose()
    {
        _witness.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void Published_conversations_go_as_published()
    {
        foreach (var conversation in Vectors.Read("witness.json").EnumerateArray().Where(each => each.TryGetProperty("steps", out _)))
        {
            Assert.True(NoteKey.TryParse(conversation.GetProperty("log_vkey").GetString()!, out var key));
            using var witness = new Witness(new TrustedLog(conversation.GetProperty("log_origin").GetString()!, key!, false));
            var desk = witness.Start();
            foreach (var step in conversation.GetProperty("steps").EnumerateArray())
            {
                var answer = desk.Add(Encoding.UTF8.GetBytes(step.GetProperty("request_body").GetString()!));
                // As the vectors say of it themselves: the present text of the protocol asks 404 for an unknown log.
                var body = step.GetProperty("assert_body").GetString()!;
                Assert.Equal(body == "unknown log" ? 404 : step.GetProperty("want_status").GetInt32(), answer.Status);
                if (answer.Status == 409)
                {
                    Assert.Equal((body, "text/x.tlog.size"), (Encoding.UTF8.GetString(answer.Body), answer.ContentType));
                }
            }
        }
    }

    [Fact]
    public void Published_heads_of_one_log_are_judged_as_published()
    {
        var published = Vectors.Read("witness.json").EnumerateArray().Single(each => each.TryGetProperty("cases", out _));
        string Text(string name) => published.GetProperty(name).GetString()!;
        Assert.True(NoteKey.TryParse(Text("log_vkey"), out var key));
        var (five, eight) = (Encoding.UTF8.GetBytes(Text("checkpoint_size5")), Encoding.UTF8.GetBytes(Text("checkpoint_size8")));
        List<byte[]> proof = [.. published.GetProperty("consistency_5_to_8_hex").EnumerateArray()
            .Select(hash => Convert.FromHexString(hash.GetString()!))];
        using var witness = new Witness(new TrustedLog("monkeys", key!, false));
        var desk = witness.Start();
        int Ask(long old, IReadOnlyList<byte[]> hashes, byte[] note) => desk.Add(new AddCheckpoint(old, hashes).Write(note)).Status;

        Assert.Equal(200, Ask(0, [], five));
        Assert.Equal(409, Ask(2, proof, eight));
        Assert.Equal(422, Ask(5, [], eight));
        Assert.Equal(422, Ask(5, [.. proof.Select(_ => new byte[32])], eight));
        Assert.Equal(400, Ask(8, [], five));
        Assert.Equal(200, Ask(5, proof, eight));
        Assert.Equal(200, Ask(8, [], eight));
        var tampered = (byte[])five.Clone();
        tampered[^10] ^= 1;
        Assert.Equal(403, Ask(8, [], tampered));
    }

    [Fact]
    public void Each_fault_gets_its_own_answer_and_changes_nothing()
    {
        using var fork = new SampleLog(forksAt: 2);
        using var stranger = new SampleLog("other.example/2026");
        using var forger = Ed25519PrivateKey.Import(SHA256.HashData("forger"u8));
        var desk = _witness.Start();
        Assert.Equal(200, desk.Add(_log.Request(0, 5)).Status);
        var before = File.ReadAllBytes(_witness.FileOf(_log.Origin));
        var proof = _log.Proof(5, 9);
        var many = Enumerable.Repeat(new byte[32], 64).ToList();
        var forged = new Checkpoint(_log.Origin, 9, _log.Root(9)).Sign(forger);
        var empty = new Checkpoint(_log.Origin, 0, new byte[32]).Sign(_log.Key);

        // Both wrong at once: what comes first in the order answers.
        (string Case, int Status, byte[] Body)[] faults =
        [
            ("nothing", 400, []),
            ("no empty line", 400, "old 5"u8.ToArray()),
            ("no signature line", 403, Encoding.UTF8.GetBytes($"old 5\n\n{_log.Origin}\n9\n{Convert.ToBase64String(_log.Root(9))}\n\n")),
            ("a stranger's log", 404, stranger.Request(0, 5)),
            ("a stranger's log, malformed", 404, [.. "older 5\n\n"u8, .. stranger.Note(9)]),
            ("another's signature", 403, new AddCheckpoint(5, proof).Write(forged)),
            ("another's signature, wrong size", 403, new AddCheckpoint(3, proof).Write(forged)),
            ("no size", 400, [.. "old\n\n"u8, .. _log.Note(9)]),
            ("a size with a zero before it", 400, [.. "old 05\n\n"u8, .. _log.Note(9)]),
            ("a size with a sign", 400, [.. "old +5\n\n"u8, .. _log.Note(9)]),
            ("a short hash", 400, [.. "old 5\nAAAA\n\n"u8, .. _log.Note(9)]),
            ("64 hashes", 400, new AddCheckpoint(5, many).Write(_log.Note(9))),
            ("old is beyond new", 400, _log.Request(9, 5)),
            ("not the size that was cosigned", 409, _log.Request(3, 9)),
            ("a fork, at another size", 409, fork.Request(0, 9)),
            ("the same size, another root", 422, fork.Request(5, 5)),
            ("the same size, with a proof", 422, _log.Request(5, 5, proof)),
            ("no proof", 422, _log.Request(5, 9, [])),
            ("another proof", 422, _log.Request(5, 9, _log.Proof(4, 9))),
            ("a proof with a hash too many", 422, _log.Request(5, 9, [.. proof, new byte[32]])),
            ("a fork with its own proof", 422, fork.Request(5, 9)),
            ("size 0 with another root than nothing has", 400, new AddCheckpoint(5, []).Write(empty)),
        ];
        Assert.All(faults, fault => Assert.True(
            fault.Status == desk.Add(fault.Body).Status, $"{fault.Case}: {desk.Add(fault.Body).Status}"));
        Assert.Equal("5\n", Encoding.ASCII.GetString(desk.Add(_log.Request(3, 9)).Body));
        Assert.Equal(before, File.ReadAllBytes(_witness.FileOf(_log.Origin)));
        Assert.Equal(200, desk.Add(_log.Request(5, 9)).Status);
    }

    [Fact]
    public void A_first_head_is_taken_without_a_proof_and_with_one_it_is_not()
    {
        var desk = _witness.Start();

        Assert.Equal("0\n", Encoding.ASCII.GetString(desk.Add(_log.Request(4, 5)).Body));
        Assert.Equal(422, desk.Add(_log.Request(0, 5, [new byte[32]])).Status);
        Assert.Equal(422, desk.Add(new AddCheckpoint(0, []).Write(new Checkpoint(_log.Origin, 0, new byte[32]).Sign(_log.Key))).Status);
        Assert.Equal(200, desk.Add(_log.Request(0, 0)).Status);
        Assert.Equal(200, desk.Add(_log.Request(0, 5)).Status);
    }

    [Fact]
    public void A_cosignature_is_over_this_head_at_this_time_and_no_other()
    {
        var line = Encoding.UTF8.GetString(_witness.Start().Add(_log.Request(0, 5)).Body);

        var text = new Checkpoint(_log.Origin, 5, _log.Root(5)).Text;
        Assert.Equal(_witness.Clock.Now.ToUnixTimeSeconds(), _witness.Name.TimeOf(text, line));
        Assert.Null(_witness.Name.TimeOf(new Checkpoint(_log.Origin, 6, _log.Root(5)).Text, line));
        Assert.True(WitnessKey.TryParse(_witness.Name.ToString(), out var told));
        Assert.True(told.Cosigned(text, line));
    }

    [Fact]
    public void A_cosignature_of_a_head_with_extension_lines_is_over_all_of_its_text()
    {
        var text = new Checkpoint(_log.Origin, 5, _log.Root(5)).Text + "of another product\n";
        var desk = _witness.Start();

        var answer = desk.Add(new AddCheckpoint(0, []).Write(SignedNote.Sign(text, _log.NoteKey, _log.Key)));

        Assert.Equal(200, answer.Status);
        Assert.True(_witness.Name.Cosigned(text, Encoding.UTF8.GetString(answer.Body)));
        Assert.True(SignedNote.TryRead(desk.Find(AddCheckpoint.FolderOf(_log.Origin)), out var kept, out var lines));
        Assert.Contains(lines, line => _witness.Name.Cosigned(kept, line));
    }

    [Fact]
    public void What_it_cosigned_is_on_its_disk_before_it_answers()
    {
        var desk = _witness.Start();
        var file = _witness.FileOf(_log.Origin);

        desk.Add(_log.Request(0, 5));

        Assert.Equal(1, _witness.Disk.Count(DiskCall.Flush, path => path == file + ".tmp"));
        Assert.Equal(1, _witness.Disk.Count(DiskCall.Rename, path => path == file));
        Assert.Equal(1, _witness.Disk.Count(DiskCall.FlushFolder, path => path == Path.GetDirectoryName(file)));
        Assert.Equal(File.ReadAllBytes(file), desk.Find(AddCheckpoint.FolderOf(_log.Origin)));
        Assert.Null(desk.Find(AddCheckpoint.FolderOf("other.example/2026")));
    }

    [Theory]
    [InlineData(nameof(DiskCall.Write), false)]
    [InlineData(nameof(DiskCall.Flush), false)]
    [InlineData(nameof(DiskCall.Rename), false)]
    [InlineData(nameof(DiskCall.Rename), true)]
    [InlineData(nameof(DiskCall.FlushFolder), false)]
    [InlineData(nameof(DiskCall.FlushFolder), true)]
    public void A_witness_that_dies_between_keeping_and_answering_never_cosigns_another_history(string call, bool tookEffect)
    {
        using var fork = new SampleLog(forksAt: 6);
        var desk = _witness.Start();
        Assert.Equal(200, desk.Add(_log.Request(0, 5)).Status);
        _witness.Disk.FailsAfter = tookEffect;
        _witness.Disk.FailsAt = (made, path) =>
            made.ToString() == call && path.Contains(AddCheckpoint.FolderOf(_log.Origin), StringComparison.Ordinal);

        Assert.Equal(503, desk.Add(_log.Request(5, 9)).Status);
        Assert.True(desk.Failed.IsCompleted);
        Assert.Equal(503, desk.Add(_log.Request(5, 5)).Status);

        // The next process knows either head, and goes on from it.
        desk = _witness.Start();
        var answer = desk.Add(_log.Request(1, 9));
        var size = long.Parse(Encoding.ASCII.GetString(answer.Body), null);
        Assert.Equal((409, true), (answer.Status, size is 5 or 9));
        Assert.Equal(200, desk.Add(_log.Request(size, 12)).Status);
        Assert.Equal(422, desk.Add(fork.Request(12, 20)).Status);
        Assert.Equal(409, desk.Add(fork.Request(5, 20)).Status);
    }

    [Fact]
    public void A_head_on_its_disk_that_was_changed_stops_it()
    {
        _witness.Start().Add(_log.Request(0, 5));
        var file = _witness.FileOf(_log.Origin);
        var note = File.ReadAllBytes(file);
        var changed = (byte[])note.Clone();
        changed[_log.Origin.Length + 1] ^= 1;
        File.WriteAllBytes(file, changed);

        Assert.Throws<LedgerStopException>(_witness.Start);
        File.WriteAllBytes(file, note);
        Assert.Equal(409, _witness.Start().Add(_log.Request(0, 9)).Status);
    }

    [Fact]
    public void A_second_process_on_the_folder_is_refused()
    {
        _witness.Start();

        var refused = Assert.Throws<LedgerStopException>(() => WitnessStore.Open(_witness.Folder, new TestDisk(), []));

        Assert.Contains("a witness has one process", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_histories_that_are_shown_at_once_one_is_cosigned()
    {
        using var fork = new SampleLog(forksAt: 6);
        var desk = _witness.Start();
        desk.Add(_log.Request(0, 5));
        var requests = Enumerable.Range(0, 16).Select(i => (i % 2 == 0 ? _log : fork).Request(5, 9)).ToList();

        var answers = await Task.WhenAll(requests.Select(request => Task.Run(() => desk.Add(request))));

        // The one that won may be shown again; of the other, none was.
        var won = answers.Index().Where(answer => answer.Item.Status == 200).Select(answer => answer.Index % 2).ToHashSet();
        Assert.Single(won);
        Assert.All(answers, answer => Assert.Contains(answer.Status, (int[])[200, 409]));
    }

    [Theory]
    [InlineData("log.example/2026", true)]
    [InlineData("log.example/2027", true)]
    [InlineData("log.example/2025", false)]
    [InlineData("log.example/20270", false)]
    [InlineData("log.example/x027", false)]
    [InlineData("log.example/2026/2027", false)]
    [InlineData("another.example/2027", false)]
    public void Later_years_of_a_ledger_count_where_that_was_said_and_under_the_same_key_alone(string origin, bool counts)
    {
        Assert.Equal(counts, (_log.Trusted with { IsYearly = true }).KeyOf(origin) is not null);
        Assert.Equal(origin == _log.Origin, _log.Trusted.KeyOf(origin) is not null);
        if (counts)
        {
            using var shard = new SampleLog(origin);
            using var witness = new Witness(_log.Trusted with { IsYearly = true });
            Assert.Equal(200, witness.Start().Add(shard.Request(0, 3)).Status);
        }
    }

    [Fact]
    public void Every_head_of_a_growing_log_is_cosigned_from_any_size_to_any_later_one()
    {
        for (var old = 1; old < 20; old++)
        {
            using var witness = new Witness(_log.Trusted);
            var desk = witness.Start();
            Assert.Equal(200, desk.Add(_log.Request(0, old)).Status);
            for (var size = old; size < 40; size += 7)
            {
                Assert.Equal(200, desk.Add(_log.Request(witness.Last(_log), size)).Status);
            }
        }
    }
}

/// <summary>What a witness holds.</summary>
internal static class WitnessReading
{
    /// <summary>The size it cosigned last, as its folder says.</summary>
    internal static long Last(this Witness witness, SampleLog log) =>
        Checkpoint.TryOpen(File.ReadAllBytes(witness.FileOf(log.Origin)), log.NoteKey, out var head) ? head!.Size : 0;
}
