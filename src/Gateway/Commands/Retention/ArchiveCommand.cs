using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Gateway.Commands.Run;
using Gateway.Commands.Words;
using Gateway.Ledger.Archives;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Seals;
using Gateway.Ledger.Verification;
using Gateway.Policies;
using Gateway.Settings;
using Gateway.Stamping;

namespace Gateway.Commands.Retention;

/// <summary>
/// <c>gateway ledger archive</c>: a year that is over, copied whole, sealed and verified. Beside a running daemon.
/// </summary>
internal static class ArchiveCommand
{
    internal static Command Create()
    {
        var config = GatewayCommand.ConfigOption();
        var year = YearOption();
        var output = new Option<string>("--out")
        {
            Description = "The folder to make. One that is there is not written into.",
            Required = true,
            HelpName = "DIR",
        };
        var command = new Command(
            "archive",
            """
            Copies a year of the ledger that is over, with its annexes as they are sealed and all that its entries name,
            writes a manifest, seals it with the e-certificate of 'Ledger:Seal', and verifies the copy. Works beside a
            running daemon. 'gateway ledger verify' reads an archive like a ledger. Exit 0 made, 3 not possible.

            Examples:
              gateway ledger archive --config config/gateway.json --year 2026 --out /mnt/archive/gateway.gz.example-2026
            """)
        {
            config, year, output,
        };
        command.SetAction((parsed, cancellationToken) => ArchiveAsync(
            parsed.GetRequiredValue(config),
            parsed.GetRequiredValue(year),
            parsed.GetRequiredValue(output),
            GatewayCommand.LanguageOf(parsed),
            cancellationToken));
        return command;
    }

    private static Option<int> YearOption() => new("--year")
    {
        Description = "The year; it must be over, with a later one in the ledger.",
        Required = true,
        HelpName = "YYYY",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year))
            {
                return year;
            }

            result.AddError("--year takes a year, for example 2026");
            return 0;
        },
    };

    private static async Task<int> ArchiveAsync(
        string config, int year, string output, Language language, CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        var settings = Foundation.ReadSettings(config, Environment.GetEnvironmentVariables(), faults);
        await FaultReport.WriteAsync(faults, language, Console.Error);
        if (settings is null)
        {
            return ExitCode.Fault;
        }

        var refusal = settings.Ledger.Seal is null ? RetentionRefusal.Unsealed
            : Directory.Exists(output) || File.Exists(output) ? RetentionRefusal.Output
            : null;
        var shards = PublishedShard.All(settings.Ledger.Directory).ToList();
        var shard = shards.Find(one => one.Year == year);
        if (refusal is null && (shard is null || shards[^1].Year == year))
        {
            refusal = RetentionRefusal.Open;
        }

        if (refusal is not null)
        {
            return await RefuseAsync(refusal, language);
        }

        try
        {
            return await MakeAsync(settings, shard!, output, language, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SettingsFileException
            or CryptographicException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Fault;
        }
    }

    private static async Task<int> MakeAsync(
        GatewaySettings settings,
        PublishedShard shard,
        string output,
        Language language,
        CancellationToken cancellation)
    {
        var seal = settings.Ledger.Seal!;
        using var withKey = CertificateFiles.LoadWithKey(seal.Certificate, seal.Key);
        var now = TimeProvider.System.GetUtcNow();
        Directory.CreateDirectory(output);
        var manifest = ArchiveFolder.Make(settings.Ledger.Directory, shard, output, now, cancellation);
        var signature = CadesSignature.Sign(withKey, manifest, now);
        if (seal.Timestamp is { } authority)
        {
            // An archive is made once and by hand: without the authority's word it is not made.
            using var timestamps = new TimestampClient();
            var (stamped, why) = await timestamps.AddAsync(authority, signature, (_, _) => null, cancellation);
            signature = stamped ?? throw new IOException($"{authority}: {why}");
        }

        ArchiveFolder.Seal(output, signature);
        var verdict = LedgerVerifier.Verify(output, [shard.Key.PublicKey.ToArray()]);
        foreach (var finding in verdict.Findings)
        {
            await Console.Error.WriteLineAsync(
                FindingWords.Line(finding.Code, finding.Where, "at", finding.Detail, language));
        }

        if (!verdict.Ok)
        {
            return await RefuseAsync(RetentionRefusal.Archive, language);
        }

        var digest = Convert.ToHexStringLower(SHA256.HashData(manifest));
        await Console.Out.WriteLineAsync(Said.Archived(
            shard.Year.ToString("D4", CultureInfo.InvariantCulture), shard.Head.Size, digest).In(language));
        return ExitCode.Yes;
    }

    internal static async Task<int> RefuseAsync(RetentionRefusal refusal, Language language)
    {
        await Console.Error.WriteLineAsync($"{refusal.Code}: {refusal.Words.In(language)}");
        return ExitCode.No;
    }
}
