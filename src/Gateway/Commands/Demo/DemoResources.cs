namespace Gateway.Commands.Demo;

/// <summary>What the demo carries inside the executable: its bundle and a published patient record.</summary>
internal static class DemoResources
{
    private const string PolicyPrefix = "demo/policy/";
    private const string PatientBundleName = "demo/patient-bundle.json";

    /// <summary>A Synthea patient, FHIR R4: synthetic, and as large as real ones are.</summary>
    internal static byte[] PatientBundle() => Read(PatientBundleName);

    /// <summary>The files of the example bundle, and what the demo adds to it, by path.</summary>
    internal static IEnumerable<(string Name, byte[] Bytes)> Policy() => typeof(DemoResources).Assembly
        .GetManifestResourceNames()
        .Where(name => name.StartsWith(PolicyPrefix, StringComparison.Ordinal))
        .Select(name => (name[PolicyPrefix.Length..], Read(name)));

    private static byte[] Read(string name)
    {
        using var stream = typeof(DemoResources).Assembly.GetManifestResourceStream(name)
            ?? throw new DemoException($"the executable lacks the resource '{name}'");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
