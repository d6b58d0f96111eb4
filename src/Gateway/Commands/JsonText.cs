using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Commands;

/// <summary>One JSON document for stdout, readable: Chinese stays Chinese.</summary>
internal sealed class JsonText : IDisposable
{
    private readonly MemoryStream _stream = new();

    internal JsonText(bool indented = false) => Writer = new Utf8JsonWriter(
        _stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = indented });

    internal Utf8JsonWriter Writer { get; }

    public override string ToString()
    {
        Writer.Flush();
        return Encoding.UTF8.GetString(_stream.GetBuffer(), 0, (int)_stream.Length);
    }

    public void Dispose()
    {
        Writer.Dispose();
        _stream.Dispose();
    }
}
