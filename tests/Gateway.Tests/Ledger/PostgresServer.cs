using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Gateway.Settings;
using Npgsql;

namespace Gateway.Tests.Ledger;

/// <summary>
/// A PostgreSQL of its own in a folder of its own: a Unix socket where everybody is let in, and TLS on loopback where
/// nobody is without a password or a certificate. Where it is not installed, whoever needs it fails.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    private const string Password = "of nobody, for this test";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-pg-");
    private readonly string _binaries;
    private readonly int _port = FreePort();

    public PostgresServer()
    {
        _binaries = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql", "bin", SearchOption.AllDirectories).Order().LastOrDefault() ?? ""
            : "";
        Assert.True(File.Exists(Path.Combine(_binaries, "initdb")), "PostgreSQL is missing: apt-get install postgresql-15");

        // The server's user must be able to come here, and root it does not serve.
        _folder.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        Directory.CreateDirectory(At("server"));
        Own(At("server"));
        AsServer("initdb", "-D", At("server/data"), "-A", "trust", "-U", "postgres", "--no-sync", "--no-instructions");
        WriteCertificates();
        File.WriteAllText(At("server/data/pg_hba.conf"), """
            local   all all                    trust
            hostssl all carded 127.0.0.1/32    cert
            hostssl all plain  127.0.0.1/32    password
            hostssl all all    127.0.0.1/32    scram-sha-256
            host    all all    127.0.0.1/32    trust
            """);
        WriteSecret("password", Password);
        WriteSecret("wrong", "another");
        Start();
        Execute($"CREATE ROLE gateway LOGIN SUPERUSER PASSWORD '{Password}'; CREATE ROLE carded LOGIN SUPERUSER; "
            + $"CREATE ROLE plain LOGIN SUPERUSER PASSWORD '{Password}'; CREATE ROLE guest LOGIN");
    }

    internal string Socket => At($"server/.s.PGSQL.{_port}");

    internal int Port => _port;

    internal string At(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Over the socket, as whoever the user says.</summary>
    internal PostgresSettings Settings(string schema, string user = "gateway") =>
        new(At("server"), _port, "postgres", user, schema);

    /// <summary>Over TCP, with what is needed for it to succeed.</summary>
    internal PostgresSettings OverTls(string schema) => new("localhost", _port, "postgres", "gateway", schema)
    {
        PasswordFile = At("password"),
        Tls = new PostgresTls(At("ca.crt"), null, null),
    };

    internal void Execute(string sql, string schema = "public") => _ = Change(sql, schema);

    /// <summary>How many rows it was about.</summary>
    internal int Change(string sql, string schema)
    {
        using var connection = new NpgsqlConnection(
            $"Host={At("server")};Port={_port};Username=postgres;Database=postgres;Search Path={schema};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteNonQuery();
    }

    internal void Start(bool withTls = true) => AsServer(
        "pg_ctl", "-D", At("server/data"), "-w", "-s", "-l", At("server/log"), "-o",
        $"-c listen_addresses=127.0.0.1 -c port={_port} -c unix_socket_directories={At("server")} -c fsync=off "
        + $"-c ssl={(withTls ? "on" : "off")} -c ssl_cert_file={At("server/server.crt")} "
        + $"-c ssl_key_file={At("server/server.key")} -c ssl_ca_file={At("ca.crt")}", "start");

    internal void Stop() => AsServer("pg_ctl", "-D", At("server/data"), "-w", "-s", "-m", "immediate", "stop");

    public void Dispose()
    {
        Stop();
        _folder.Delete(recursive: true);
    }

    private void WriteSecret(string name, string secret)
    {
        File.WriteAllText(At(name), secret + "\n");
        File.SetUnixFileMode(At(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    // The server is "localhost", and not 127.0.0.1: a name that is not in its certificate must not do.
    private void WriteCertificates()
    {
        using var pki = new PeerPki(At(""), "databases");
        pki.Issue("server/server", "localhost", PeerPki.ServerUse);
        pki.Issue("client", "carded", PeerPki.ClientUse);
        pki.Issue("foreign", "carded", PeerPki.ClientUse, isForeign: true);
        Own(At("server/server.key"));
    }

    private static void Own(string path)
    {
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "postgres", path);
        }
    }

    private void AsServer(string program, params string[] arguments)
    {
        var path = Path.Combine(_binaries, program);
        if (Environment.IsPrivilegedProcess)
        {
            Run("runuser", ["-u", "postgres", "--", path, .. arguments]);
        }
        else
        {
            Run(path, arguments);
        }
    }

    // Into a file: the server that pg_ctl leaves behind would keep a pipe open.
    private static void Run(string program, params string[] arguments)
    {
        var said = Path.GetTempFileName();
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >\"$0\" 2>&1 </dev/null", said, program, .. arguments])
        {
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        var text = File.ReadAllText(said);
        File.Delete(said);
        Assert.True(process.ExitCode == 0, string.Create(CultureInfo.InvariantCulture, $"{program} ended with {process.ExitCode}: {text}"));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
