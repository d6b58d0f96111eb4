using System.Security.Cryptography;
using System.Text;
using Gateway.Policies.Formats;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Transforms;

/// <summary>
/// A value in the one spelling that hashes and subjects are made of (FORMATS.md 1, hash): NFKC, no zero-width
/// characters or separators, upper case, and of numbers with prefixes the
/// keyed form. What is ASCII already is folded here, without a detour through strings.
/// </summary>
internal static class FoldedText
{
    private const int OnStack = 256;

    /// <summary>Feeds the folded value into a hash.</summary>
    internal static void Append(ReadOnlySpan<byte> text, IncrementalHash hash)
    {
        if (text.Length <= OnStack && Ascii.IsValid(text))
        {
            Span<byte> folded = stackalloc byte[OnStack];
            hash.AppendData(KeyedForm.Of(folded[..FoldAscii(text, folded)]));
            CryptographicOperations.ZeroMemory(folded);
            return;
        }

        var utf8 = Encoding.UTF8.GetBytes(TextFolding.FoldForHash(text));
        hash.AppendData(KeyedForm.Of(utf8));
        CryptographicOperations.ZeroMemory(utf8);
    }

    /// <summary>Adds the folded value to a list; returns its length.</summary>
    internal static int Append(ReadOnlySpan<byte> text, PooledList<byte> list)
    {
        var start = list.Count;
        if (Ascii.IsValid(text))
        {
            var room = list.Extend(text.Length);
            return Keep(KeyedForm.Of(room[..FoldAscii(text, room)]), room, start, list);
        }

        var upper = TextFolding.FoldForHash(text);
        var wide = list.Extend(Encoding.UTF8.GetByteCount(upper));
        return Keep(KeyedForm.Of(wide[..Encoding.UTF8.GetBytes(upper, wide)]), wide, start, list);
    }

    private static int Keep(Span<byte> keyed, Span<byte> room, int start, PooledList<byte> list)
    {
        keyed.CopyTo(room);
        list.Truncate(start + keyed.Length);
        return keyed.Length;
    }

    // ASCII never grows.
    private static int FoldAscii(ReadOnlySpan<byte> text, Span<byte> target) =>
        TextFolding.TryFoldForHash(text, target, out var written)
            ? written
            : throw new InvalidOperationException("folded ASCII grew");
}
