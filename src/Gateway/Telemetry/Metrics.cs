using static Gateway.Telemetry.MetricDefinition;

namespace Gateway.Telemetry;

/// <summary>
/// Every metric of the daemon. docs/metrics.md says what to do with each; a test holds the two together.
/// </summary>
internal static class Metrics
{
    private static readonly double[] TransferBounds =
        [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private static readonly double[] RoomBounds =
        [0.00001, 0.000025, 0.0001, 0.00025, 0.001, 0.0025, 0.01, 0.025, 0.1, 0.25, 1, 2.5, 10];

    private static readonly double[] BatchBounds = [1, 2, 4, 8, 16, 32, 64, 128, 256];

    internal static MetricDefinition Transfers { get; } = Counter(
        "gateway_transfers_total", "{transfer}", "Requests at the north and south listeners, by how they ended.",
        "route", "leg", "decision", "code");

    internal static MetricDefinition TransferSeconds { get; } = Histogram(
        "gateway_transfer_seconds", "s", "From the arrival of a request to its answer.", TransferBounds, "route");

    internal static MetricDefinition RoomSeconds { get; } = Histogram(
        "gateway_room_seconds", "s", "Time in each room, for each visit.", RoomBounds, "room");

    internal static MetricDefinition BodyBytes { get; } = Counter(
        "gateway_body_bytes_total", "By", "Bytes of bodies: read, without content coding, and released.",
        "route", "leg", "side");

    internal static MetricDefinition Strangers { get; } = Counter(
        "gateway_strangers_refused_total", "{refusal}", "What nobody who was identified sent, by code.", "code");

    internal static MetricDefinition Observed { get; } = Counter(
        "gateway_observed_total", "{copy}", "Mirrored copies at observe listeners, by what would have become of them.",
        "route", "decision", "code");

    internal static MetricDefinition ObservedFindings { get; } = Counter(
        "gateway_observed_findings_total", "{finding}", "What the detectors found in mirrored copies, by kind.",
        "route", "kind");

    internal static MetricDefinition LedgerBatch { get; } = Histogram(
        "gateway_ledger_batch_entries", "{entry}", "Entries made durable by one flush.", BatchBounds);

    internal static MetricDefinition LedgerFlushSeconds { get; } = Histogram(
        "gateway_ledger_flush_seconds", "s", "One write and its fdatasync.", RoomBounds);

    internal static MetricDefinition Reloads { get; } = Counter(
        "gateway_reloads_total", "{look}", "Looks at the files that read them, by what came of it.", "outcome");

    internal static MetricDefinition ExportFailures { get; } = Counter(
        "gateway_telemetry_export_failures_total", "{export}", "Exports that the OTLP collector did not take.");

    internal static MetricDefinition TapEvents { get; } = Counter(
        "gateway_tap_events_total", "{event}", "Events that receivers took over, those sent again included.", "tap");

    internal static MetricDefinition TapFailures { get; } = Counter(
        "gateway_tap_failures_total", "{delivery}", "Deliveries that were not taken over.", "tap");

    internal static MetricDefinition TapLagEntries { get; } = Gauge(
        "gateway_tap_lag_entries", "{entry}", "Published entries that the receiver does not have.", "tap");

    internal static MetricDefinition TapLagSeconds { get; } = Gauge(
        "gateway_tap_lag_seconds", "s", "Age of the oldest entry that waits for the receiver; 0 if none does.", "tap");

    internal static MetricDefinition Up { get; } = Gauge(
        "gateway_up", "1", "1 while the process answers.");

    internal static MetricDefinition Ready { get; } = Gauge(
        "gateway_ready", "1", "1 while a transfer could be recorded and released; else 0, with the first reason.",
        "reason");

    internal static MetricDefinition PolicyVersion { get; } = Gauge(
        "gateway_policy_version", "1", "Version of the bundle in force.");

    internal static MetricDefinition TrustSequence { get; } = Gauge(
        "gateway_trust_list_sequence", "1", "Sequence of each trust list in force.", "list");

    internal static MetricDefinition Expiry { get; } = Gauge(
        "gateway_expiry_seconds", "s", "Until this runs out; negative when it has.", "kind", "id");

    internal static MetricDefinition LedgerAvailable { get; } = Gauge(
        "gateway_ledger_available", "1", "1 while the ledger can record.");

    internal static MetricDefinition LedgerEntries { get; } = Gauge(
        "gateway_ledger_entries", "{entry}", "Durable entries of the current shard.");

    internal static MetricDefinition LedgerFlushAge { get; } = Gauge(
        "gateway_ledger_last_flush_age_seconds", "s", "Since entries were last made durable.");

    internal static MetricDefinition LedgerUnpublished { get; } = Gauge(
        "gateway_ledger_unpublished_bytes", "By", "Bytes in the WAL that tiles and checkpoint do not hold yet.");

    internal static MetricDefinition LedgerFree { get; } = Gauge(
        "gateway_ledger_free_bytes", "By", "Room on the ledger's volume, as last looked at.");

    internal static MetricDefinition BodyMemory { get; } = Gauge(
        "gateway_body_memory_bytes", "By", "Memory that bodies hold now.");

    internal static MetricDefinition BodyMemoryLimit { get; } = Gauge(
        "gateway_body_memory_limit_bytes", "By", "Memory that bodies may hold together.");

    internal static MetricDefinition Connections { get; } = Gauge(
        "gateway_connections", "{connection}", "Open connections of each listener.", "listener");

    internal static MetricDefinition ConnectionsLimit { get; } = Gauge(
        "gateway_connections_limit", "{connection}", "Connections each listener takes at a time.", "listener");

    internal static MetricDefinition ResidentMemory { get; } = Gauge(
        "process_resident_memory_bytes", "By", "Resident memory of the process.");

    internal static MetricDefinition CpuSeconds { get; } = Total(
        "process_cpu_seconds_total", "s", "Processor time, user and system.");

    internal static MetricDefinition StartTime { get; } = Gauge(
        "process_start_time_seconds", "s", "When the process started, Unix time.");

    internal static MetricDefinition OpenFiles { get; } = Gauge(
        "process_open_fds", "{file}", "Open file descriptors.");

    internal static MetricDefinition HeapBytes { get; } = Gauge(
        "dotnet_gc_heap_bytes", "By", "Managed memory in use.");

    internal static MetricDefinition Collections { get; } = Total(
        "dotnet_gc_collections_total", "{collection}", "Garbage collections, by generation.", "generation");

    internal static MetricDefinition PauseSeconds { get; } = Total(
        "dotnet_gc_pause_seconds_total", "s", "Time the program stood still for garbage collection.");

    internal static MetricDefinition Threads { get; } = Gauge(
        "dotnet_threadpool_threads", "{thread}", "Threads of the thread pool.");

    internal static MetricDefinition Queue { get; } = Gauge(
        "dotnet_threadpool_queue", "{item}", "Work that waits for a thread.");

    /// <summary>Whether a label's values grow with what is declared; those of the others are a handful.</summary>
    internal static bool IsOpen(string label) => label is "route" or "code" or "id" or "listener" or "tap";

    internal static IReadOnlyList<MetricDefinition> All { get; } =
    [
        Up, Ready, Transfers, TransferSeconds, RoomSeconds, BodyBytes, Strangers,
        Observed, ObservedFindings,
        LedgerAvailable, LedgerEntries, LedgerBatch, LedgerFlushSeconds, LedgerFlushAge, LedgerUnpublished, LedgerFree,
        Expiry, PolicyVersion, TrustSequence, Reloads,
        TapLagEntries, TapLagSeconds, TapEvents, TapFailures,
        BodyMemory, BodyMemoryLimit, Connections, ConnectionsLimit, ExportFailures,
        ResidentMemory, CpuSeconds, StartTime, OpenFiles, HeapBytes, Collections, PauseSeconds, Threads, Queue,
    ];
}
