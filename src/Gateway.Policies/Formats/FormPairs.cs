using System.Text;

namespace Gateway.Policies.Formats;

/// <summary>A whole form as pairs of texts, for people's questions about one document. Bodies are walked instead.</summary>
internal static class FormPairs
{
    /// <param name="charset">Decoded bytes in UTF-8; null where they are of another charset.</param>
    /// <param name="wrong">Where the first pair that is none begins, from 1; 0: all are pairs.</param>
    internal static List<(string Name, string Value)> Read(
        ReadOnlySpan<byte> form, Func<ReadOnlyMemory<byte>, byte[]?> charset, out int wrong)
    {
        var pairs = new List<(string Name, string Value)>();
        for (var at = 0; at <= form.Length;)
        {
            var length = form[at..].IndexOf((byte)'&');
            var pair = length < 0 ? form[at..] : form.Slice(at, length);
            var equals = pair.IndexOf((byte)'=');
            var name = Decode(equals < 0 ? pair : pair[..equals], charset);
            var value = Decode(equals < 0 ? default : pair[(equals + 1)..], charset);
            if (pair.IsEmpty || name is null || value is null)
            {
                wrong = at + 1;
                return pairs;
            }

            pairs.Add((name, value));
            at += pair.Length + 1;
        }

        wrong = 0;
        return pairs;
    }

    private static string? Decode(ReadOnlySpan<byte> encoded, Func<ReadOnlyMemory<byte>, byte[]?> charset)
    {
        var bytes = new PooledList<byte>(wipes: true);
        try
        {
            return UrlEncoding.TryDecode(encoded, bytes) && charset(bytes.Memory(0, bytes.Count)) is { } text
                ? Encoding.UTF8.GetString(text)
                : null;
        }
        finally
        {
            bytes.Return();
        }
    }
}
