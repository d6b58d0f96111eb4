using System.Text;
using System.Text.Json;
using Gateway.Commands.Draft;
using Gateway.Policies;
using Gateway.Policies.Drafting;

namespace Gateway.Commands.Init;

/// <summary>What <c>init</c> made, and what to type next.</summary>
internal static class InitReport
{
    internal static string Text(InitOrder order, SampleTree tree, Language language)
    {
        var text = new StringBuilder();
        text.AppendLine(InitWords.Made(order.Folder, tree.Places.Count).In(language));
        text.AppendLine((order.HasKeys ? InitWords.ThrowAway : InitWords.NoKeys).In(language));
        text.AppendLine(InitWords.Next.In(language));
        foreach (var line in Next(order, tree.Charset))
        {
            text.Append("  ").AppendLine(line);
        }

        return text.ToString().TrimEnd('\n');
    }

    internal static string Json(InitOrder order, int paths, IReadOnlyList<Fault> faults)
    {
        using var text = new JsonText();
        var json = text.Writer;
        json.WriteStartObject();
        json.WriteBoolean("ok"u8, FaultReport.IsValid(faults));
        json.WriteString("config"u8, order.ConfigFile);
        json.WriteString("policy"u8, order.PolicyFolder);
        json.WriteString("category"u8, order.Draft.Category.ToString());
        json.WriteNumber("paths"u8, paths);
        json.WriteBoolean("keys"u8, order.HasKeys);
        json.WriteBoolean("signed"u8, order is { HasKeys: true, IsSigned: true });
        WriteRoutes(json, order);
        FaultReport.WriteArray(json, faults);
        json.WriteEndObject();
        return text.ToString();
    }

    private static void WriteRoutes(Utf8JsonWriter json, InitOrder order)
    {
        json.WriteStartArray("routes"u8);
        foreach (var (id, method, door) in new[] { ("to-peer", "POST", order.Peer), ("to-app", "GET", order.App) })
        {
            if (door is not null)
            {
                json.WriteStartObject();
                json.WriteString("id"u8, id);
                json.WriteString("method"u8, method);
                json.WriteString("path"u8, door.Path);
                json.WriteString("upstream"u8, door.Origin.GetLeftPart(UriPartial.Authority));
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    // What is typed is the same in every language.
    private static IEnumerable<string> Next(InitOrder order, string charset)
    {
        yield return $"gateway check --config {order.ConfigFile}";
        yield return $"gateway run --config {order.ConfigFile}";
        if (order.Peer is { } peer)
        {
            var door = order.Listen is { } listen ? "" : $"--unix-socket {order.Folder}/run/app.sock ";
            var host = order.Listen?.ToString() ?? "localhost";
            yield return $"curl {door}{Sent(order.Draft, charset)} http://{host}{peer.Path}";
        }

        if (order.App is { } app)
        {
            var (certificate, ca) = ($"{order.KeysFolder}/certs/{order.Names.Peer}.client",
                $"{order.KeysFolder}/ca/{order.Zone.Wire().ToLowerInvariant()}-root.crt");
            yield return $"curl --cacert {ca} --cert {certificate}.crt --key {certificate}.key "
                + $"https://localhost:{order.Door.Port}{app.Path}";
        }

        yield return $"gateway explain TRANSFER-ID --config {order.ConfigFile}";
        yield return $"gateway policy explain {order.PolicyFolder}";
    }

    private static string Sent(DraftRequest draft, string charset)
    {
        var said = charset == "utf-8" ? "" : $"; charset={charset}";
        return draft.MediaType == "application/json"
            ? $"--json @{draft.Samples[0]}"
            : $"--header 'Content-Type: {draft.MediaType}{said}' --data-binary @{draft.Samples[0]}";
    }
}
