using System.CommandLine;
using System.Security.Cryptography;
using Gateway.Ledger.Entries;
using Gateway.Policies;
using Gateway.Screening;
using Gateway.Settings;
using Gateway.Stamping;

namespace Gateway.Commands.Originals;

/// <summary>
/// <c>gateway trace share</c>: a custodian answers a request. Needs no configuration and no ledger: it runs where the
/// custodian's key is.
/// </summary>
internal static class OriginalShareCommand
{
    internal static Command Create()
    {
        var request = OriginalOptions.Required("--request", "The request file to answer.");
        var certificate = OriginalOptions.Required("--certificate", "The custodian's certificate, PEM.");
        var key = OriginalOptions.Required("--key", "Its private key, PEM, mode 0600.");
        var output = OriginalOptions.Required("--out", "Where the reply is written, mode 0600; it is a secret.");
        var command = new Command(
            "share",
            """
            Answers a request as a custodian: opens the sealed share with the custodian's key and writes the part of it
            that is for the one value asked for. The share itself is not written. Says what is asked for; read it first.

            Examples:
              gateway trace share --request r.json --certificate li-wei.crt --key li-wei.key --out li-wei.json
            """)
        {
            request, certificate, key, output,
        };
        command.SetAction((parsed, _) => AnswerAsync(
            parsed.GetRequiredValue(request),
            (parsed.GetRequiredValue(certificate), parsed.GetRequiredValue(key)),
            parsed.GetRequiredValue(output),
            GatewayCommand.LanguageOf(parsed)));
        return command;
    }

    private static async Task<int> AnswerAsync(
        string file, (string Certificate, string Key) custodian, string output, Language language)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(file);
            if (OriginalRequest.Parse(bytes) is not { } request)
            {
                return await OriginalAnswer.RefuseAsync(OriginalRefusal.Request, language);
            }

            if (!request.IsCurrent(TimeProvider.System.GetUtcNow()))
            {
                return await OriginalAnswer.RefuseAsync(OriginalRefusal.Expired, language);
            }

            using var withKey = CertificateFiles.LoadWithKey(custodian.Certificate, custodian.Key);
            var certificate = Sha256Digest.Of(withKey.RawDataMemory.Span);
            var message = request.Shares.FirstOrDefault(share => share.Certificate == certificate)?.Message;
            if (message is null || EnvelopeReading.Open(message, withKey) is not { } share)
            {
                return await OriginalAnswer.RefuseAsync(OriginalRefusal.Custodian, language);
            }

            var part = KeptOriginals.Part(share, request.Place);
            CryptographicOperations.ZeroMemory(share);
            await WriteSecretAsync(output, new CustodianReply(Sha256Digest.Of(bytes), certificate, part).ToString());
            await Console.Out.WriteLineAsync(
                $"{request.Place.Release.Transfer:D} {request.Place.Release.Leg} {request.Category}\n"
                    + $"{request.Place.Path}\n{request.Reason}");
            return ExitCode.Yes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SettingsFileException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Fault;
        }
    }

    // Never over a file that is there: its mode would stay what it was.
    private static async Task WriteSecretAsync(string path, string text)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        await using var writer = new StreamWriter(path, options);
        await writer.WriteLineAsync(text);
    }
}
