using System.Diagnostics;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>What docs/regulator.md tells a regulator to do by hand, done with a shell and openssl, and nothing of ours.</summary>
public sealed class AuditByHandTests
{
    // $1 address, $2 certificate, $3 key, $4 transfer, $5 year. Prints one word for each thing that holds.
    private const string Script =
        """
        set -eu
        work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
        ask() {
          printf 'GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$1" "$address" |
            openssl s_client -quiet -connect "$address" -cert "$certificate" -key "$key" 2>/dev/null |
            sed '1,/^\r*$/d'
        }
        address=$1 certificate=$2 key=$3 transfer=$4 year=$5
        ask "/v1/transfers/$transfer" >story
        # The first leaf, byte for byte, and the hash that the list tells of it.
        grep -o '"entry":{"v":1.*' story | sed 's/^"entry"://; s/},{"cursor".*//; s/}\]}.*//' | tr -d '\n' >entry
        leaf=$({ printf '\0'; cat entry; } | openssl dgst -sha256 -r | cut -d' ' -f1)
        ask "/v1/transfers?party=bank-hk" >list
        grep -q "\"leafHash\":\"$leaf\"" list && echo leaf
        # The signed head, with a key out of the vkey: name+hash+base64(01 key).
        ask "/$year/checkpoint" >checkpoint
        ask "/$year/vkey" | sed 's/^[^+]*+[^+]*+//' | openssl base64 -d -A | tail -c 32 >raw
        { printf '\060\052\060\005\006\003\053\145\160\003\041\000'; cat raw; } | openssl pkey -pubin -inform DER -out pub.pem
        sed '/^$/,$d' checkpoint >note
        sed -n 's/^— [^ ]* //p' checkpoint | openssl base64 -d -A | tail -c 64 >signature
        openssl pkeyutl -verify -pubin -inkey pub.pem -rawin -in note -sigfile signature | grep -q Success && echo head
        sed -i '2s/.*/999999/' note
        openssl pkeyutl -verify -pubin -inkey pub.pem -rawin -in note -sigfile signature 2>&1 | grep -q Success || echo tampered
        # The sample, worked out.
        size=$(sed -n 2p checkpoint)
        origin=$(sed -n 1p checkpoint)
        ask "/v1/transfers?limit=1000" | grep -o '"cursor":"[^"]*"' | sed 's/.*://; s/"//' | while read -r index; do
          [ "$index" -ge "$size" ] || printf '%s %s\n' "$(printf 'gateway-sample/v1\n%s\n%s\n%s\n%s\n' \
            "$origin" "$size" by-hand "$index" | openssl dgst -sha256 -r | cut -d' ' -f1)" "$index"
        done | LC_ALL=C sort | head -n 3 | cut -d' ' -f2 >mine
        ask "/v1/sample?n=3&seed=by-hand&tree=$year:$size" | grep -o '"cursor":"[^"]*"' | sed 's/.*://; s/"//' >theirs
        [ -s mine ] && cmp -s mine theirs && echo sample
        """;

    [Fact]
    public async Task A_regulator_checks_an_entry_the_head_and_a_sample_with_openssl_alone()
    {
        await using var boundary = await Readers.OpenAsync();
        for (var i = 0; i < 4; i++)
        {
            await boundary.North().PushAsync(path: "/nowhere");
        }

        var push = await boundary.North().PushAsync();
        await boundary.StoryAsync(Readers.Everything, push.TransferId);
        var pki = DevAssets.Pki;

        using var shell = Process.Start(new ProcessStartInfo(
            "/bin/bash",
            [
                "-c", Script, "by-hand", boundary.Door("audit").ToString(), pki.Certificate(Readers.Everything + ".client"),
                pki.Key(Readers.Everything + ".client"), push.TransferId, boundary.Year,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var wrong = shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("leaf\nhead\ntampered\nsample\n", 0), (await said, shell.ExitCode));
        Assert.Empty(await wrong);
    }
}
