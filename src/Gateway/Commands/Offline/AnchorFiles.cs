using Gateway.Evidence;
using Gateway.Policies;

namespace Gateway.Commands.Offline;

/// <summary>The files that the person who verifies relies on.</summary>
internal sealed record AnchorFiles(IReadOnlyList<string> TrustLists, string? CrlFolder, string? LogPolicyFile)
{
    /// <summary>
    /// For one evidence zip, whose CRLs are believed where the lists' authorities signed them. What cannot be read is
    /// no anchor, and is told.
    /// </summary>
    /// <param name="members">Null where the zip could not be read.</param>
    internal EvidenceAnchors For(IReadOnlyDictionary<string, byte[]>? members, List<Fault> faults)
    {
        var crls = (members ?? new Dictionary<string, byte[]>())
            .Where(member => member.Key.StartsWith(EvidenceNames.Crls, StringComparison.Ordinal))
            .Select(member => (member.Key, (ReadOnlyMemory<byte>)member.Value))
            .ToList();
        var lists = OfflineAnchors.Read(TrustLists, CrlFolder, crls, faults);
        return new EvidenceAnchors(
            lists is null ? null : lists.Judge,
            LogPolicyFile is null ? null : ReadLogPolicy(LogPolicyFile, faults),
            lists is null ? null : lists.CrlFaults)
        {
            JudgeTimestamp = lists is null ? null : lists.JudgeTimestamp,
        };
    }

    /// <summary>A C2SP tlog-policy; null where it cannot be read or is none, which is told.</summary>
    internal static LogPolicy? ReadLogPolicy(string file, List<Fault> faults)
    {
        var fault = "the file cannot be read";
        try
        {
            if (LogPolicy.Parse(File.ReadAllBytes(file), out var wrong) is { } policy)
            {
                return policy;
            }

            fault = wrong;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Told below, like a file that is no policy.
        }

        faults.Add(new Fault(Path.GetFileName(file), 0, 0, "$", "evidence.log_policy", fault));
        return null;
    }
}
