using Gateway.Commands.Dev;
using Gateway.Commands.Draft;
using Gateway.Commands.Offline;
using Gateway.Commands.Run;
using Gateway.Commands.Words;
using Gateway.Policies;
using Gateway.Policies.Drafting;

namespace Gateway.Commands.Init;

/// <summary>Writes a new configuration, and checks it as 'gateway check' does.</summary>
internal static class InitFolder
{
    /// <exception cref="IOException">The folder holds something, or cannot be written.</exception>
    internal static async Task WriteAsync(
        InitOrder order, SampleTree tree, Language language, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (Directory.Exists(order.Folder) && Directory.EnumerateFileSystemEntries(order.Folder).Any())
        {
            throw new IOException(Said.FolderHoldsSomething(order.Folder).In(language));
        }

        Directory.CreateDirectory(order.PolicyFolder);
        Task Write(string file, string text) => File.WriteAllTextAsync(file, text, cancellationToken);
        string InPolicy(string name) => Path.Combine(order.PolicyFolder, name);
        await Write(order.ConfigFile, InitSettings.Write(order, language));
        await Write(InPolicy("bundle.yaml"), InitPolicy.Bundle(order, now, language));
        await Write(InPolicy("category.yaml"), DraftYaml.Write(order.Draft, tree, language));
        await Write(InPolicy("routes.yaml"), InitPolicy.Routes(order, language));
        await Write(InPolicy("instrument.yaml"), InitPolicy.Instrument(order, now, language));
        if (order.HasKeys)
        {
            MakeKeys(order, now);
        }
    }

    /// <summary>What 'gateway check' would say of it.</summary>
    internal static List<Fault> Check(InitOrder order)
    {
        var faults = new List<Fault>();
        using var foundation = Foundation.Read(
            order.ConfigFile, Environment.GetEnvironmentVariables(), AcceptedState.None, TimeProvider.System, faults);
        return faults;
    }

    private static void MakeKeys(InitOrder order, DateTimeOffset now)
    {
        var layout = DevPki.Create(new DirectoryInfo(order.KeysFolder), now, order.Cast());
        if (order.IsSigned)
        {
            var name = $"officer.{InitNames.Officer}";
            BundleSigning.Sign(order.PolicyFolder, layout.Certificate(name), layout.Key(name), now);
        }
    }
}
