using System.Globalization;
using Gateway.Ledger;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Tree;
using Gateway.Witnessing;

namespace Gateway.Mirroring;

//
//  The static tree over all ledgers that are held
//
//  References:
//
//      C2SP tlog-tiles v0.1.0 - paths, content types, caching
//
//  Shape:
//
//      /<Ledger:Origin>/<YYYY>/checkpoint | vkey | cosigs/checkpoint | tile/<L>/<N>[.p/<W>] | tile/entries/<N>[.p/<W>]
//
internal sealed class MirrorServer(IReadOnlyDictionary<string, string> folders)
{
    private const string Text = "text/plain; charset=utf-8";
    private const string Bytes = "application/octet-stream";
    private const string Fresh = "no-store";
    private const string Immutable = "public, max-age=604800, immutable";
    private const int YearLength = 4;

    internal Task AnswerAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return Task.CompletedTask;
        }

        // Every part of the path is read and made anew: nothing that a stranger writes becomes a file's name.
        if (Find(context.Request.Path.Value ?? "") is ({ } bytes, var type, var cache))
        {
            return WriteAsync(context, bytes, type, cache);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return WriteAsync(context, "unknown\n"u8.ToArray(), Text, Fresh);
    }

    internal static async Task WriteAsync(HttpContext context, byte[] bytes, string type, string cache)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        context.Response.Headers.CacheControl = cache;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private (byte[]? Bytes, string Type, string Cache) Find(string path)
    {
        foreach (var (ledger, folder) in folders)
        {
            var prefix = $"/{ledger}/";
            if (path.StartsWith(prefix, StringComparison.Ordinal)
                && path[prefix.Length..].Split('/', 2) is [{ Length: YearLength } year, var rest]
                && int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return Find(new ShardFolder(folder, number), rest);
            }
        }

        return default;
    }

    private static (byte[]? Bytes, string Type, string Cache) Find(ShardFolder shard, string rest) =>
        rest.Split('/', 3) switch
        {
            [ShardFolder.CheckpointName] => (
                PublishedShard.Open(shard) is { } held ? CosignFolder.Served(held) : null, Text, Fresh),
            [CosignFolder.Name, CosignFolder.Newest] => (CosignFolder.ReadNewest(shard)?.Note, Text, Fresh),
            [ShardFolder.VkeyName] => (Read(shard.VkeyFile), Text, Fresh),
            ["tile", var level, var tile]
                when TilePath.TryParse(level, tile, out var parsed, out var index, out var width) =>
                (Read(shard.FileOf(parsed, index, width)), Bytes, Immutable),
            _ => default,
        };

    // A partial tile goes when the full one is there, perhaps just now.
    private static byte[]? Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
