namespace Gateway.State;

/// <summary>
/// The stop switch: while the file "stop" stands in the state directory, nothing is released. A file, so that it
/// survives a restart and can be set when nothing else answers.
/// </summary>
internal sealed class StopSwitch(string stateDirectory)
{
    private readonly string _file = Path.Combine(stateDirectory, "stop");

    /// <summary>True while egress is stopped. An unreadable state directory counts as stopped.</summary>
    internal bool IsEngaged => File.Exists(_file) || !Directory.Exists(stateDirectory);
}
