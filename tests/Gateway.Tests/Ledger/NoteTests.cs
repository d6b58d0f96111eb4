using System.Text;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Tree;
using Gateway.Stamping;

namespace Gateway.Tests.Ledger;

public sealed class NoteTests
{
    [Fact]
    public void Every_published_note_is_judged_as_published()
    {
        foreach (var vector in Vectors.Read("note.json").GetProperty("verify").EnumerateArray())
        {
            var keys = vector.GetProperty("known_vkeys").EnumerateArray().Select(vkey =>
                Key(vkey.GetString()!)).ToList();
            var note = vector.TryGetProperty("note", out var text) ? Encoding.UTF8.GetBytes(text.GetString()!)
                : vector.Bytes("note_base64");
            Assert.True(
                vector.GetProperty("valid").GetBoolean() == SignedNote.TryOpen(note, keys, out _),
                vector.GetProperty("desc").GetString());
        }
    }

    [Fact]
    public void A_note_signed_with_the_published_key_has_the_published_bytes()
    {
        var sign = Vectors.Read("note.json").GetProperty("sign");
        var parts = sign.GetProperty("private_key").GetString()!.Split('+', 5);
        using var key = Ed25519PrivateKey.Import(Convert.FromBase64String(parts[4]).AsSpan(1));
        var note = SignedNote.Sign(sign.GetProperty("text").GetString()!, NoteKey.Of(parts[2], key.PublicKey), key);
        Assert.Equal(sign.GetProperty("want").GetString(), Encoding.UTF8.GetString(note));
    }

    [Fact]
    public void Only_well_formed_vkeys_are_taken()
    {
        var vkeys = Vectors.Read("note.json").GetProperty("vkeys");
        Assert.All(vkeys.GetProperty("good").EnumerateArray(), vkey =>
        {
            Assert.True(NoteKey.TryParse(vkey.GetString()!, out var key));
            Assert.Equal(vkey.GetString(), key!.ToString());
        });
        Assert.All(vkeys.GetProperty("bad").EnumerateArray(), vkey =>
            Assert.False(NoteKey.TryParse(vkey.GetString()!, out _)));
        Assert.All(vkeys.GetProperty("good").EnumerateArray().SelectMany(vkey => Mutations(vkey.GetString()!)), vkey =>
            Assert.False(NoteKey.TryParse(vkey, out _), vkey));
    }

    [Fact]
    public void Only_the_exact_form_of_a_checkpoint_is_read() =>
        Assert.All(Vectors.Read("checkpoint.json").EnumerateArray(), vector =>
            Assert.True(
                vector.GetProperty("valid").GetBoolean() == Checkpoint.TryParse(
                    vector.GetProperty("body").GetString()!, out _),
                vector.GetProperty("desc").GetString()));

    [Fact]
    public void A_checkpoint_verifies_with_its_key_and_with_no_changed_byte()
    {
        using var key = Ed25519PrivateKey.Import(new byte[32]);
        var name = NoteKey.Of("log.example/2026", key.PublicKey);
        var note = new Checkpoint(name.Name, 7, MerkleTree.EmptyRoot.ToArray()).Sign(key);
        Assert.True(Checkpoint.TryOpen(note, name, out var head));
        Assert.Equal(7, head!.Size);
        for (var i = 0; i < note.Length; i++)
        {
            var changed = note.ToArray();
            changed[i] ^= 1;
            Assert.False(Checkpoint.TryOpen(changed, name, out _));
        }
    }

    [Fact]
    public void Receipts_are_written_and_read_as_published()
    {
        var vectors = Vectors.Read("tlog-proof.json");
        foreach (var vector in vectors.GetProperty("marshal").EnumerateArray())
        {
            var proof = new TransparencyProof(
                vector.GetProperty("index").GetInt64(), vector.Hashes("hashes"),
                    vector.GetProperty("checkpoint").GetString()!)
            {
                Extra = vector.TryGetProperty("extra", out var extra) ? extra.GetString() : null,
            };
            Assert.Equal(vector.GetProperty("want").GetString(), proof.Write());
            Assert.True(TransparencyProof.TryParse(proof.Write(), out var read));
            Assert.Equal(proof.Write(), read!.Write());
        }

        Assert.All(vectors.GetProperty("bad").EnumerateArray(), row =>
            Assert.False(TransparencyProof.TryParse(row[1].GetString()!, out _), row[0].GetString()));
    }

    private static IEnumerable<string> Mutations(string vkey)
    {
        for (var i = 0; i < vkey.Length; i++)
        {
            yield return vkey[..i];
            yield return vkey[i..][1..];
            yield return $"{vkey[..i]}{(char)(vkey[i] + 1)}{vkey[(i + 1)..]}";
        }
    }

    private static NoteKey Key(string vkey) =>
        NoteKey.TryParse(vkey, out var key) ? key! : throw new ArgumentException(vkey);
}
