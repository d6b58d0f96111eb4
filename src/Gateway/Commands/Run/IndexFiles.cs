using Gateway.Ledger.Index;
using Gateway.Policies;
using Gateway.Settings;

namespace Gateway.Commands.Run;

/// <summary>
/// The files that lead to the database of the index, looked at before the start. The database itself is not asked: the
/// gateway starts without it.
/// </summary>
internal static class IndexFiles
{
    internal static void Check(PostgresSettings? index, SettingsPlaces places, ICollection<Fault> faults)
    {
        void Tell(string key, string code, string message) =>
            faults.Add(places.Of($"Audit.Index.{key}").Fault(code, message));

        void Try(string key, string code, Action read)
        {
            try
            {
                read();
            }
            catch (SettingsFileException e)
            {
                Tell(key, code, e.Message);
            }
        }

        if (index?.PasswordFile is { } password)
        {
            Try("PasswordFile", "index.password", () => PostgresSource.ReadPassword(password));
        }

        if (index?.Tls is { Authority.Length: > 0 } tls)
        {
            if (!TapFiles.HasCertificate(tls.Authority))
            {
                var name = Path.GetFileName(tls.Authority);
                Tell("Authority", "index.authority", $"'{name}': no PEM certificate is in it");
            }

            if (tls is { Certificate: { } certificate, Key: { } key })
            {
                Try(
                    "Certificate",
                    "index.certificate",
                    () => CertificateFiles.LoadWithKey(certificate, key).Dispose());
            }
        }
    }
}
