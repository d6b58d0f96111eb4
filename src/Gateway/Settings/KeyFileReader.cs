using System.Security.Cryptography;
using Gateway.Policies;
using Gateway.Stamping;

namespace Gateway.Settings;

/// <summary>One key of the keys file, with its secret.</summary>
/// <param name="Bytes">Exactly <see cref="KeyFileReader.KeySize"/> of them.</param>
/// <param name="File">Where they came from.</param>
internal sealed record KeyEntry(
    string Id, string Use, byte[] Bytes, DateTimeOffset? From, DateTimeOffset? To, string File, Mark Mark)
{
    internal bool IsInForce(DateTimeOffset at) => !(at < From) && !(at >= To);

    internal bool HasBytesOf(KeyEntry other) => CryptographicOperations.FixedTimeEquals(Bytes, other.Bytes);
}

/// <summary>Reads the keys file (docs/formats/keys.md) and the secrets it names; every fault with its place.</summary>
internal static class KeyFileReader
{
    internal const int KeySize = 32;

    private static readonly string[] Uses = ["hash", "tokenise", "shift", "subject", "source", "annex", "spool"];

    /// <summary>What could be read.</summary>
    internal static KeyFileContent Read(string file, ICollection<Fault> faults)
    {
        var mark = new Mark(Path.GetFileName(file), 0, 0, "$");
        if (ReadRoot(file, mark, faults) is not { } root)
        {
            return new KeyFileContent([], [], [], mark);
        }

        var reader = new SectionReader(root, Path.GetDirectoryName(Path.GetFullPath(file))!, faults);
        var entries = reader.Objects("keys").Select(ReadEntry).OfType<KeyEntry>().ToList();
        var recipients = reader.Has("recipients")
            ? reader.Objects("recipients").Select(RecipientEntry.Read).OfType<RecipientEntry>().ToList()
            : [];
        var custodians = ReadCustodians(reader, faults);
        reader.Close();
        CheckApart(entries, faults);
        return new KeyFileContent(
            entries, recipients, custodians, reader.MarkOf("keys") with { Path = "keys" });
    }

    private static List<CustodianEntry> ReadCustodians(SectionReader reader, ICollection<Fault> faults)
    {
        if (!reader.Has("custodians"))
        {
            return [];
        }

        var written = reader.Objects("custodians").ToList();
        var custodians = written.Select(CustodianEntry.Read).OfType<CustodianEntry>().ToList();
        CustodianEntry.CheckApart(
            custodians, written.Count, reader.MarkOf("custodians") with { Path = "custodians" }, faults);
        return custodians;
    }

    private static SettingsNode.Section? ReadRoot(string file, Mark mark, ICollection<Fault> faults)
    {
        try
        {
            return SettingsParser.Parse(mark.File, File.ReadAllBytes(file), faults);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            faults.Add(mark.Fault("keys.missing", "the keys file is missing: 'gateway certs dev' makes one"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(mark.Fault("keys.file", "the keys file cannot be read: look at its mode and its owner"));
        }

        return null;
    }

    // FORMATS.md 2: never shared between actions. Two names for one secret would be one key for two purposes.
    private static void CheckApart(List<KeyEntry> entries, ICollection<Fault> faults)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            var before = entries.Take(i).ToList();
            if (before.Exists(other => other.Use == entry.Use && other.Id == entry.Id))
            {
                faults.Add(entry.Mark.Fault(
                    "keys.duplicate", $"key '{entry.Id}' for '{entry.Use}' stands twice: keep one"));
            }
            else if (before.Find(other => other.HasBytesOf(entry)) is { } same)
            {
                faults.Add(entry.Mark.Fault(
                    "keys.shared", $"key '{entry.Id}' has the same secret as '{same.Id}': each needs its own"));
            }
        }
    }

    private static KeyEntry? ReadEntry(SectionReader reader)
    {
        var id = reader.RequiredText("id");
        var use = reader.RequiredChoice("use", Uses.ToDictionary(use => use, StringComparer.Ordinal), "");
        var file = reader.RequiredPath("file");
        var (from, to) = (Instant(reader, "from"), Instant(reader, "to"));
        reader.Close();
        if (to <= from)
        {
            reader.Add("to", "keys.time", "'to' is not after 'from'");
        }

        return id.Length > 0 && use.Length > 0 && file.Length > 0 && ReadSecret(reader, file) is { } secret
            ? new KeyEntry(id, use, secret, from, to, file, reader.Mark)
            : null;
    }

    private static byte[]? ReadSecret(SectionReader reader, string file)
    {
        if (SecretFile.Fault(file) is { } fault)
        {
            reader.Add("file", "keys.file", fault);
            return null;
        }

        try
        {
            var bytes = File.ReadAllBytes(file);
            if (bytes.Length == KeySize)
            {
                return bytes;
            }

            CryptographicOperations.ZeroMemory(bytes);
            reader.Add("file", "keys.size", $"a key file holds exactly {KeySize} random bytes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            reader.Add("file", "keys.file", "the file cannot be read: look at its mode and its owner");
        }

        return null;
    }

    private static DateTimeOffset? Instant(SectionReader reader, string key)
    {
        if (reader.Text(key) is not { } text)
        {
            return null;
        }

        if (WireTime.TryParse(text, out var time))
        {
            return time;
        }

        reader.Add(key, "keys.time", $"'{key}' must be a time such as 2026-11-01T00:00:00Z");
        return null;
    }
}

/// <summary>What one keys file holds.</summary>
/// <param name="Mark">Place of the keys' list.</param>
internal sealed record KeyFileContent(
    IReadOnlyList<KeyEntry> Entries,
    IReadOnlyList<RecipientEntry> Recipients,
    IReadOnlyList<CustodianEntry> Custodians,
    Mark Mark);
