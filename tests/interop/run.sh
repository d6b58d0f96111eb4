#!/bin/sh
# Verifiers written by nobody here, over the folder that `gateway demo --keep DIR` leaves, and the schemas over what
# ships in config/ and docs/formats/golden.
# Usage: run.sh DIR    everything
#        run.sh        the schemas alone
# Needs node 20 and openssl 3. Ends with "N passed, N failed"; exit 1 on any failure.
set -eu
[ $# -le 1 ] || { echo "usage: run.sh [DIR]" >&2; exit 2; }
dir=
[ $# -eq 0 ] || dir=$(cd "$1" && pwd)
cd "$(dirname "$0")"
[ -d node_modules ] || npm ci --ignore-scripts --no-audit --no-fund >&2
if [ -n "$dir" ]; then
  exec node check.mjs "$dir"
fi
exec node schemas.mjs
