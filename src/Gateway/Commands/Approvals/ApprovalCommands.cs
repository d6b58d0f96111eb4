using System.CommandLine;
using Gateway.Commands.Run;
using Gateway.Ledger.Entries;
using Gateway.Listening;
using Gateway.Policies;

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

    /// <summary><c>ledger approve</c>.</summary>
    internal static Command CreateApprove() => ApproveCommand.Create(
        """
        Signs a request of 'ledger recover', 'ledger erase' or 'ledger prune' as an officer: CMS, detached, over its
        exact bytes. Read it first.

        Examples:
          gateway ledger approve --request r.json --certificate li-wei.crt --key li-wei.key --out li-wei.p7s
        """,
        bytes => OfficerRequest.Parse(bytes) is not null,
        ApprovalRefusal.Request);

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

        if (!request.Frame.IsCurrent(now))
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
}

/// <summary>The files of an approval, as the command line names them.</summary>
internal sealed record ApprovedFiles(string? Request, IReadOnlyList<string> Approvals);
