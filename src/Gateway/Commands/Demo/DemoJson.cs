namespace Gateway.Commands.Demo;

/// <summary><c>demo --json</c>: one document (FORMATS.md 6).</summary>
internal static class DemoJson
{
    internal static string Write(DemoResult result)
    {
        using var text = new JsonText();
        var json = text.Writer;
        json.WriteStartObject();
        json.WriteBoolean("ok"u8, result.IsOk);
        json.WriteStartArray("transfers"u8);
        foreach (var row in result.Transfers)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, row.Name.En);
            json.WriteString("id"u8, row.Id);
            json.WriteString("expected"u8, row.Expected);
            json.WriteString("actual"u8, row.Actual);
            json.WriteString("code"u8, row.Code);
            json.WriteString("leg"u8, row.Leg);
            json.WriteString("ledger"u8, row.Ledger);
            json.WriteNumber("bytesIn"u8, row.BytesIn);
            json.WriteNumber("bytesOut"u8, row.BytesOut);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("stampsVerified"u8, result.StampsVerified);
        json.WriteBoolean("ledgerVerified"u8, result.Ledger.Fault is null);
        json.WriteNumber("tampersCaught"u8, result.TampersCaught);
        json.WriteEndObject();
        return text.ToString();
    }
}
