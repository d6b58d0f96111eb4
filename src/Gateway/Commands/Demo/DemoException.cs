namespace Gateway.Commands.Demo;

/// <summary>The demo cannot go on; the message says why.</summary>
internal sealed class DemoException(string message, Exception? inner = null) : Exception(message, inner);
