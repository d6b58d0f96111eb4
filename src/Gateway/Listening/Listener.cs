using Gateway.Policies.Parties;
using Gateway.Policies.Routes;
using Gateway.Settings;

namespace Gateway.Listening;

/// <summary>The door a connection came through. A connection feature, so every request on it can ask.</summary>
internal sealed class Listener(ListenerSettings settings)
{
    internal string Name => settings.Name;

    internal ListenerKind Kind => settings.Kind;

    /// <summary>Null where a certificate answers who is calling.</summary>
    internal SidecarSettings? Sidecar => settings.Sidecar;

    /// <summary>Of an operator or audit listener: where its callers are certified; null: wherever the bundle says.</summary>
    internal Zone? Zone => settings.Zone;

    /// <summary>Whose door it is; null where copies of a party's traffic come in, whichever its side.</summary>
    internal CallerSide? Side => Kind switch
    {
        ListenerKind.Observe => null,
        ListenerKind.North => CallerSide.North,
        _ => CallerSide.South,
    };
}
