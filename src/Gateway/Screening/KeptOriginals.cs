using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Ledger.Entries;
using Gateway.Policies.Transforms;
using Gateway.Settings;
using Gateway.Stamping;

namespace Gateway.Screening;

//
//  Originals, for two custodians together
//
//  References:
//
//      NIST SP 800-38D - AES-256-GCM; RFC 2104 - HMAC
//      docs/formats/originals.md; docs/decisions/0065
//
//  Shape:
//
//      share(1), share(2)   32 random bytes each, for one release; each encrypted to one custodian's certificate
//      part(c, i)           = HMAC-SHA-256(share(c), "gateway/v1\noriginal\n<transfer>\n<leg>\n<i>\n<path>")
//      key(i)               = part(1, i) XOR part(2, i)
//      sealed(i)            = AES-256-GCM(key(i), nonce of 12 zero bytes, the value's JSON text) || tag of 16
//
//  A key serves one value once, so the nonce needs no chance. A part opens its one value and, without the other part,
//  nothing: a custodian who hands out a part has handed out neither the share nor any other value of the release.
//

/// <summary>What came, value by value, sealed so that only both custodians can open one.</summary>
/// <param name="Sealed">In the order of the commitments' leaves.</param>
internal sealed record KeptOriginals(IReadOnlyList<CustodianShare> Shares, IReadOnlyList<byte[]> Sealed)
{
    internal const int KeySize = 32;

    /// <summary>A release that would keep more does not leave: the annex is held in memory.</summary>
    internal const int MostBytes = 1024 * 1024;

    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <param name="body">As it came.</param>
    /// <param name="custodians">Both.</param>
    internal static KeptOriginals Of(
        ReleasedLeg release,
        IReadOnlyList<ValuePlace> values,
        ReadOnlySpan<byte> body,
        IReadOnlyList<CustodianEntry> custodians)
    {
        if (custodians.Count != CustodianEntry.Wanted)
        {
            throw new InvalidOperationException("the policy was compiled without two custodians");
        }

        var shares = custodians.Select(_ => RandomNumberGenerator.GetBytes(KeySize)).ToList();
        try
        {
            var sealedValues = new List<byte[]>(values.Count);
            foreach (var value in values)
            {
                var place = new OriginalPlace(release, sealedValues.Count, value.Path);
                sealedValues.Add(Seal(place, shares[0], shares[1], body.Slice(value.Start, value.Length)));
            }

            return new KeptOriginals(
                [
                    .. custodians.Zip(shares).Select(pair => new CustodianShare(
                        pair.First.Officer,
                        pair.First.Sha256,
                        FieldEnvelope.Once(pair.First.Certificate, pair.Second))),
                ],
                sealedValues);
        }
        finally
        {
            shares.ForEach(share => CryptographicOperations.ZeroMemory(share));
        }
    }

    /// <summary>What one custodian's share gives for one value. 32 bytes; of no use without the other's.</summary>
    internal static byte[] Part(ReadOnlySpan<byte> share, OriginalPlace place) =>
        HMACSHA256.HashData(share, place.ToBytes());

    /// <summary>The value's JSON text; null where a part is not of this value, or the bytes were changed.</summary>
    /// <param name="one">The part of one custodian.</param>
    /// <param name="other">That of the other; in either order.</param>
    internal static byte[]? Open(ReadOnlySpan<byte> sealedValue, ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        if (sealedValue.Length < TagSize || one.Length != KeySize || other.Length != KeySize)
        {
            return null;
        }

        Span<byte> key = stackalloc byte[KeySize];
        Xor(one, other, key);
        var text = new byte[sealedValue.Length - TagSize];
        using var gcm = new AesGcm(key, TagSize);
        CryptographicOperations.ZeroMemory(key);
        try
        {
            gcm.Decrypt(stackalloc byte[NonceSize], sealedValue[..text.Length], sealedValue[text.Length..], text);
            return text;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Seal(OriginalPlace place, byte[] one, byte[] other, ReadOnlySpan<byte> text)
    {
        Span<byte> key = stackalloc byte[KeySize];
        Xor(Part(one, place), Part(other, place), key);
        var sealedValue = new byte[text.Length + TagSize];
        using var gcm = new AesGcm(key, TagSize);
        CryptographicOperations.ZeroMemory(key);
        gcm.Encrypt(
            stackalloc byte[NonceSize], text, sealedValue.AsSpan(0, text.Length), sealedValue.AsSpan(text.Length));
        return sealedValue;
    }

    private static void Xor(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, Span<byte> key)
    {
        for (var i = 0; i < key.Length; i++)
        {
            key[i] = (byte)(one[i] ^ other[i]);
        }
    }
}

/// <summary>One custodian's half.</summary>
/// <param name="Certificate">Digest of the certificate that the message is encrypted to.</param>
/// <param name="Message">CMS, DER; the share is in it.</param>
internal sealed record CustodianShare(string Officer, Sha256Digest Certificate, byte[] Message)
{
    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("officer"u8, Officer);
        json.WriteString("certSha256"u8, Certificate.ToString());
        json.WriteBase64String("message"u8, Message);
        json.WriteEndObject();
    }

    /// <exception cref="FormatException">It is none.</exception>
    internal static CustodianShare Read(JsonElement json) =>
        Sha256Digest.TryParse(json.TextOf("certSha256"), out var certificate) && json.TextOf("officer") is { } officer
            ? new CustodianShare(officer, certificate, json.GetProperty("message").GetBytesFromBase64())
            : throw new FormatException("no share of a custodian");
}

/// <summary>One release of one transfer.</summary>
/// <param name="Leg">"request" or "response".</param>
internal sealed record ReleasedLeg(Guid Transfer, string Leg);

/// <summary>One value of one release: what a key is derived for, and for nothing else.</summary>
/// <param name="Index">Of the value's leaf.</param>
/// <param name="Path">As the leaf has it. In the key, so that a custodian opens what is asked for by name.</param>
internal sealed record OriginalPlace(ReleasedLeg Release, long Index, string Path)
{
    internal byte[] ToBytes() => Encoding.UTF8.GetBytes(string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"gateway/v1\noriginal\n{Release.Transfer:D}\n{Release.Leg}\n{Index}\n{Path}"));
}
