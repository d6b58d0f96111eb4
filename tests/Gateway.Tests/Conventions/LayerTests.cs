using Gateway.Policies;

namespace Gateway.Tests.Conventions;

/// <summary>What may know what: dependencies point one way, and each library stands behind one door.</summary>
public sealed class LayerTests
{
    [Fact]
    public void The_source_is_found() => Assert.True(SourceTree.Files.Count > 200);

    [Fact]
    public void The_pure_library_knows_nothing_of_the_daemon_or_the_web() =>
        Assert.DoesNotContain(
            typeof(RefusalCode).Assembly.GetReferencedAssemblies(),
            name => name.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                || name.Name.StartsWith("Microsoft.Extensions", StringComparison.Ordinal)
                || name.Name is "gateway" or "System.Net.Http" or "System.IO.FileSystem");

    [Fact]
    public void The_pure_library_reads_no_file_no_clock_and_writes_no_log() =>
        Assert.DoesNotContain(
            SourceTree.FilesWith(@"(?<![.\w])(File|Directory|FileStream|TimeProvider|Stopwatch|ILogger|Console)[.<(]|\bGetUtcNow\(|\bUtcNow\b"),
            path => path.StartsWith("Gateway.Policies/", StringComparison.Ordinal));

    [Theory]
    [InlineData(@"^using Yarp", "Gateway/Forwarding/")]
    [InlineData(@"""libsodium", "Gateway/Stamping/Ed25519.cs")]
    [InlineData(@"""libcrypto", "Gateway/CarriedLibraries.cs", "Gateway/Ledger/Tree/ThreadSha256.cs")]
    [InlineData(@"^using System\.Security\.Cryptography\.Pkcs", "Gateway/Stamping/", "Gateway/Trust/")]
    [InlineData(@"^using (Microsoft\.Data\.Sqlite|SQLitePCL)", "Gateway/Ledger/Index/Sqlite")]
    [InlineData(@"^using Npgsql", "Gateway/Ledger/Index/Postgres")]
    [InlineData(@"^using YamlDotNet", "Gateway.Policies/Bundle/")]
    [InlineData(
        @"^using Serilog",
        "Gateway/Commands/Run/DaemonLog.cs", "Gateway/Telemetry/LogFacts.cs", "Gateway/Telemetry/TextLine.cs", "Gateway/Telemetry/JsonLine.cs")]
    [InlineData(@"^using OpenTelemetry", "Gateway/Telemetry/OtlpExport.cs")]
    public void Each_library_stands_behind_one_door(string pattern, params string[] places)
    {
        var users = SourceTree.FilesWith(pattern);
        // The daemon puts the rooms together, and hands the forwarder to the room that uses it.
        var strangers = users.Where(path => !places.Any(place => path.StartsWith(place, StringComparison.Ordinal)))
            .Except(pattern.Contains("Yarp", StringComparison.Ordinal) ? ["Gateway/Commands/Run/DaemonParts.cs"] : []);

        Assert.NotEmpty(users);
        Assert.Empty(strangers);
    }

    [Theory]
    [InlineData("Arrival", "Gateway/Listening/Arrival.cs")]
    [InlineData("IdentifiedTransfer", "Gateway/Identity/IdentifiedTransfer.cs")]
    [InlineData("AdmittedTransfer", "Gateway/Identity/AdmittedTransfer.cs")]
    [InlineData("RoutedTransfer", "Gateway/Routing/RoutedTransfer.cs")]
    [InlineData("PermittedTransfer", "Gateway/Permit/PermittedTransfer.cs")]
    [InlineData("ReadLeg", "Gateway/Reading/ReadLeg.cs")]
    [InlineData("ScreenedLeg", "Gateway/Screening/ScreenedLeg.cs")]
    [InlineData("StampedLeg", "Gateway/Stamping/StampedLeg.cs")]
    [InlineData("RecordedLeg", "Gateway/Ledger/RecordedLeg.cs")]
    public void A_state_is_made_only_in_its_own_room(string state, string room)
    {
        var type = typeof(Gateway.Rooms.TransferPipeline).Assembly.GetTypes().Single(type => type.Name == state);

        Assert.All(
            type.GetConstructors(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic),
            constructor => Assert.True(constructor.IsPrivate));
        Assert.All(SourceTree.FilesWith($@"\bnew {state}\("), path => Assert.Equal(room, path));
    }

    [Fact]
    public void An_answered_transfer_is_made_only_in_forwarding() =>
        Assert.All(
            SourceTree.FilesWith(@"\bnew AnsweredTransfer\("),
            path => Assert.StartsWith("Gateway/Forwarding/", path, StringComparison.Ordinal));

    [Fact]
    public void Only_the_edge_catches_whatever_comes() =>
        Assert.Equal(["Gateway/Listening/TransferEdge.cs"], SourceTree.Files
            .Where(file => file.Lines.Any(line => System.Text.RegularExpressions.Regex.IsMatch(line, @"catch \(Exception( \w+)?\)\s*$|catch\s*$")))
            .Select(file => file.Path));
}
