using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Listening;
using Gateway.Settings;
using Npgsql;

namespace Gateway.Ledger.Index;

//
//  Connections to the database of the index
//
//  References:
//
//      PostgreSQL 15, 34.1.1 and 34.19 - sslmode verify-full; sockets in a folder; 21.5 - SCRAM-SHA-256 (RFC 7677)
//      RFC 5280, RFC 6125 - the server's certificate leads to a configured authority and has the configured name
//
//  Over TCP nothing is said before TLS stands with a server that is known, and no password is given but by SCRAM, which
//  does not show it. Password, certificate and authority are read for each connection: a renewal needs no restart.
//  Whatever the driver would take from the environment or the home folder (PG* variables, .pgpass, .postgresql) is set
//  here, so that it takes nothing from there.
//
internal static class PostgresSource
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";

    private const int MaxPassword = 1024;

    /// <exception cref="IndexAwayException">The password or a certificate cannot be read.</exception>
    internal static NpgsqlDataSource Create(PostgresSettings settings) => PostgresFaults.Guarded(
        () =>
        {
            var builder = new NpgsqlSlimDataSourceBuilder(TextOf(settings));
            builder.EnableArrays();
            if (settings.PasswordFile is { } file)
            {
                builder.UsePasswordProvider(
                    _ => ReadPassword(file), (_, _) => ValueTask.FromResult(ReadPassword(file)));
            }

            if (settings.Tls is { } tls)
            {
                builder.EnableTransportSecurity();

                // Else the driver looks for a file of authorities of its own, and believes those beside ours.
                builder.UseRootCertificatesCallback(() => Authorities(tls.Authority));
                builder.UseSslClientAuthenticationOptionsCallback(options => Secure(options, tls));
            }

            return builder.Build();
        },
        static () => { });

    // The secret itself, without the end of its line.
    internal static string ReadPassword(string file)
    {
        if (SecretFile.Fault(file) is { } fault)
        {
            throw new SettingsFileException(file, fault);
        }

        try
        {
            var bytes = File.ReadAllBytes(file);
            var text = Encoding.UTF8.GetString(bytes).TrimEnd('\r', '\n');
            CryptographicOperations.ZeroMemory(bytes);
            return text.Length is > 0 and <= MaxPassword && !text.Contains('\n', StringComparison.Ordinal)
                ? text
                : throw new SettingsFileException(file, "it must hold the password, on one line");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsFileException(file, "the file cannot be read", e);
        }
    }

    private static string TextOf(PostgresSettings settings)
    {
        var text = new NpgsqlConnectionStringBuilder
        {
            Host = settings.Host,
            Port = settings.Port,
            Database = settings.Database,
            Username = settings.User,
            SearchPath = settings.Schema,
            SslMode = settings.Tls is null ? SslMode.Disable : SslMode.VerifyFull,
            SslNegotiation = SslNegotiation.Postgres,
            GssEncryptionMode = GssEncryptionMode.Disable,

            // With a password nothing but SCRAM; without, the certificate or the socket's peer has to do.
            RequireAuth = settings.PasswordFile is null ? "None" : "ScramSHA256",
            TargetSessionAttributes = "any",
            ClientEncoding = "UTF8",
            Timezone = "UTC",

            // Not flushed for each batch: what a crash takes is read again from the ledger.
            Options = "-c synchronous_commit=off -c lock_timeout=2s",
            ApplicationName = "gateway",
            Timeout = 5,
            CommandTimeout = 60,
            MaxPoolSize = 8,
            Enlist = false,
            IncludeErrorDetail = false,
        };

        // A Unix socket has no such thing; its other end does not vanish without a word.
        if (settings.Tls is not null)
        {
            (text.TcpKeepAlive, text.TcpKeepAliveTime, text.TcpKeepAliveInterval) = (true, 15, 5);
        }

        if (settings.PasswordFile is null)
        {
            text.Passfile = "/dev/null";
        }

        return text.ConnectionString;
    }

    private static void Secure(SslClientAuthenticationOptions options, PostgresTls tls)
    {
        options.EnabledSslProtocols = TlsFront.Versions;
        options.AllowRenegotiation = false;
        options.CertificateRevocationCheckMode = X509RevocationMode.NoCheck;
        options.ClientCertificates = null;
        options.ClientCertificateContext = ShownBy(tls);
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.ApplicationPolicy.Add(new Oid(ServerUse));
        policy.CustomTrustStore.AddRange(Authorities(tls.Authority));
        options.CertificateChainPolicy = policy;
    }

    private static SslStreamCertificateContext? ShownBy(PostgresTls tls)
    {
        if (tls.Certificate is not { } certificate || tls.Key is not { } key)
        {
            return null;
        }

        var issuers = new X509Certificate2Collection();
        issuers.ImportFromPemFile(certificate);
        var shown = CertificateFiles.LoadWithKey(certificate, key);
        return SslStreamCertificateContext.Create(shown, issuers, offline: true);
    }

    private static X509Certificate2Collection Authorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities;
    }
}
