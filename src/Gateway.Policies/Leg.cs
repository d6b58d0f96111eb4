namespace Gateway.Policies;

/// <summary>One half of a transfer: what the caller sends, or what the far side answers.</summary>
public enum Leg
{
    Request,
    Response,
}

/// <summary>Which way a leg goes across the boundary: N2S leaves the mainland, S2N enters it.</summary>
public enum Direction
{
    NorthToSouth,
    SouthToNorth,
}
