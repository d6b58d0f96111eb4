using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace Gateway.Commands.Demo;

//
//  Reading one entry out of a ledger's tiles
//
//  References:
//
//      C2SP tlog-tiles - entry bundles: 256 entries, each behind its length in two octets, big-endian; a bundle that
//          is not full lies in "<path>.p/<width>"
//
internal static class PublishedEntries
{
    private const int Width = 256;

    /// <param name="position">"origin/YYYY/index", as Transfer-Ledger gives it.</param>
    internal static JsonElement? Read(string ledger, string position)
    {
        var parts = position.Split('/');
        var index = int.Parse(parts[^1], CultureInfo.InvariantCulture);

        // The demo's ledger has fewer than 256,000 entries: one level of names.
        var name = (index / Width).ToString("000", CultureInfo.InvariantCulture);
        var full = Path.Combine(ledger, parts[^2], "tile", "entries", name);
        var file = File.Exists(full)
            ? full
            : Directory.EnumerateFiles($"{full}.p").MaxBy(path => new FileInfo(path).Length);
        return file is null ? null : Pick(File.ReadAllBytes(file), index % Width);
    }

    private static JsonElement? Pick(ReadOnlySpan<byte> bundle, int slot)
    {
        for (; bundle.Length >= 2; slot--)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(bundle);
            if (slot == 0)
            {
                return JsonDocument.Parse(bundle.Slice(2, length).ToArray()).RootElement;
            }

            bundle = bundle[(2 + length)..];
        }

        return null;
    }
}
