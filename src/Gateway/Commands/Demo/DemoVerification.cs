using Gateway.Commands.Offline;
using Gateway.Ledger.Verification;
using Gateway.Policies;
using Gateway.Policies.Parties;
using Gateway.Stamping;

namespace Gateway.Commands.Demo;

/// <summary>
/// Verifies what the demo left as somebody else would, offline: stamps against the trust lists, the ledger against its
/// endorsed key.
/// </summary>
internal sealed class DemoVerification
{
    private readonly DemoScene _scene;
    private readonly KeptMessages _kept;
    private readonly OfflineAnchors _anchors;
    private readonly ReadOnlyMemory<byte> _ledgerKey;

    internal DemoVerification(DemoScene scene, KeptMessages kept)
    {
        _scene = scene;
        _kept = kept;
        var faults = new List<Fault>();
        string[] lists = [scene.Layout.TrustList(Zone.CN), scene.Layout.TrustList(Zone.HK)];
        _anchors = OfflineAnchors.Read(lists, null, faults)
            ?? throw new DemoException(string.Join('\n', faults));
        _ledgerKey = Ed25519KeyFile.ReadPublicPem(File.ReadAllBytes(scene.Layout.PublicKey(KeyUse.Ledger)))
            ?? throw new DemoException("the ledger's public key cannot be read");
    }

    internal IReadOnlyList<VerifiedRow> Stamps() =>
    [
        .. _kept.Messages.EnumerateDirectories()
            .OrderBy(folder => folder.Name, StringComparer.Ordinal)
            .Select(folder => new VerifiedRow(folder.Name, FaultOfMessage(folder.FullName, _scene.Layout.Keys))),
    ];

    /// <summary>The whole ledger, and that every row of the table stands where its answer said.</summary>
    internal VerifiedRow Ledger(IReadOnlyList<TransferRow> rows)
    {
        var missing = rows.FirstOrDefault(row => row.Ledger is not null && !IsRecorded(row));
        var fault = missing is null ? null : $"{missing.Ledger} is not of '{missing.Name.En}'";
        return new VerifiedRow("ledger", FaultOfLedger(_scene.Ledger) ?? fault);
    }

    /// <summary>The first finding; null when stamp, body, statement, base and endorsement hold.</summary>
    internal string? FaultOfMessage(string folder, string keys) =>
        MessageVerification.Run(folder, keys, _anchors.Judge).Findings is [var first, ..]
            ? $"{first.Code} ({first.Member})"
            : null;

    /// <summary>The first finding; null when the ledger is whole.</summary>
    internal string? FaultOfLedger(string folder) =>
        LedgerVerifier.Verify(folder, [_ledgerKey]).Findings is [var first, ..]
            ? $"{first.Code} ({first.Where})"
            : null;

    private bool IsRecorded(TransferRow row) =>
        PublishedEntries.Read(_scene.Ledger, row.Ledger!) is { } entry
        && entry.TryGetProperty("transferId", out var id)
        && id.ValueEquals(row.Id);
}
