#!/usr/bin/env bash
# One long CSV through 'gateway mask' and through the whole daemon, each in less than 300 MiB of memory: what leaves is
# spooled, encrypted, until the last row is decided.   tests/long-body.sh [BYTES], 1 GiB unless said otherwise.
set -euo pipefail
cd "$(dirname "$0")/.."
bytes=${1:-1073741824}
case "$bytes" in
  '' | *[!0-9]* | 0*) echo "usage: $0 [BYTES], a whole number from 1" >&2; exit 1 ;;
esac
dotnet build tests/Gateway.Scenarios -c Release -v quiet -nologo

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/policy.yaml" <<'YAML'
bundle: { name: long-body, version: 1, issued: 2026-01-01T00:00:00Z, expires: 2099-12-31T00:00:00Z }
categories:
  - id: T.file
    version: 1
    title: { en: File, zh-Hans: 档案, zh-Hant: 檔案 }
    grade: general
    sensitive: []
    consent: none
    format: csv
    subject: "$[*].id"
    unlisted: drop
    fields:
      - { path: "$[*].id", do: mask, keepFirst: 2 }
      - { path: "$[*].name", do: mask, keepFirst: 1 }
      - { path: "$[*].remark", do: keep }
YAML
rows() {
  awk -v bytes="$bytes" 'BEGIN {
    print "id,secret,name,remark"
    for (sent = 0; sent < bytes; sent += 170)
      printf "C-%016d,%0120d,Wang Xiaoming,regular customer\n", row++, 0
  }'
}
gateway=tests/Gateway.Scenarios/bin/Release/net10.0/gateway.dll
rows | dotnet "$gateway" mask --policy "$folder" --category T.file >"$folder/out" 2>"$folder/err" &
mask=$!
peak=0
while resident=$(awk '/^VmHWM:/ { print $2 }' "/proc/$mask/status" 2>/dev/null) && [ -n "$resident" ]; do
  peak=$resident
  sleep 0.2
done
wait "$mask"
echo "mask: $((bytes >> 20)) MiB in, $(($(stat -c %s "$folder/out") >> 20)) MiB out, at most $((peak >> 10)) MiB resident"
[ "$peak" -lt $((300 * 1024)) ]

LONG_BODY_BYTES=$bytes dotnet test tests/Gateway.Scenarios -c Release --no-build --nologo \
  --filter "FullyQualifiedName~LongBodyMemoryTests" --logger "console;verbosity=detailed" | grep -E "daemon: |Passed|Failed"
