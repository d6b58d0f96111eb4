using System.Security.Cryptography;
using System.Text;
using Gateway.Ledger;

namespace Gateway.Tests.Ledger;

public sealed class SealedAnnexTests
{
    private const string KeyId = "annex-1";

    private static readonly byte[] Key = SHA256.HashData("a key of this test"u8);
    private static readonly byte[] Plain = "{\"subjects\":[]}"u8.ToArray();

    [Fact]
    public void Who_holds_the_annex_key_can_read_an_annex() => Assert.Equal(Plain, Open(Seal(), KeyId, Key));

    [Fact]
    public void Another_key_opens_nothing() => Assert.Null(Open(Seal(), KeyId, SHA256.HashData("another"u8)));

    [Fact]
    public void A_key_that_is_gone_opens_nothing() => Assert.Null(Open(Seal(), "annex-2", Key));

    [Fact]
    public void An_annex_with_one_changed_byte_anywhere_does_not_open()
    {
        var annex = Seal();
        for (var i = 0; i < annex.Length; i++)
        {
            var changed = (byte[])annex.Clone();
            changed[i] ^= 1;
            Assert.Null(Open(changed, KeyId, Key));
        }
    }

    [Fact]
    public void An_annex_that_was_cut_off_does_not_open()
    {
        var annex = Seal();
        for (var length = 0; length < annex.Length; length++)
        {
            Assert.Null(Open(annex[..length], KeyId, Key));
        }
    }

    [Fact]
    public void The_same_annex_sealed_twice_shares_no_key_stream()
    {
        var header = "GWA1"u8.Length + 1 + KeyId.Length;

        Assert.NotEqual(Seal()[header..], Seal()[header..]);
    }

    [Fact]
    public void An_annex_has_the_form_of_its_description()
    {
        const int SaltSize = 32;
        const int TagSize = 16;
        var annex = Seal();

        Assert.Equal([.. "GWA1"u8, (byte)KeyId.Length, .. Encoding.UTF8.GetBytes(KeyId)], annex[..(5 + KeyId.Length)]);
        Assert.Equal(5 + KeyId.Length + SaltSize + Plain.Length + TagSize, annex.Length);
    }

    private static byte[] Seal() => SealedAnnex.Seal(Plain, KeyId, Key);

    private static byte[]? Open(byte[] annex, string heldId, byte[] key) =>
        SealedAnnex.Open(annex, id => id == heldId ? key : null);
}
