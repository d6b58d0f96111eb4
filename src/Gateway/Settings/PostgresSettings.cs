namespace Gateway.Settings;

/// <summary>"Audit:Index" of the kind "postgresql": where the ledger's derived index is kept.</summary>
/// <param name="Host">Name or address of "Server"; or the folder of "Socket".</param>
/// <param name="Port">Of "Server"; of a socket, the number in its name.</param>
/// <param name="Database">Required.</param>
/// <param name="User">Required.</param>
/// <param name="Schema">What holds the tables; nothing else may be in it. Default "gateway_index".</param>
internal sealed record PostgresSettings(string Host, int Port, string Database, string User, string Schema)
{
    /// <summary>File with the password, mode 0600. Required over TCP without a certificate; Default none.</summary>
    internal string? PasswordFile { get; init; }

    /// <summary>Null over a Unix socket, and only there.</summary>
    internal PostgresTls? Tls { get; init; }
}

/// <summary>TLS to the database: its certificate is always verified, with its name.</summary>
/// <param name="Authority">PEM of the only authorities believed for it. Required.</param>
/// <param name="Certificate">PEM of the certificate shown to it. Default none.</param>
/// <param name="Key">PEM of its private key, mode 0600. Given with the certificate.</param>
internal sealed record PostgresTls(string Authority, string? Certificate, string? Key);
