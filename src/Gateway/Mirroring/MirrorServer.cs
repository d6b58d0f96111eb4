using System.Globalization;
using Gateway.Ledger;
using Gateway.Ledger.Tree;

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
//      /<Ledger:Origin>/<YYYY>/checkpoint | vkey | tile/<L>/<N>[.p/<W>] | tile/entries/<N>[.p/<W>]
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
        if (Find(context.Request.Path.Value ?? "") is var (file, type, cache) && File.Exists(file))
        {
            return WriteAsync(context, File.ReadAllBytes(file), type, cache);
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

    private (string File, string Type, string Cache)? Find(string path)
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

        return null;
    }

    private static (string File, string Type, string Cache)? Find(ShardFolder shard, string rest) =>
        rest.Split('/', 3) switch
        {
            [ShardFolder.CheckpointName] => (shard.CheckpointFile, Text, Fresh),
            [ShardFolder.VkeyName] => (shard.VkeyFile, Text, Fresh),
            ["tile", var level, var tile]
                when TilePath.TryParse(level, tile, out var parsed, out var index, out var width) =>
                (shard.FileOf(parsed, index, width), Bytes, Immutable),
            _ => null,
        };
}
