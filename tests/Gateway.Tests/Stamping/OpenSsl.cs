using System.Diagnostics;

namespace Gateway.Tests.Stamping;

/// <summary>A verifier written by nobody here. Arguments are a list: no shell takes part.</summary>
internal static class OpenSsl
{
    /// <summary>The exit code of <c>openssl</c> with these arguments; 0 means verified.</summary>
    internal static int Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return process.ExitCode;
    }

    internal static int VerifyCms(string anchor, string content, string signature) => Run(
        "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", signature, "-content", content,
        "-CAfile", anchor, "-purpose", "any", "-no_check_time", "-out", "/dev/null");

    internal static int VerifyEd25519(string publicKey, string message, string signature) => Run(
        "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", publicKey, "-in", message, "-sigfile", signature);
}
