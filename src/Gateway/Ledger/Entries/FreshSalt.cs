using System.Security.Cryptography;

namespace Gateway.Ledger.Entries;

/// <summary>
/// Salts for entries, drawn by the cryptographic generator, many at a time for each thread: it takes nearly as long
/// over 16 bytes as over a thousand. A salt is public once its entry is; until then nobody but this thread's next
/// entries has it.
/// </summary>
internal static class FreshSalt
{
    private const int AtATime = 64;

    [ThreadStatic]
    private static byte[]? _drawn;

    [ThreadStatic]
    private static int _used;

    internal static void Take(Span<byte> salt)
    {
        if (_drawn is null || _used == _drawn.Length)
        {
            var drawn = _drawn ?? new byte[AtATime * LedgerEntry.SaltSize];
            RandomNumberGenerator.Fill(drawn);
            (_drawn, _used) = (drawn, 0);
        }

        // INVARIANT: no salt is taken twice: the place moves on before the bytes go out, and nothing is left in it.
        var next = _drawn.AsSpan(_used, LedgerEntry.SaltSize);
        _used += LedgerEntry.SaltSize;
        next.CopyTo(salt);
        next.Clear();
    }
}
