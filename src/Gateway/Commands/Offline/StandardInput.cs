namespace Gateway.Commands.Offline;

/// <summary>All of stdin, bounded: the offline commands take what the daemon would take, and a little more.</summary>
internal static class StandardInput
{
    internal const int MaxBytes = 256 * 1024 * 1024;

    /// <exception cref="InputTooLongException">There is more than 256 MiB.</exception>
    internal static async Task<ReadOnlyMemory<byte>> ReadAllAsync(CancellationToken cancellationToken)
    {
        await using var input = Console.OpenStandardInput();
        using var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = await input.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > MaxBytes)
            {
                throw new InputTooLongException(MaxBytes);
            }

            buffer.Write(chunk, 0, read);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}

/// <summary>More came in than is held at one time.</summary>
/// <param name="most">Bytes.</param>
internal sealed class InputTooLongException(int most)
    : IOException($"more than {most} bytes came in that have to be held at one time")
{
    internal int Most => most;
}
