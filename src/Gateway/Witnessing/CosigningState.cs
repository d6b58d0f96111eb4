namespace Gateway.Witnessing;

/// <summary>How the last round ended, for whoever looks: a snapshot, replaced as a whole.</summary>
/// <param name="HasQuorum">Whether enough witnesses cosigned; null before the first round.</param>
/// <param name="LastQuorum">When enough of them last did; where they never did, when the daemon began to ask.</param>
internal sealed record CosigningState(
    int Needed, bool? HasQuorum, DateTimeOffset LastQuorum, IReadOnlyList<MemberState> Members);

/// <summary>One witness.</summary>
/// <param name="Name">Of its key.</param>
/// <param name="CosignedAt">When it last cosigned a head; null: not since the daemon began to ask.</param>
/// <param name="Size">Of that head.</param>
/// <param name="Why">Why it did not in the last round; "" where it did.</param>
internal sealed record MemberState(string Name, DateTimeOffset? CosignedAt, long Size, string Why);
