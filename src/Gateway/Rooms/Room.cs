namespace Gateway.Rooms;

/// <summary>The ten rooms (DESIGN.md 3), as metrics and traces name them.</summary>
internal enum Room
{
    Listening,
    Identity,
    Routing,
    Permit,
    Reading,
    Screening,
    Stamping,
    Ledger,
    Forwarding,
    Closing,
}

/// <summary>The rooms' names on the outside.</summary>
internal static class RoomNames
{
    private static readonly string[] Names =
        [.. Enum.GetNames<Room>().Select(name => name.ToLowerInvariant())];

    internal static string Wire(this Room room) => Names[(int)room];
}
