using Gateway.Operations;

namespace Gateway.Listening;

/// <summary>What is answered at an mTLS listener and is no transfer.</summary>
internal sealed record SideDoors(PublishedKeys Keys, OperatorDesk Operators);
