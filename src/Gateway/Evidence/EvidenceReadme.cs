using System.Globalization;
using System.Text;
using Gateway.Ledger.Seals;
using Gateway.Policies;
using Gateway.Stamping;

namespace Gateway.Evidence;

/// <summary>
/// README.txt: the checks as commands for a shell and openssl, each line of four blanks one to run. A test runs exactly
/// these lines. Made of the other members alone, like <see cref="EvidencePage"/>.
/// </summary>
// INVARIANT: of equal members version 1 of the evidence gives equal bytes, as with the page.
internal static class EvidenceReadme
{
    /// <param name="members">All but this text and the manifest; more does no harm.</param>
    internal static byte[] Write(IReadOnlyDictionary<string, byte[]> members)
    {
        var text = new StringBuilder();
        Say(text, EvidenceWords.Title);
        text.Append(
            "Check it:\n  gateway verify FILE.zip --trust-list LIST... --log-policy POLICY\n\n");
        Say(text, EvidenceWords.HandHead);
        Step(text, EvidenceWords.Members, Members);
        Step(text, EvidenceWords.Anchors, AnchorLines(members));
        foreach (var key in members.Keys
            .Where(name => name.EndsWith("-key.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            Step(text, EvidenceWords.Endorsed, Endorsed(key, EntryTime(members)));
        }

        foreach (var folder in new[] { "", EvidenceNames.Response }
            .Where(folder => members.ContainsKey(folder + EvidenceNames.Base)))
        {
            Step(text, EvidenceWords.Stamped, Stamped(folder, members));
            Step(text, EvidenceWords.Recorded, Recorded(folder));
        }

        Step(text, EvidenceWords.Signed, Signed);
        if (members.TryGetValue(EvidenceNames.Seal, out var seal))
        {
            Step(text, EvidenceWords.Sealed, Sealed(SealTime(members, seal)));
        }

        if (members.TryGetValue(LogList.FileName, out var logs))
        {
            Step(text, EvidenceWords.Listed, Cms(LogList.SignatureName, LogList.FileName, ListTime(logs)));
        }

        Step(text, EvidenceWords.Included, Included);
        if (members.ContainsKey(EvidenceNames.BundleLines + EvidenceNames.SignatureEnding))
        {
            Step(text, EvidenceWords.InForce, InForce(members.ContainsKey(EvidenceNames.Rules)));
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private const string Members = """
        sed -n 's/^ *"\([^"]*\)": "\([0-9a-f]\{64\}\)",\{0,1\}$/\2  \1/p' manifest.json | sha256sum -c --quiet -
        """;

    private const string Signed = """
        key=$(sed -n 's/.*"key":"\([^"]*\)".*/\1/p' ledger-key.json)
        { printf '\060\052\060\005\006\003\053\145\160\003\041\000'; printf %s "$key" | base64 -d; } >ledger.der
        sed '1,/^$/d' transfer.tlog-proof >checkpoint
        head -n 3 checkpoint >checkpoint.text
        sed -n '5p' checkpoint | sed 's/.* //' | base64 -d | tail -c 64 >checkpoint.sig
        openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey ledger.der -in checkpoint.text -sigfile checkpoint.sig
        """;

    // RFC 9162 section 2.1.3.2, as a shell does it.
    private const string Included = """
        { printf '\000'; cat entry.json; } | openssl dgst -sha256 -binary >hash
        fn=$(sed -n 's/^index //p' transfer.tlog-proof); sn=$(($(sed -n 2p checkpoint) - 1))
        for line in $(sed '1,/^index /d;/^$/,$d' transfer.tlog-proof); do
          printf %s "$line" | base64 -d >sibling
          test "$sn" -gt 0
          if [ $((fn % 2)) = 1 ] || [ "$fn" = "$sn" ]; then
            { printf '\001'; cat sibling hash; } | openssl dgst -sha256 -binary >next
            while [ $((fn % 2)) = 0 ] && [ "$fn" != 0 ]; do fn=$((fn / 2)); sn=$((sn / 2)); done
          else
            { printf '\001'; cat hash sibling; } | openssl dgst -sha256 -binary >next
          fi
          mv next hash; fn=$((fn / 2)); sn=$((sn / 2))
        done
        test "$sn" = 0
        test "$(base64 <hash)" = "$(sed -n 3p checkpoint)"
        """;

    private static string AnchorLines(IReadOnlyDictionary<string, byte[]> members)
    {
        var crls = members.Keys.Where(name => name.StartsWith(EvidenceNames.Crls, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => $"\nopenssl crl -inform DER -in {name} >>anchors.pem");
        return """
            grep -oh -e '-----BEGIN CERTIFICATE-----[^"]*-----END CERTIFICATE-----' anchors/*.json \
              | sed 's/\\n/\n/g' >anchors.pem
            """ + string.Concat(crls);
    }

    private static string Endorsed(string file, long at) => Cms(file + EvidenceNames.SignatureEnding, file, at);

    private static string Sealed(long at) => Cms(EvidenceNames.Seal, "checkpoint", at);

    private static string Stamped(string folder, IReadOnlyDictionary<string, byte[]> members)
    {
        var key = folder + EvidenceNames.StampingKey;
        var endorsement = members.ContainsKey(key) ? key : EvidenceNames.StampingKey;
        return $$"""
            key=$(sed -n 's/.*"key":"\([^"]*\)".*/\1/p' {{endorsement}})
            { printf '\060\052\060\005\006\003\053\145\160\003\041\000'; printf %s "$key" | base64 -d; } >stamping.der
            openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey stamping.der \
              -in {{folder}}signature-base.txt -sigfile {{folder}}signature.bin
            sed -n 's/^"transfer-statement": :\(.*\):$/\1/p' {{folder}}signature-base.txt \
              | base64 -d | cmp - {{folder}}statement.json
            """;
    }

    private static string Recorded(string folder) => $$"""
        sed 's/.*"statement":"\([^"]*\)".*/\1/' {{folder}}entry.json | base64 -d | cmp - {{folder}}statement.json
        grep -qF "\"baseSha256\":\"$(sha256sum <{{folder}}signature-base.txt | cut -c1-64)\"" {{folder}}entry.json
        """;

    private static string InForce(bool hasRules) => """
        openssl cms -verify -binary -inform DER -in bundle-lines.txt.p7s -content bundle-lines.txt \
          -noverify -out verified
        grep -qF "\"policy\":\"$(sha256sum <bundle-lines.txt | cut -c1-64)\"" entry.json
        """ + (hasRules ? "\ngrep -q \" $(sha256sum <rules.yaml | cut -c1-64)\\$\" bundle-lines.txt" : "");

    private static string Cms(string signature, string content, long at) => string.Create(
        CultureInfo.InvariantCulture,
        $"openssl cms -verify -cades -binary -inform DER -in {signature} -content {content} "
            + $"-CAfile anchors.pem -crl_check_all -purpose any -attime {at} -out verified");

    private static long EntryTime(IReadOnlyDictionary<string, byte[]> members) =>
        members.TryGetValue(EvidenceNames.Entry, out var bytes) && TransferRecord.Read(bytes) is { } record
            ? record.Facts.Time.ToUnixTimeSeconds()
            : 0;

    private static long SealTime(IReadOnlyDictionary<string, byte[]> members, byte[] seal) =>
        CadesSignature.Verify(EvidenceProof.SealedNote(members), seal).Signers is [var signer, ..]
            ? signer.SigningTime.ToUnixTimeSeconds()
            : 0;

    private static long ListTime(byte[] logs) => LogList.Parse(logs)?.Time.ToUnixTimeSeconds() ?? 0;

    private static void Step(StringBuilder text, Titles why, string commands)
    {
        Say(text, why);
        foreach (var line in commands.Split('\n'))
        {
            text.Append("    ").Append(line).Append('\n');
        }

        text.Append('\n');
    }

    private static void Say(StringBuilder text, Titles words) =>
        text.Append(words.En).Append('\n').Append(words.ZhHans).Append('\n').Append(words.ZhHant).Append("\n\n");
}
