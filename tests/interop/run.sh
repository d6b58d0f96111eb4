#!/bin/sh
# Verifiers written by nobody here, over the folder that `gateway demo --keep DIR` leaves, and the schemas over what
# ships in config/ and docs/formats/golden.
# Usage: run.sh DIR    everything
#        run.sh        the schemas alone
# Evidence of three transfers is made by the built gateway, or taken from DIR/evidence, and checked without it.
# Needs node 20, openssl 3 and Go 1.19 with golang-golang-x-mod-dev. Ends with "N passed, N failed"; exit 1 on any failure.
set -eu
[ $# -le 1 ] || { echo "usage: run.sh [DIR]" >&2; exit 2; }
dir=
[ $# -eq 0 ] || dir=$(cd "$1" && pwd)
cd "$(dirname "$0")"
[ -d node_modules ] || npm ci --ignore-scripts --no-audit --no-fund >&2
[ -n "$dir" ] || exec node schemas.mjs

# Both run to their end; the last line is the sum of both.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
code=0
node check.mjs "$dir" >"$work/node" || code=1
sed '$d' "$work/node"
go=$(command -v go || ls -d /usr/lib/go-*/bin/go 2>/dev/null | tail -n 1)
if [ -n "$go" ]; then
  # Debian's copy of golang.org/x/mod; nothing is fetched.
  GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE="$work/cache" "$go" run tlog/main.go "$dir" ../../docs/formats/golden >"$work/go" || code=1
else
  printf 'FAIL  tlog (Go): go is not installed\n0 passed, 1 failed\n' >"$work/go"
  code=1
fi
sed '$d' "$work/go"
tail -qn 1 "$work/node" "$work/go" | awk '{ passed += $1; failed += $3 } END { print passed " passed, " failed " failed" }'
exit "$code"
