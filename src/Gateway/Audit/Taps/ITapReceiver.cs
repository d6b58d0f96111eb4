namespace Gateway.Audit.Taps;

/// <summary>Who takes events: a syslog receiver, or a file.</summary>
internal interface ITapReceiver
{
    /// <summary>Opens one delivery.</summary>
    /// <exception cref="TapException">The receiver cannot be had.</exception>
    Task<ITapDelivery> BeginAsync(CancellationToken cancellationToken);
}

/// <summary>Some events on their way; disposed without <see cref="SettleAsync"/>, nothing is known of them.</summary>
internal interface ITapDelivery : IAsyncDisposable
{
    /// <exception cref="TapException">Nothing is known of the whole delivery.</exception>
    ValueTask WriteAsync(TapEvent tapEvent, CancellationToken cancellationToken);

    /// <summary>Returns when the receiver has every event of the delivery: the cursor may move.</summary>
    /// <exception cref="TapException">Nothing is known of the whole delivery.</exception>
    Task SettleAsync(CancellationToken cancellationToken);
}
