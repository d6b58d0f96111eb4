using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>One container that is open while a document is walked.</summary>
internal struct Frame
{
    /// <summary>Where the rules have come to.</summary>
    internal PathState State;

    /// <summary>The rule that takes this container whole, or <see cref="PathState.None"/>.</summary>
    internal int Rule;

    /// <summary>The edit that takes this container as one value, until its end is known; or -1.</summary>
    internal int Whole;

    internal bool IsObject;

    internal byte Closer;

    /// <summary>
    /// Nothing inside is decided or emitted: dropped, replaced, unlisted, or the body is refused anyway.
    /// </summary>
    internal bool Skips;

    /// <summary>A member or element has been emitted inside.</summary>
    internal bool HasEmitted;

    /// <summary>The member's name is in the bundle.</summary>
    internal bool IsSpelled;

    /// <summary>Members or elements met so far.</summary>
    internal int Count;

    /// <summary>The record this container is, or -1.</summary>
    internal int Record;

    /// <summary>The object's number in the <see cref="WhereIndex"/>, or -1.</summary>
    internal int Where;

    /// <summary>Where the container and the tokens before it stand.</summary>
    internal Place Place;

    /// <summary>The names this object is expected to have, as long as it has them; else null.</summary>
    internal Shape? Shape;

    /// <summary>Which place of the document this is, alike for all elements of an array.</summary>
    internal int Address;

    /// <summary>How many values had been noted when the container opened; -1 where they are not.</summary>
    internal int Noted;

    /// <summary>How many containers around this one, and this one, may have been compared in vain.</summary>
    internal int Compared;

    /// <summary>Nobody looks into this container, and what it is written like may be of use.</summary>
    internal bool IsSkeleton;

    /// <summary>The dropped count when the container opened.</summary>
    internal int DroppedBefore;

    /// <summary>In FHIR: the resource this object is, the innermost one it is or is in, each -1 for none.</summary>
    internal int Resource;
    internal int FhirOpen;

    internal FhirRole Role;

    /// <summary>The first rule that takes this container whole and keeps nothing.</summary>
    internal int Behind;

    /// <summary>The open objects' names before this one's first, and this one's filter.</summary>
    internal int FirstName;
    internal ulong NameFilter;
}

/// <summary>Places of a FHIR resource where it is said what was done to it.</summary>
internal enum FhirRole : byte
{
    None,
    Meta,
    Security,
}

/// <summary>Where a value and what stands before it begin. Without a name, <see cref="NameStart"/> is -1.</summary>
internal struct Place
{
    internal int Comma;
    internal int NameStart;
    internal int NameEnd;
    internal int Colon;
    internal int Start;
}
