namespace Gateway.Ledger.Index;

/// <summary>index.db in the ledger's own folder.</summary>
internal sealed class SqlitePlace(string ledgerFolder) : IIndexPlace
{
    public IEntryIndex Open() => SqliteIndex.Open(ledgerFolder);

    public void Clear() => SqliteIndex.Delete(ledgerFolder);
}
