using System.Text.Json;
using Gateway.Policies.Parties;

namespace Gateway.Ledger.Entries;

/// <summary>
/// By what somebody at the other end of a connection was known. Across a network only a certificate answers; beside the
/// gateway, on its own machine, its configuration does, and the entry says so instead of naming a certificate that
/// nobody showed.
/// </summary>
internal abstract record EntryPeer
{
    private EntryPeer()
    {
    }

    internal void Write(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        WriteMembers(json);
        json.WriteEndObject();
    }

    protected abstract void WriteMembers(Utf8JsonWriter json);

    /// <summary>The certificate that was shown, and judged.</summary>
    internal sealed record Certificate(Sha256Digest Sha256) : EntryPeer
    {
        protected override void WriteMembers(Utf8JsonWriter json) =>
            json.WriteString("certSha256"u8, Sha256.ToString());
    }

    /// <summary>The application at a sidecar listener, whose party the configuration fixes.</summary>
    /// <param name="Listener">Its name in gateway.json.</param>
    /// <param name="Uid">The user id the kernel names; null on loopback, where it names none.</param>
    internal sealed record Sidecar(string Listener, uint? Uid) : EntryPeer
    {
        protected override void WriteMembers(Utf8JsonWriter json)
        {
            json.WriteString("sidecar"u8, Listener);
            if (Uid is { } uid)
            {
                json.WriteNumber("uid"u8, uid);
            }
        }
    }

    /// <summary>The application behind an http upstream on loopback: the party whose sidecar this is.</summary>
    internal sealed record Configured(PartyId Party) : EntryPeer
    {
        protected override void WriteMembers(Utf8JsonWriter json) =>
            json.WriteString("configured"u8, Party.ToString());
    }
}
