using System.Collections;
using Gateway.Commands.Run;
using Gateway.Ledger;
using Gateway.Policies;

namespace Gateway.Commands.Demo;

/// <summary>The demo from the first key to the last tampered byte.</summary>
internal static class DemoRun
{
    /// <param name="say">Says how far it is, in the language of whoever watches.</param>
    /// <exception cref="DemoException">It could not be carried through.</exception>
    internal static async Task<DemoResult> RunAsync(
        string? keep, TimeProvider time, Func<Titles, Task> say, CancellationToken cancellationToken)
    {
        await say(DemoWords.MakingKeys);
        using var scene = DemoScene.Create(time.GetUtcNow());
        using var own = scene.Certificate("gateway-gz.client");
        using var branchIdentity = scene.Certificate("bank-hk.server");
        using var hospitalIdentity = scene.Certificate("hospital-gz.server");
        await using var branch =
            await FarSide.StartAsync(branchIdentity, own, BranchStub.Answer, cancellationToken);
        await using var hospital =
            await FarSide.StartAsync(hospitalIdentity, own, HospitalStub.Answer, cancellationToken);
        scene.WriteBundle(branch.Address, hospital.Address, time.GetUtcNow());

        var kept = new KeptMessages(scene);
        var rows = await TransferAsync(scene, [branch, hospital], kept, time, say, cancellationToken);
        await say(DemoWords.TakingDisk);
        rows.Add(await LedgerOutage.TryAsync(scene, branch, cancellationToken));

        await say(DemoWords.Verifying);
        var verification = new DemoVerification(scene, kept);
        var stamps = verification.Stamps();
        var ledger = verification.Ledger(rows);
        var tampers = new Tampering(verification, scene, kept).Run();
        if (keep is not null)
        {
            KeptFolder.Write(new DirectoryInfo(keep), scene, kept);
        }

        return new DemoResult(rows, stamps, ledger, tampers);
    }

    /// <summary>The warnings that belong to the show. Any other is the reader's to look at.</summary>
    internal static bool IsOnPurpose(Fault warning) =>
        warning is { Code: "expiry.past", Path: DemoCases.ExpiredInstrument }
        || (warning.Code == "route.refused" && DemoCases.RefusedRoutes.Contains(warning.Path));

    // The daemon is stopped cleanly when this returns: what it wrote is published, and its folder is given back.
    private static async Task<List<TransferRow>> TransferAsync(
        DemoScene scene,
        IReadOnlyList<FarSide> farSides,
        KeptMessages kept,
        TimeProvider time,
        Func<Titles, Task> say,
        CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        var settings = scene.WriteSettings("ledger", LogLevel.Warning);
        var start = new DaemonStart(settings, new Hashtable(), time, new PosixDisk()) { IsKnown = IsOnPurpose };
        await say(DemoWords.RefusedOnPurpose);
        await using var daemon = await GatewayDaemon.StartAsync(start, faults, cancellationToken)
            ?? throw new DemoException(string.Join('\n', faults.Prepend<object>("the daemon does not start:")));
        await say(DemoWords.Sending);
        var rows = new List<TransferRow>();
        using var gateway = scene.Gateway;
        foreach (var @case in DemoCases.All)
        {
            using var own = @case.Certificate is { } name ? scene.Certificate(name, @case.IsBadCertificate) : null;
            var door = daemon.Addresses[@case.Door == DemoDoor.North ? "north" : "south"];
            var reply = await Caller.SendAsync(@case, door, own, gateway, cancellationToken);
            var received = farSides
                .Select(side => side.Find(reply.TransferId))
                .OfType<ReceivedRequest>()
                .FirstOrDefault();
            kept.Keep(@case, reply, received);
            rows.Add(Observation.Of(@case, reply, received));
        }

        return rows;
    }
}
