using Gateway.Ledger.Inspection;
using Gateway.Policies.Parties;

namespace Gateway.Settings;

/// <summary>The "Audit" section: who reads the ledger.</summary>
/// <param name="Zone">Where this gateway and its ledger stand. Required with taps; Default null: not said.</param>
/// <param name="RequestsPerSecondPerReader">Of one reader at the audit listener, on average. Default 50.</param>
/// <param name="BurstPerReader">At once, above the average. Default 200.</param>
/// <param name="StreamsPerReader">Open streams of one reader. Default 2.</param>
/// <param name="Heartbeat">How often a quiet stream says that it lives. Default 00:00:15.</param>
/// <param name="Taps">Who gets the entries as they are published. Default: nobody.</param>
internal sealed record AuditSettings(
    Zone? Zone,
    int RequestsPerSecondPerReader,
    int BurstPerReader,
    int StreamsPerReader,
    TimeSpan Heartbeat,
    IReadOnlyList<TapSettings> Taps)
{
    /// <summary>"Index" of the kind "postgresql". Default null, "sqlite": index.db in the ledger's folder.</summary>
    internal PostgresSettings? Postgres { get; init; }
}

/// <summary>One tap of "Audit:Taps": a receiver that gets every published entry at least once.</summary>
/// <param name="Name">The key it stands under; names its cursor, metric and log lines.</param>
/// <param name="Zone">Where the receiver stands: decides what it may see. Required.</param>
/// <param name="Party">The regulator of the bundle whose scope it reads under. Default null: nobody's.</param>
internal sealed record TapSettings(string Name, Zone Zone, PartyId? Party)
{
    /// <summary>"entry": the entry itself rides along. Default "outline": what it is known by.</summary>
    internal bool WithEntries { get; init; }

    /// <summary>Where a tap without a cursor begins. Default: the first entry there is.</summary>
    internal LedgerCursor From { get; init; }

    /// <summary>Between two looks for new entries, and two deliveries that are not full. Default 00:00:01.</summary>
    internal TimeSpan Interval { get; init; }

    /// <summary>Of the kind "syslog"; else null.</summary>
    internal SyslogSettings? Syslog { get; init; }

    /// <summary>Of the kind "file"; else null.</summary>
    internal TapFileSettings? File { get; init; }

    /// <summary>As gateway.json spells it.</summary>
    internal string Kind => Syslog is null ? "file" : "syslog";
}

/// <summary>A syslog receiver over TLS; both sides show a certificate.</summary>
/// <param name="Host">Name or address. Required.</param>
/// <param name="Port">Of RFC 5425: 6514. Required.</param>
/// <param name="ServerName">What the receiver's certificate must be for. Default: the host.</param>
/// <param name="Authority">PEM of the only authorities believed for it. Required.</param>
/// <param name="Certificate">PEM of the certificate shown to it. Required.</param>
/// <param name="Key">PEM of its private key, mode 0600. Required.</param>
internal sealed record SyslogSettings(
    string Host, int Port, string ServerName, string Authority, string Certificate, string Key);

/// <summary>A file that grows by one line for each entry.</summary>
/// <param name="Path">The file that is written now. Required.</param>
/// <param name="MaxBytes">From this size on it gets another name, and a new one is begun. Default 100 MiB.</param>
internal sealed record TapFileSettings(string Path, int MaxBytes);
