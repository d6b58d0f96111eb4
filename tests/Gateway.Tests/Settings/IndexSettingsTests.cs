using System.Collections;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Commands.Run;
using Gateway.Policies;
using Gateway.Settings;
using Gateway.Tests.Ledger;

namespace Gateway.Tests.Settings;

/// <summary>Audit:Index: where the derived index is kept; a database over TCP is verified, and no secret stands in it.</summary>
public sealed class IndexSettingsTests : IDisposable
{
    private const string Tcp = "\"Kind\": \"postgresql\", \"Server\": \"db.example:5432\", \"Database\": \"d\", \"User\": \"u\"";
    private const string Local = "\"Kind\": \"postgresql\", \"Socket\": \"/run/postgresql/.s.PGSQL.5433\", \"Database\": \"d\", \"User\": \"u\"";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("index-settings-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(null)]
    [InlineData("{ \"Kind\": \"sqlite\" }")]
    public void Where_nothing_else_is_said_the_index_is_a_file_beside_the_ledger(string? section)
    {
        Assert.Empty(Read(section, out var read));
        Assert.Null(read);
    }

    [Fact]
    public void A_database_over_tcp_is_read_with_its_authority_and_what_we_show_it()
    {
        Assert.Empty(Read($$"""{ {{Tcp}}, "Schema": "own", "PasswordFile": "p", "Authority": "a.pem", "Certificate": "c", "Key": "k" }""", out var read));

        Assert.Equal(("db.example", 5432, "d", "u", "own"), (read!.Host, read.Port, read.Database, read.User, read.Schema));
        Assert.Equal(
            (Path.GetFullPath("p"), Path.GetFullPath("a.pem"), Path.GetFullPath("c"), Path.GetFullPath("k")),
            (read.PasswordFile, read.Tls!.Authority, read.Tls.Certificate, read.Tls.Key));
    }

    [Fact]
    public void A_database_behind_a_socket_needs_no_tls_and_no_password()
    {
        Assert.Empty(Read($"{{ {Local} }}", out var read));

        Assert.Equal(("/run/postgresql", 5433, "gateway_index"), (read!.Host, read.Port, read.Schema));
        Assert.Null(read.Tls);
        Assert.Null(read.PasswordFile);
    }

    [Theory]
    [InlineData("{ }", "Kind")]
    [InlineData("{ \"Kind\": \"mysql\" }", "Kind")]
    [InlineData("{ \"Kind\": \"sqlite\", \"Database\": \"d\" }", "Database")]
    [InlineData("{ $tcp, \"PasswordFile\": \"p\" }", "Authority")]
    [InlineData("{ $tcp, \"Authority\": \"a\" }", "PasswordFile")]
    [InlineData("{ $tcp, \"Authority\": \"a\", \"Certificate\": \"c\" }", "Key")]
    [InlineData("{ $tcp, \"Authority\": \"a\", \"Password\": \"of nobody\" }", "Password")]
    [InlineData("{ $tcp, \"Authority\": \"a\", \"PasswordFile\": \"p\", \"SslMode\": \"Prefer\" }", "SslMode")]
    [InlineData("{ $tcp, \"Authority\": \"a\", \"PasswordFile\": \"p\", \"Socket\": \"/run/.s.PGSQL.1\" }", "Server")]
    [InlineData("{ $tcp, \"Authority\": \"a\", \"PasswordFile\": \"p\", \"Schema\": \"x\\\"; DROP\" }", "Schema")]
    [InlineData("{ $tcp, \"Authority\": \"a\", \"PasswordFile\": \"p\", \"Schema\": \"public\" }", "Schema")]
    [InlineData("{ $tcp, \"Authority\": \"a\", \"PasswordFile\": \"p\", \"Schema\": \"pg_index\" }", "Schema")]
    [InlineData("{ \"Kind\": \"postgresql\", \"Database\": \"d\", \"User\": \"u\" }", "Server")]
    [InlineData("{ \"Kind\": \"postgresql\", \"Server\": \"db.example\", \"Authority\": \"a\", \"PasswordFile\": \"p\", \"Database\": \"d\", \"User\": \"u\" }", "Server")]
    [InlineData("{ \"Kind\": \"postgresql\", \"Server\": \"a.example:1,b.example:2\", \"Authority\": \"a\", \"PasswordFile\": \"p\", \"Database\": \"d\", \"User\": \"u\" }", "Server")]
    [InlineData("{ $local, \"Authority\": \"a\" }", "Authority")]
    [InlineData("{ \"Kind\": \"postgresql\", \"Socket\": \"/run/postgresql\", \"Database\": \"d\", \"User\": \"u\" }", "Socket")]
    [InlineData("{ \"Kind\": \"postgresql\", \"Socket\": \"/run/.s.PGSQL.1\", \"User\": \"u\" }", "Database")]
    [InlineData("{ \"Kind\": \"postgresql\", \"Socket\": \"/run/.s.PGSQL.1\", \"Database\": \"d\" }", "User")]
    public void What_is_missing_or_makes_no_sense_is_told_with_its_place(string section, string key)
    {
        var faults = Read(
            section.Replace("$tcp", Tcp, StringComparison.Ordinal).Replace("$local", Local, StringComparison.Ordinal), out _);

        Assert.Contains(faults, fault => fault.Path == $"Audit.Index.{key}");
        Assert.DoesNotContain(faults, fault => fault.Message.Contains("of nobody", StringComparison.Ordinal));
    }

    [Fact]
    public void A_password_that_others_can_read_and_an_authority_that_is_none_are_faults_before_the_start()
    {
        var password = Path.Combine(_folder.FullName, "password");
        var authority = Path.Combine(_folder.FullName, "authority.pem");
        File.WriteAllText(password, "of nobody\n");
        File.WriteAllText(authority, "no certificate");
        File.SetUnixFileMode(password, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        var faults = new List<Fault>();
        var json = Json($$"""{ {{Tcp}}, "PasswordFile": "{{password}}", "Authority": "{{authority}}" }""");
        var all = SettingsReading.ReadAll(Path.GetFullPath("gateway.json"), json, new Hashtable(), [])!;

        IndexFiles.Check(all.Settings.Audit.Postgres, all.Places, faults);

        Assert.Equal(["index.authority", "index.password"], faults.Select(fault => fault.Code).Order());
        File.SetUnixFileMode(password, UnixFileMode.UserRead);
        faults.Clear();
        IndexFiles.Check(all.Settings.Audit.Postgres, all.Places, faults);
        Assert.Equal(["index.authority"], faults.Select(fault => fault.Code));
    }

    [Theory]
    [InlineData("{ \"Kind\": \"sqlite\" }", true)]
    [InlineData("{ $tcp, \"PasswordFile\": \"p\", \"Authority\": \"a\", \"Schema\": \"own\" }", true)]
    [InlineData("{ $tcp, \"Certificate\": \"c\", \"Key\": \"k\", \"Authority\": \"a\" }", true)]
    [InlineData("{ $local }", true)]
    [InlineData("{ }", false)]
    [InlineData("{ \"Kind\": \"sqlite\", \"Database\": \"d\" }", false)]
    [InlineData("{ $tcp, \"PasswordFile\": \"p\" }", false)]
    [InlineData("{ $local, \"Authority\": \"a\" }", false)]
    [InlineData("{ $local, \"Schema\": \"Own\" }", false)]
    public void What_an_editor_is_told_by_the_schema_is_what_the_daemon_reads(string section, bool isValid)
    {
        var text = section.Replace("$tcp", Tcp, StringComparison.Ordinal).Replace("$local", Local, StringComparison.Ordinal);
        var settings = JsonNode.Parse(
            File.ReadAllText(Vectors.PathOf("config/gateway.json")),
            documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!;
        settings["Audit"]!["Index"] = JsonNode.Parse(text);

        Assert.Equal(
            isValid, SchemaCheck.Load("gateway.schema.json").Accepts(JsonSerializer.SerializeToElement(settings)));
        Assert.Equal(isValid, Read(text, out _).Count == 0);
    }

    private static byte[] Json(string? section) =>
        Encoding.UTF8.GetBytes(section is null ? "{ \"Audit\": {} }" : $$"""{ "Audit": { "Index": {{section}} } }""");

    private static List<Fault> Read(string? section, out PostgresSettings? read)
    {
        var faults = new List<Fault>();
        read = SettingsReading.ReadAll(Path.GetFullPath("gateway.json"), Json(section), new Hashtable(), faults)?
            .Settings.Audit.Postgres;
        return [.. faults.Where(fault => fault.Path.StartsWith("Audit", StringComparison.Ordinal))];
    }
}
