using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Stamping;

/// <summary>
/// A JSON writer with its buffer, one for each thread, for JSON that is written in one go and copied out: statements,
/// entries and annexes are made for every transfer, and buffers that grow for each would be most of its garbage.
/// </summary>
internal sealed class JsonScratch : IDisposable
{
    private const int FirstSize = 8 * 1024;

    // An annex of many records is large; its buffer is not kept for the next small one.
    private const int LargestKept = 128 * 1024;

    // Validation would only find mistakes of this program, which the tests of each form find too.
    private static readonly JsonWriterOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static JsonScratch? _idle;

    private readonly ArrayBufferWriter<byte> _buffer = new(FirstSize);

    private JsonScratch() => Json = new Utf8JsonWriter(_buffer, Plain);

    internal Utf8JsonWriter Json { get; }

    /// <summary>What was written so far; valid until the scratch is disposed.</summary>
    internal ReadOnlySpan<byte> Written
    {
        get
        {
            Json.Flush();
            return _buffer.WrittenSpan;
        }
    }

    /// <summary>Members that were written before, with a comma before the first and none behind the last.</summary>
    internal void WriteMembers(ReadOnlySpan<byte> members)
    {
        Json.Flush();
        _buffer.Write(members);
    }

    /// <summary>This thread's, or a new one where it is in use. Not to be held over an await.</summary>
    internal static JsonScratch Rent()
    {
        var scratch = _idle ?? new JsonScratch();
        _idle = null;
        return scratch;
    }

    /// <summary>Throws away what was written, to begin again.</summary>
    internal void Restart()
    {
        // Zeroes what was written: the signature base in an annex may hold a path that names a person.
        Json.Flush();
        _buffer.Clear();
        Json.Reset();
    }

    public void Dispose()
    {
        Restart();
        if (_buffer.Capacity <= LargestKept)
        {
            _idle = this;
        }
        else
        {
            Json.Dispose();
        }
    }
}
