using System.Buffers.Binary;
using System.Security.Cryptography;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

//
//  Shifted dates
//
//  References:
//
//      FORMATS.md 1 - shift; RFC 2104 - HMAC
//
//  Parameters:
//
//      Days: HMAC-SHA-256 over the folded name of the record's subject, its first 8 bytes big-endian, modulo 2 * days,
//      counted over -days to -1 and 1 to days: never none, so that no date stays.
//

/// <summary>
/// Moves a date by a number of days that is the same for all dates of one person: their order and their distances stay,
/// the calendar goes. A time of day behind the date stays.
/// </summary>
internal sealed class ShiftAction(FieldAction.Shift rule, ReadOnlyMemory<byte> key) : ValueAction
{
    /// <summary>Ten years: further than any date says anything about a person's day.</summary>
    internal const int MaxDays = 3660;

    private readonly KeyedHashes _hashes = new(key);

    internal override FieldOutcome Outcome => FieldOutcome.Shifted;

    internal override bool TakesAnyText => false;

    internal override bool IsPerSubject => true;

    // Whoever the subject is, the shifted date must be one.
    internal override bool Fits(ReadOnlySpan<byte> text, DateOnly today) =>
        DateText.TryParse(text, out var date, out _)
        && date.DayNumber - rule.Days >= DateOnly.MinValue.DayNumber
        && date.DayNumber + rule.Days <= DateOnly.MaxValue.DayNumber;

    internal override void WriteText(ReadOnlySpan<byte> text, in Surroundings surroundings, PooledList<byte> target)
    {
        if (!DateText.TryParse(text, out var date, out var length))
        {
            throw new ArgumentException("a value that does not fit", nameof(text));
        }

        var shifted = target.Extend(text.Length);
        text.CopyTo(shifted);
        DateText.Write(date.AddDays(DaysFor(surroundings.Subject)), shifted[..length]);
    }

    internal int DaysFor(ReadOnlySpan<byte> subject)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        var hash = _hashes.Rent();
        hash.AppendData(subject);
        _hashes.Finish(hash, digest);
        var step = (int)(BinaryPrimitives.ReadUInt64BigEndian(digest) % (ulong)(2 * rule.Days));
        return step < rule.Days ? step - rule.Days : step - rule.Days + 1;
    }
}
