using System.CommandLine;
using Gateway.Commands.Run;
using Gateway.Ledger.Entries;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.Settings;
using Gateway.Stamping;

namespace Gateway.Commands.Approvals;

/// <summary>
/// What <c>ledger recover</c>, <c>erase</c> and <c>prune</c> share: their options, and <c>ledger approve</c>.
/// </summary>
internal static class ApprovalCommands
{
    internal static Option<string?> RequestOption() => new("--request")
    {
        Description = "The request file that the officers signed.",
        HelpName = "FILE",
    };

    internal static Option<string[]> ApprovalOption() => new("--approval")
    {
        Description = "CMS by an officer over the request file, detached, DER. Wanted twice.",
        HelpName = "FILE",
    };

    internal static Option<string> ReasonOption() => new("--reason")
    {
        Description = "Why: the officers read it. It is not recorded, only its digest within the request.",
        Required = true,
        HelpName = "TEXT",
    };

    /// <summary><c>ledger approve</c>: an officer's signature over a request. Needs no configuration.</summary>
    internal static Command CreateApprove()
    {
        var request = FileOption("--request", "The request file to sign.");
        var certificate = FileOption("--certificate", "The officer's certificate, PEM.");
        var key = FileOption("--key", "Its private key, PEM, mode 0600.");
        var output = FileOption("--out", "Where the approval is written.");
        var command = new Command(
            "approve",
            """
            Signs a request of 'ledger recover', 'ledger erase' or 'ledger prune' as an officer: CMS, detached, over its
            exact bytes. Read it first.

            Examples:
              gateway ledger approve --request r.json --certificate li-wei.crt --key li-wei.key --out li-wei.p7s
            """)
        {
            request, certificate, key, output,
        };
        command.SetAction((parsed, _) => ApproveAsync(
            parsed.GetRequiredValue(request),
            (parsed.GetRequiredValue(certificate), parsed.GetRequiredValue(key)),
            parsed.GetRequiredValue(output),
            GatewayCommand.LanguageOf(parsed)));
        return command;
    }

    /// <summary>The request's bytes and who approved them; or why not.</summary>
    internal static (byte[] Request, OfficerRequest Read, IReadOnlyList<ApprovingOfficer> Officers)? Read(
        ApprovedFiles files, string use, PinnedSnapshots snapshots, DateTimeOffset now, out ApprovalRefusal? refusal)
    {
        if (files.Request is not { } path || files.Approvals.Count != OfficerApprovals.Wanted)
        {
            refusal = ApprovalRefusal.Count;
            return null;
        }

        var bytes = File.ReadAllBytes(path);
        if (OfficerRequest.Parse(bytes) is not { } request || request.Use != use)
        {
            refusal = ApprovalRefusal.Request;
            return null;
        }

        if (!request.IsCurrent(now))
        {
            refusal = ApprovalRefusal.Expired;
            return null;
        }

        var officers = OfficerApprovals.Check(
            bytes, [.. files.Approvals.Select(File.ReadAllBytes)], snapshots, now, out refusal);
        return refusal is null ? (bytes, request, officers) : null;
    }

    internal static async Task<int> RefuseAsync(ApprovalRefusal refusal, Language language)
    {
        await Console.Error.WriteLineAsync($"{refusal.Code}: {refusal.Words.In(language)}");
        return ExitCode.No;
    }

    /// <summary>The configuration, as 'run' would read it on a ledger of this past; faults are printed.</summary>
    internal static async Task<Foundation?> ReadFoundationAsync(
        string config, AcceptedState accepted, Language language)
    {
        var faults = new List<Fault>();
        var foundation = Foundation.Read(
            config, Environment.GetEnvironmentVariables(), accepted, TimeProvider.System, faults);
        await FaultReport.WriteAsync(foundation is null ? faults : [], language, Console.Error);
        return foundation;
    }

    private static Option<string> FileOption(string name, string description) =>
        new(name) { Description = description, Required = true, HelpName = "FILE" };

    private static async Task<int> ApproveAsync(
        string request, (string Certificate, string Key) officer, string output, Language language)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(request);
            if (OfficerRequest.Parse(bytes) is null)
            {
                return await RefuseAsync(ApprovalRefusal.Request, language);
            }

            using var withKey = CertificateFiles.LoadWithKey(officer.Certificate, officer.Key);
            await File.WriteAllBytesAsync(
                output, CadesSignature.Sign(withKey, bytes, TimeProvider.System.GetUtcNow()));
            return ExitCode.Yes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SettingsFileException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Fault;
        }
    }
}

/// <summary>The files of an approval, as the command line names them.</summary>
internal sealed record ApprovedFiles(string? Request, IReadOnlyList<string> Approvals);
