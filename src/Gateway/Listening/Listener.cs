using Gateway.Policies.Parties;
using Gateway.Settings;

namespace Gateway.Listening;

/// <summary>The door a connection came through. A connection feature, so every request on it can ask.</summary>
internal sealed class Listener(ListenerSettings settings)
{
    internal string Name => settings.Name;

    internal ListenerKind Kind => settings.Kind;

    /// <summary>Whether a party of that zone may knock here: CN at north, HK and MO at south.</summary>
    internal bool Admits(Zone zone) => Kind switch
    {
        ListenerKind.North => zone == Zone.CN,
        ListenerKind.South => zone is Zone.HK or Zone.MO,
        _ => false,
    };
}
