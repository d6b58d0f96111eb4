using System.Net.Http.Headers;
using System.Security.Cryptography;
using Gateway.Stamping;

namespace Gateway.Ledger.Seals;

/// <summary>
/// Asks a timestamp authority over HTTP (RFC 3161 section 3.4). It learns a digest of a signature and nothing else;
/// what it answers is signed, so the connection need not be.
/// </summary>
internal sealed class TimestampClient : IDisposable
{
    private const int MostBytes = 64 * 1024;

    // A stop waits for the last seal.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = MostBytes,
    };

    /// <summary>The signature with a timestamp that holds; null, with why, where there is none.</summary>
    /// <param name="judge">Null: the authority is believed at that time; else why not.</param>
    internal async Task<(byte[]? Signature, string Why)> AddAsync(
        Uri authority, byte[] signature, JudgeEndorser judge, CancellationToken cancellationToken)
    {
        try
        {
            var question = SignatureTimestamp.Ask(signature);
            using var content = new ByteArrayContent(question.Bytes);
            content.Headers.ContentType = new MediaTypeHeaderValue(SignatureTimestamp.QueryType);
            using var answer = await _http.PostAsync(authority, content, cancellationToken);
            if (!answer.IsSuccessStatusCode
                || answer.Content.Headers.ContentType?.MediaType != SignatureTimestamp.ReplyType)
            {
                return (null, $"it answered {(int)answer.StatusCode}, or with something else than a timestamp");
            }

            var reply = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            return question.Answer(reply, out var at) is not { } stamped ? (null, "its timestamp does not hold")
                : judge(at!.Authority, at.Time) is { } reason ? (null, reason)
                : (stamped, "");
        }
        catch (HttpRequestException e)
        {
            return (null, e.HttpRequestError.ToString());
        }
        catch (OperationCanceledException)
        {
            return (null, "it did not answer in time");
        }
        catch (CryptographicException)
        {
            return (null, "the seal cannot be asked about");
        }
    }

    public void Dispose() => _http.Dispose();
}
