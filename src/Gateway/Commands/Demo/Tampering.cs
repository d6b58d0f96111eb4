using System.Text;
using Gateway.Policies;
using Gateway.Stamping;

namespace Gateway.Commands.Demo;

/// <summary>
/// Changes one byte at a time in copies of what was left, and asks the same verification again. What is not noticed
/// fails the demo.
/// </summary>
internal sealed class Tampering(DemoVerification verification, DemoScene scene, KeptMessages kept)
{
    private static readonly Titles Body = new("body", "正文", "內文");
    private static readonly Titles Statement = new("statement", "声明", "聲明");
    private static readonly Titles Signature = new("signature", "签名", "數碼簽署");
    private static readonly Titles Start = new("status or target", "状态码或目标地址", "狀態碼或目標網址");
    private static readonly Titles Base = new("kept signature base", "留存的签名基串", "留存的簽署基礎字串");

    internal IReadOnlyList<TamperRow> Run() =>
    [
        .. kept.Messages.EnumerateDirectories()
            .OrderBy(folder => folder.Name, StringComparer.Ordinal)
            .SelectMany(Messages),
        .. Endorsement(),
        .. Ledger(),
    ];

    private IEnumerable<TamperRow> Messages(DirectoryInfo message)
    {
        yield return OfMessage(message, Body, MessageFolder.BodyFile, bytes => bytes.Length / 2);
        yield return OfMessage(
            message, Statement, MessageFolder.HeadFile, bytes => Within(bytes, "Transfer-Statement: :"));
        yield return OfMessage(
            message, Signature, MessageFolder.HeadFile, bytes => Within(bytes, "Signature: gateway=:"));
        yield return OfMessage(message, Start, MessageFolder.HeadFile, StartLine);
        yield return OfMessage(message, Base, MessageFolder.BaseFile, bytes => bytes.Length / 2);
    }

    private TamperRow OfMessage(DirectoryInfo message, Titles what, string file, Func<byte[], int> place)
    {
        var copy = Copy(message.FullName, "message");
        Change(Path.Combine(copy, file), place);
        return new TamperRow(what, message.Name, verification.FaultOfMessage(copy, scene.Layout.Keys));
    }

    private IEnumerable<TamperRow> Endorsement()
    {
        var message = kept.Messages.EnumerateDirectories().First().FullName;
        (Titles What, string File)[] files =
        [
            (new("endorsement of the stamping key", "戳记密钥的背书", "戳記密碼匙的背書"), KeyUse.Stamping.FileName),
            (new("signatures of the endorsement", "背书上的签名", "背書上的簽署"), KeyUse.Stamping.SignatureFileName),
        ];
        foreach (var (what, file) in files)
        {
            var keys = Copy(scene.Layout.Keys, "keys");
            Change(Path.Combine(keys, file), bytes => bytes.Length / 2);
            yield return new TamperRow(what, file, verification.FaultOfMessage(message, keys));
        }
    }

    // One file of each kind that the ledger publishes, and one annex.
    private IEnumerable<TamperRow> Ledger()
    {
        var shard = Directory.EnumerateDirectories(scene.Ledger, "2*").Max(StringComparer.Ordinal)!;
        (Titles What, string File)[] files =
        [
            (new("ledger: checkpoint", "台账：检查点", "紀錄冊：檢查點"), Path.Combine(shard, "checkpoint")),
            (new("ledger: hash tile", "台账：哈希块", "紀錄冊：雜湊數據塊"), Largest(Path.Combine(shard, "tile", "0"))),
            (new("ledger: entry bundle", "台账：条目块", "紀錄冊：記項數據塊"), Largest(Path.Combine(shard, "tile", "entries"))),
            (new("ledger: encrypted annex", "台账：加密附件", "紀錄冊：加密附件"), Largest(Path.Combine(scene.Ledger, "side"))),
        ];
        foreach (var (what, file) in files)
        {
            var relative = Path.GetRelativePath(scene.Ledger, file);
            var copy = Copy(scene.Ledger, "ledger");
            Change(Path.Combine(copy, relative), bytes => bytes.Length / 2);
            yield return new TamperRow(what, relative, verification.FaultOfLedger(copy));
        }
    }

    private string Copy(string folder, string name)
    {
        var copy = Path.Combine(scene.At("tampered"), name);
        if (Directory.Exists(copy))
        {
            Directory.Delete(copy, recursive: true);
        }

        KeptFolder.Copy(folder, copy);
        return copy;
    }

    private static string Largest(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .MaxBy(file => new FileInfo(file).Length) ?? throw new DemoException($"nothing stands in '{folder}'");

    private static void Change(string file, Func<byte[], int> place)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[place(bytes)] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    // Well inside the base64, where a changed bit stays a letter or a digit of it, or stops being base64 at all.
    private static int Within(byte[] head, string field) =>
        head.AsSpan().IndexOf(Encoding.ASCII.GetBytes(field)) + field.Length + 40;

    // The last octet of the status, or of the path before the query: both are signed.
    private static int StartLine(byte[] head) => head.AsSpan().StartsWith("HTTP/"u8)
        ? "HTTP/1.1 20".Length
        : head.AsSpan().IndexOf((byte)'\n') - " HTTP/1.1".Length - 1;
}
