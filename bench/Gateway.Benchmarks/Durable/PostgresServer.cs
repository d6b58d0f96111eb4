using System.Diagnostics;

namespace Gateway.Benchmarks.Durable;

/// <summary>
/// A PostgreSQL of its own with its data in the folder, gone with this: fsync and synchronous_commit as shipped.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    private const string Binaries = "/usr/lib/postgresql/15/bin";

    private readonly string _data;
    private readonly string _sockets;

    private PostgresServer(string data, string sockets) => (_data, _sockets) = (data, sockets);

    internal string ConnectionString => $"Host={_sockets};Username=postgres;Database=postgres;Pooling=False";

    /// <summary>Null, and why is said, where PostgreSQL 15 is not installed or its user may not come here.</summary>
    internal static PostgresServer? Start(string parent)
    {
        if (!Directory.Exists(Binaries))
        {
            Console.WriteLine("PostgreSQL 15 is not installed here, and is not measured.");
            return null;
        }

        // The server's user must be able to come here, and root it does not serve.
        var folder = Path.Combine(parent, "postgres");
        Directory.CreateDirectory(folder);
        if (Environment.IsPrivilegedProcess)
        {
            Run("chmod", "711", parent);
            Run("chown", "postgres", folder);
            if (!TryRun("runuser", "-u", "postgres", "--", "test", "-w", folder))
            {
                Console.WriteLine($"The user postgres may not come to {parent}: PostgreSQL is not measured.");
                return null;
            }
        }

        // Where the socket is must be short, wherever this runs: 107 bytes with its name (unix(7)).
        var sockets = Directory.CreateTempSubdirectory("gateway-pg-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "postgres", sockets);
        }

        var data = Path.Combine(folder, "data");
        AsServer("initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-instructions");
        AsServer(
            "pg_ctl", "-D", data, "-w", "-s", "-l", Path.Combine(folder, "log"),
            "-o", $"-c listen_addresses='' -c unix_socket_directories={sockets} -c max_connections=120", "start");
        return new PostgresServer(data, sockets);
    }

    public void Dispose()
    {
        AsServer("pg_ctl", "-D", _data, "-w", "-s", "-m", "fast", "stop");
        Directory.Delete(_sockets, recursive: true);
    }

    private static void AsServer(string program, params string[] arguments)
    {
        var path = Path.Combine(Binaries, program);
        if (Environment.IsPrivilegedProcess)
        {
            Run("runuser", ["-u", "postgres", "--", path, .. arguments]);
        }
        else
        {
            Run(path, arguments);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        if (!TryRun(program, arguments))
        {
            throw new InvalidOperationException($"{program} did not do what it was asked for");
        }
    }

    private static bool TryRun(string program, params string[] arguments)
    {
        // What it says goes to stderr: stdout is the table's, and pg_ctl's server would keep a pipe open.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >&2", "sh", program, .. arguments])
        {
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
