namespace Gateway.Settings;

/// <summary>
/// The "Telemetry" section. What is sent names parties and routes: it leaves unencrypted only to this machine.
/// </summary>
internal static class TelemetryReading
{
    private static readonly Dictionary<string, OtlpProtocol> Protocols = new(StringComparer.Ordinal)
    {
        ["http/protobuf"] = OtlpProtocol.HttpProtobuf,
        ["grpc"] = OtlpProtocol.Grpc,
    };

    internal static TelemetrySettings Read(SectionReader section)
    {
        var telemetry = new TelemetrySettings(
            section.Text("ServiceName") is { Length: > 0 } name ? name : "gateway",
            section.Ratio("TraceRatio", 0.1),
            section.Section("Otlp") is { } otlp ? ReadOtlp(otlp) : null);
        section.Close();
        return telemetry;
    }

    private static OtlpSettings ReadOtlp(SectionReader section)
    {
        var otlp = new OtlpSettings(
            ReadEndpoint(section),
            section.Choice("Protocol", Protocols, OtlpProtocol.HttpProtobuf),
            section.OptionalPath("Authority"),
            section.Duration(
                "Interval", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(10)));
        section.Close();
        return otlp;
    }

    private static Uri ReadEndpoint(SectionReader section)
    {
        var text = section.RequiredText("Endpoint");
        if (Uri.TryCreate(text, UriKind.Absolute, out var endpoint)
            && endpoint is { UserInfo: "", Query: "", Fragment: "" }
            && (endpoint.Scheme == Uri.UriSchemeHttps
                || (endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback)))
        {
            return endpoint;
        }

        if (text.Length > 0)
        {
            section.Add("Endpoint", "settings.telemetry", "'Endpoint' must be an https URL, or http on loopback");
        }

        return new Uri("https://localhost/");
    }
}
