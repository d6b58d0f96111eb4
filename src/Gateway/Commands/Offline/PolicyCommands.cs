using System.CommandLine;
using Gateway.Commands.Words;
using Gateway.Permit;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Settings;
using Gateway.Stamping;

namespace Gateway.Commands.Offline;

/// <summary><c>gateway policy check|test|sign</c>.</summary>
internal static class PolicyCommands
{
    internal static Command Create() =>
        new("policy", "Checks, tests and signs bundles.") { CreateCheck(), PolicyTestCommand.Create(), CreateSign() };

    private static Command CreateCheck()
    {
        var folder = FolderArgument();
        var json = GatewayCommand.JsonOption();
        var command = new Command(
            "check",
            """
            Checks a bundle alone: every fault with file, line, column and path. Unsigned is a warning. Exit 0 valid,
            3 not.

            Examples:
              gateway policy check config/policy
              gateway policy check config/policy --json
            """)
        {
            folder, json,
        };
        command.SetAction((parsed, _) =>
        {
            var faults = new List<Fault>();
            OfflineBundle.Check(parsed.GetRequiredValue(folder), TimeProvider.System, faults);
            return FaultReport.PrintAsync(
                faults,
                parsed.GetValue(json), GatewayCommand.LanguageOf(parsed), Console.Out, Console.Error);
        });
        return command;
    }

    private static Command CreateSign()
    {
        var folder = FolderArgument();
        var certificate = new Option<string>("--certificate")
        {
            Description = "The officer's certificate, PEM.",
            Required = true,
            HelpName = "FILE",
        };
        var key = new Option<string>("--key")
        {
            Description = "Its private key, PEM, mode 0600.",
            Required = true,
            HelpName = "FILE",
        };
        var command = new Command(
            "sign",
            """
            Signs a bundle as an officer, or adds a signature beside those that are there: bundle.p7s, CMS over the
            digest lines. A bundle with faults is not signed (exit 3). Signatures over other files are taken out.

            Examples:
              gateway policy sign config/policy --certificate li-wei.crt --key li-wei.key
            """)
        {
            folder, certificate, key,
        };
        command.SetAction((parsed, cancellationToken) => SignAsync(
            parsed.GetRequiredValue(folder),
            parsed.GetRequiredValue(certificate),
            parsed.GetRequiredValue(key),
            GatewayCommand.LanguageOf(parsed),
            cancellationToken));
        return command;
    }

    private static async Task<int> SignAsync(
        string folder, string certificate, string key, Language language, CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        if (OfflineBundle.Read(folder, TimeProvider.System, faults) is not { } bundle)
        {
            return await FaultReport.PrintAsync(faults, isJson: false, language, Console.Error, Console.Error);
        }

        try
        {
            var files = BundleFolder.Read(folder, faults)!;
            var lines = BundleDigest.Lines(files);
            using var officer = CertificateFiles.LoadWithKey(certificate, key);
            var now = TimeProvider.System.GetUtcNow();
            var before = files.FirstOrDefault(file => file.Path == BundleFolder.SignatureFile)?.Bytes;
            var signature = before is { } p7s && CadesSignature.Verify(lines, p7s.Span).IsSound
                ? CadesSignature.AddSigner(p7s.Span, officer, lines, now)
                : CadesSignature.Sign(officer, lines, now);
            await File.WriteAllBytesAsync(
                Path.Combine(folder, BundleFolder.SignatureFile), signature, cancellationToken);
            await Console.Out.WriteLineAsync(
                Said.Signed(bundle.Name, bundle.Version, BundleDigest.Digest(lines)).In(language));
            return ExitCode.Yes;
        }
        catch (SettingsFileException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Fault;
        }
    }

    internal static Argument<string> FolderArgument() => new("DIR") { Description = "Folder of the bundle." };
}
