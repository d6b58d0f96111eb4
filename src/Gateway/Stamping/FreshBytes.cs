using System.Security.Cryptography;

namespace Gateway.Stamping;

/// <summary>
/// Random bytes for what everybody may see: nonces and salts. From the system's generator, some at a time for each
/// thread, because a call costs the same for sixteen bytes as for many. Never for a key.
/// </summary>
internal static class FreshBytes
{
    private const int Size = 1024;

    [ThreadStatic]
    private static byte[]? _drawn;

    // How many of them were given away.
    [ThreadStatic]
    private static int _given;

    /// <summary>Fills the target with bytes that nobody was given before.</summary>
    internal static void Fill(Span<byte> target)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(target.Length, Size);
        if (_drawn is null || _given > Size - target.Length)
        {
            // All given until the draw is done: one that fails must not leave zeros to be taken for it.
            _given = Size;
            _drawn ??= new byte[Size];
            RandomNumberGenerator.Fill(_drawn);
            _given = 0;
        }

        var fresh = _drawn.AsSpan(_given, target.Length);
        fresh.CopyTo(target);
        fresh.Clear();
        _given += target.Length;
    }
}
