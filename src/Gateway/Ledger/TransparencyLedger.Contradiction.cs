namespace Gateway.Ledger;

internal sealed partial class TransparencyLedger
{
    /// <summary>
    /// Stops for good: a head with this ledger's own signature was shown that this ledger does not continue. The head
    /// becomes the anchor, so that no later start goes on with this copy either.
    /// </summary>
    internal async Task StopAsync(ReadOnlyMemory<byte> contradiction)
    {
        // Broken first: while the publisher's turn is held here, nothing is published over the anchor any more.
        _writer.Break(new LedgerStopException("a witness holds another history of this ledger"));
        await _publishing.WaitAsync(CancellationToken.None);
        try
        {
            if (_parts.Settings.AnchorFile is { } anchor)
            {
                _parts.Disk.ReplaceDurably(anchor, contradiction.Span);
            }
        }
        catch (IOException e)
        {
            _parts.Logger.LedgerFailed(e);
        }
        finally
        {
            _publishing.Release();
        }
    }
}
