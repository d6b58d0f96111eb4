using System.Globalization;
using System.Net;
using Gateway.Ledger.Verification;

namespace Gateway.Mirroring;

/// <summary>What a round found wrong with one log, thrown to the one place that goes on with the next log.</summary>
internal sealed class MirrorFindingException(string code, string where, string detail) : Exception(detail)
{
    internal LedgerFinding Finding { get; } = new(code, where, detail);
}

/// <summary>A log contradicts its copy. Both heads are kept, and told from there for as long as they are.</summary>
internal sealed class ForkSeenException : Exception;

/// <summary>The published files of one log, wherever they are served (C2SP tlog-tiles).</summary>
/// <param name="http">Its base address is where the ledger's folder is served.</param>
/// <param name="year">The shard.</param>
internal sealed class LogSource(HttpClient http, int year)
{
    /// <summary>
    /// A file that a log need not have; null where it does not come. A server that was not told of it may say so by any
    /// status.
    /// </summary>
    internal async Task<byte[]?> FindAsync(string path)
    {
        try
        {
            return await GetAsync(path);
        }
        catch (MirrorFindingException)
        {
            return null;
        }
    }

    /// <summary>Null where there is no such file.</summary>
    /// <exception cref="MirrorFindingException">It cannot be reached, or answers something else.</exception>
    internal async Task<byte[]?> GetAsync(string path)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"{year:D4}/{path}");
        try
        {
            using var answer = await http.GetAsync(new Uri(where, UriKind.Relative));
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => await answer.Content.ReadAsByteArrayAsync(),
                HttpStatusCode.NotFound or HttpStatusCode.Gone => null,
                _ => throw new MirrorFindingException(
                    "log.unreachable",
                    where,
                    string.Create(CultureInfo.InvariantCulture, $"it answers {(int)answer.StatusCode}")),
            };
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or InvalidDataException)
        {
            throw new MirrorFindingException("log.unreachable", where, "it does not answer, or not in time");
        }
    }
}
