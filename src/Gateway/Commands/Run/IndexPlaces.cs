using Gateway.Ledger.Index;
using Gateway.Settings;

namespace Gateway.Commands.Run;

/// <summary>Where gateway.json keeps the ledger's derived index.</summary>
internal static class IndexPlaces
{
    internal static IIndexPlace Of(GatewaySettings settings) => settings.Audit.Postgres is { } postgres
        ? new PostgresPlace(postgres, settings.Ledger.Origin)
        : new SqlitePlace(settings.Ledger.Directory);
}
