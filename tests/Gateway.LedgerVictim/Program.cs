using System.Globalization;
using System.Text;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Policies.Parties;
using Gateway.Policies.Routes;
using Gateway.Stamping;
using Microsoft.Extensions.Logging.Abstractions;

// Appends to the ledger in FOLDER from 64 clients until somebody kills it, and says of every entry that the ledger
// acknowledged where it stands and whose it is: one line "INDEX TRANSFER-ID", written when the append came back.
const int Clients = 64;
var folder = args[0];
_ = RouteId.TryParse("pull", out var route);
_ = PartyId.TryParse("bank-gz", out var caller);
var context = new EntryContext("gateway/victim", null, []);
using var key = Ed25519PrivateKey.Import(new byte[Ed25519.SeedSize]);
var settings = new LedgerSettings(Path.Combine(folder, "ledger"), "log.example", "gateway/victim")
{
    AnchorFile = Path.Combine(folder, "anchor"),
    SegmentBytes = 1024 * 1024,
};
await using var ledger = TransparencyLedger.Open(
    settings, key, TimeProvider.System, new PosixDisk(), NullLogger.Instance);
await using var output = Console.OpenStandardOutput();
var gate = new Lock();
Say("ready");
await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(AppendForEverAsync)));

async Task AppendForEverAsync()
{
    while (true)
    {
        var id = Guid.NewGuid();
        var record = LedgerRecord.Of(new RequestEntry(id, route, caller, ["size"]), context, TimeProvider.System);
        var position = await ledger.AppendAsync(record, CancellationToken.None);
        Say(string.Create(CultureInfo.InvariantCulture, $"{position.Index} {id}"));
    }
}

void Say(string line)
{
    lock (gate)
    {
        output.Write(Encoding.ASCII.GetBytes(line + "\n"));
    }
}
