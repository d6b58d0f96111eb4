using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <summary>A resource that is open while a document is walked.</summary>
internal struct FhirOpen
{
    /// <summary>What had been counted when it opened.</summary>
    internal FieldTally Tally;

    /// <summary>The edit that stands where labels belong, or -1, and how they are written there.</summary>
    internal int Label;
    internal FhirLabelPlace LabelPlace;

    /// <summary>A member of that name leaves.</summary>
    internal bool HasMeta;
    internal bool HasSecurity;

    /// <summary>FHIR R4 invariant dom-5: a contained resource has no security label.</summary>
    internal bool IsContained;
}

/// <summary>A member's name, with quotes, of the open object at a level.</summary>
internal readonly record struct FhirName(int Level, int Start, int End);

/// <summary>What an inspection of FHIR needs beside that of JSON.</summary>
internal sealed class FhirBuffers
{
    internal FhirResources Resources { get; } = new();

    internal PooledList<FhirOpen> Open { get; } = new(wipes: false);

    /// <summary>Members whose value is withheld, to be said in their '_' sibling.</summary>
    internal PooledList<FhirName> Absent { get; } = new(wipes: false);

    /// <summary>'_' siblings that leave by a rule of their own.</summary>
    internal PooledList<FhirName> Siblings { get; } = new(wipes: false);

    internal void Return()
    {
        Resources.Return();
        Open.Return();
        Absent.Return();
        Siblings.Return();
    }
}
