using System.Security.Cryptography;
using System.Text;
using Gateway.Commands.Offline;

namespace Gateway.Commands.Reveal;

/// <summary>The tokens of one request, one a line. Their digest is over each of them and a line feed.</summary>
internal sealed record RevealTokens(IReadOnlyList<string> Lines)
{
    internal string Sha256 => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(Lines.Select(line => line + "\n")))));

    /// <param name="file">Null: standard input.</param>
    internal static async Task<RevealTokens> ReadAsync(string? file, CancellationToken cancellationToken)
    {
        var bytes = file is null
            ? await StandardInput.ReadAllAsync(cancellationToken)
            : await File.ReadAllBytesAsync(file, cancellationToken);
        var lines = Encoding.UTF8.GetString(bytes.Span)
            .Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0);
        return new RevealTokens([.. lines]);
    }
}
