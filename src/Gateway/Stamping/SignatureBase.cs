using System.Text;

namespace Gateway.Stamping;

//
//  Signature base of a received message
//
//  References:
//
//      RFC 9421 - section 2.5 (creating the base), section 2.1 (fields), 2.2 (derived components), 2.4 (;req)
//
//  The parameters sf, key, bs and tr, and @query-param and @request-target, are never covered here: a component that
//  uses one is an error, so no base comes of it.
//
internal static class SignatureBase
{
    private const string RequestParameter = "req";

    /// <summary>Rebuilds what was signed, from the message and the parameters as they were received.</summary>
    /// <param name="input">The member of Signature-Input: covered components and parameters.</param>
    /// <param name="fault">Why there is no base; null when there is one.</param>
    internal static byte[]? Build(ReceivedMessage message, StructuredInnerList input, out string? fault)
    {
        var text = new StringBuilder();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var component in input.Items)
        {
            fault = Append(text, message, component, seen);
            if (fault is not null)
            {
                return null;
            }
        }

        text.Append("\"@signature-params\": ").Append(StructuredFieldWriter.Write(input));
        fault = null;
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>A component as it is written in the covered list, for example <c>"@method";req</c>; null if not known here.</summary>
    internal static string? Identifier(StructuredItem component)
    {
        if (component.Value is not BareItem.Text { Value: var name }
            || component.Parameters.HasDuplicates
            || name.AsSpan().ContainsAnyInRange('A', 'Z'))
        {
            return null;
        }

        return component.Parameters.All switch
        {
            [] => $"\"{name}\"",
            [{ Key: RequestParameter, Value: BareItem.Boolean { Value: true } }] => $"\"{name}\";{RequestParameter}",
            _ => null,
        };
    }

    private static string? Append(
        StringBuilder text, ReceivedMessage message, StructuredItem component, HashSet<string> seen)
    {
        if (Identifier(component) is not { } identifier)
        {
            return "a covered component is not understood";
        }

        if (!seen.Add(identifier))
        {
            return $"component {identifier} is covered twice";
        }

        // A name with '@' is never looked up among the fields: a field of that name would be a forgery.
        var name = ((BareItem.Text)component.Value).Value;
        var head = component.Parameters.All.Count == 0 ? message.Head : message.Request;
        var value = name.StartsWith('@') ? head?.DerivedValue(name) : head?.FieldValue(name);
        if (value is null)
        {
            return $"component {identifier} is not in the message";
        }

        if (value.AsSpan().ContainsAnyExcept(SignatureBaseWriter.Signable))
        {
            return $"component {identifier} holds a character that cannot be signed";
        }

        text.Append(identifier).Append(": ").Append(value).Append('\n');
        return null;
    }
}
