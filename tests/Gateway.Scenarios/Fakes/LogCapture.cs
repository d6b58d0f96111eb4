using System.Text;

namespace Gateway.Scenarios.Fakes;

/// <summary>Everything the daemons of this process say on stderr, so that a scenario can look for what must not be there.</summary>
internal sealed class LogCapture : TextWriter
{
    private readonly StringBuilder _text = new();
    private readonly Lock _gate = new();

    private LogCapture() => Console.SetError(this);

    internal static LogCapture Instance { get; } = new();

    public override Encoding Encoding => Encoding.UTF8;

    internal string Text
    {
        get
        {
            lock (_gate)
            {
                return _text.ToString();
            }
        }
    }

    public override void Write(char value)
    {
        lock (_gate)
        {
            _text.Append(value);
        }
    }

    public override void Write(string? value)
    {
        lock (_gate)
        {
            _text.Append(value);
        }
    }
}
