using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Settings;

/// <summary>
/// "Audit:Index": where the ledger's derived index is kept. What only one way of reaching a database has is an unknown
/// key of the other.
/// </summary>
internal static partial class IndexReading
{
    private const string Postgres = "postgresql";

    // sun_path of sockaddr_un (unix(7)), with its closing NUL.
    private const int MaxSocketPath = 107;

    private static readonly Dictionary<string, string> Kinds =
        new(StringComparer.Ordinal) { ["sqlite"] = "sqlite", [Postgres] = Postgres };

    /// <summary>Null: SQLite.</summary>
    internal static PostgresSettings? Read(SectionReader section)
    {
        var settings = section.RequiredChoice("Kind", Kinds, "sqlite") == Postgres ? ReadPostgres(section) : null;
        section.Close();
        return settings;
    }

    private static PostgresSettings ReadPostgres(SectionReader section)
    {
        if (section.Has("Server") == section.Has("Socket"))
        {
            section.Add("Server", "settings.index", "an index in PostgreSQL has either a 'Server' or a 'Socket'");
        }

        var isSocket = section.Has("Socket");
        var (host, port) = isSocket ? ReadSocket(section) : ReadServer(section);
        var settings = new PostgresSettings(
            host, port, section.RequiredText("Database"), section.RequiredText("User"), ReadSchema(section))
        {
            PasswordFile = section.OptionalPath("PasswordFile"),
            Tls = isSocket ? null : ReadTls(section),
        };
        if (settings is { PasswordFile: null, Tls.Certificate: null })
        {
            section.Add(
                "PasswordFile", "settings.missing", "give a 'PasswordFile', a 'Certificate' with its 'Key', or both");
        }

        return settings;
    }

    private static PostgresTls ReadTls(SectionReader section)
    {
        var tls = new PostgresTls(
            section.RequiredPath("Authority"), section.OptionalPath("Certificate"), section.OptionalPath("Key"));
        if (tls.Certificate is null != tls.Key is null)
        {
            section.Add("Key", "settings.missing", "'Certificate' and 'Key' are given together or not at all");
        }

        return tls;
    }

    // A comma would name a second server to the driver.
    private static (string Host, int Port) ReadServer(SectionReader section)
    {
        if (!section.Has("Server"))
        {
            return ("localhost", 1);
        }

        if (AuditReading.ServerOf(section.RequiredText("Server")) is { } server)
        {
            return server;
        }

        section.Add("Server", "settings.index", "'Server' must be a host and a port, for example db.example:5432");
        return ("localhost", 1);
    }

    // Named as the server names it: the port is a number in it, and nothing else.
    private static (string Host, int Port) ReadSocket(SectionReader section)
    {
        var path = section.RequiredPath("Socket");
        if (System.Text.Encoding.UTF8.GetByteCount(path) <= MaxSocketPath
            && SocketName().Match(Path.GetFileName(path)) is { Success: true } name
            && int.TryParse(name.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= ushort.MaxValue)
        {
            return (Path.GetDirectoryName(path)!, port);
        }

        if (path.Length > 0)
        {
            const string Example = "/run/postgresql/.s.PGSQL.5432";
            section.Add("Socket", "settings.index", $"'Socket' must be the server's socket, for example {Example}");
        }

        return ("/", 1);
    }

    private static string ReadSchema(SectionReader section)
    {
        const string Otherwise = "gateway_index";
        var schema = section.Text("Schema") ?? Otherwise;
        if (SchemaName().IsMatch(schema) && !schema.StartsWith("pg_", StringComparison.Ordinal)
            && schema is not ("public" or "information_schema"))
        {
            return schema;
        }

        section.Add(
            "Schema",
            "settings.index",
            "'Schema' is 1 to 63 of a-z, 0-9 and '_', begins with a letter and holds nothing but the index");
        return Otherwise;
    }

    [GeneratedRegex(@"\A\.s\.PGSQL\.([1-9][0-9]{0,4})\z")]
    private static partial Regex SocketName();

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,62}\z")]
    private static partial Regex SchemaName();
}
