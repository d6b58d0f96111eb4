namespace Gateway.Audit.Taps;

/// <summary>
/// A delivery that was not taken over. The entries wait; they go out again from the last place that was. Holds a reason
/// of a closed list and nothing a receiver said.
/// </summary>
internal sealed class TapException(string reason, Exception? inner = null) : Exception(reason, inner)
{
    /// <summary>Nothing answers at the receiver's address.</summary>
    internal const string Unreachable = "unreachable";

    /// <summary>The receiver's certificate is not believed, it does not believe ours, or it speaks no TLS.</summary>
    internal const string Untrusted = "untrusted";

    /// <summary>The connection ended before the receiver had everything, or nothing moved for too long.</summary>
    internal const string Broken = "broken";

    /// <summary>The file cannot be written, or its volume has no room to spare.</summary>
    internal const string Disk = "disk";

    /// <summary>The cursor cannot be read or written, or is not of this ledger as it stands.</summary>
    internal const string Cursor = "cursor";

    /// <summary>What is published does not hold: see <c>ledger verify</c>.</summary>
    internal const string Ledger = "ledger";

    internal string Reason => Message;
}
