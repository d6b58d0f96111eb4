using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <summary>The first characters (Unicode scalars) of a value. They leave in clear text and are screened.</summary>
internal sealed class TruncateAction(FieldAction.Truncate rule) : ValueAction
{
    internal override FieldOutcome Outcome => FieldOutcome.Truncated;

    internal override bool TakesAnyText => false;

    internal override bool MakesClearText => true;

    internal override void WriteText(ReadOnlySpan<byte> text, in Surroundings surroundings, PooledList<byte> target)
    {
        var leaves = Shorten(text);
        leaves.CopyTo(target.Extend(leaves.Length));
    }

    /// <summary>What leaves of a text.</summary>
    internal ReadOnlySpan<byte> Shorten(ReadOnlySpan<byte> text)
    {
        var end = 0;
        for (var kept = 0; kept < rule.To && end < text.Length; kept++)
        {
            _ = Rune.DecodeFromUtf8(text[end..], out _, out var length);
            end += length;
        }

        return text[..end];
    }
}
