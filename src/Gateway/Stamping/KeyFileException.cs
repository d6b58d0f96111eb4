namespace Gateway.Stamping;

/// <summary>A key file that must not, or cannot, be used. The daemon does not start without its keys.</summary>
internal sealed class KeyFileException(string path, string reason, Exception? inner = null)
    : Exception($"key file '{Path.GetFileName(path)}' is not used: {reason}", inner)
{
    internal const string NoKey = "it holds no Ed25519 private key in PKCS#8 PEM";
}
