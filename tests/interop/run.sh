#!/bin/sh
# Verifiers written by nobody here, over the folder that `gateway demo --keep DIR` leaves.
# Usage: run.sh DIR    Needs node 20 and openssl 3. Ends with "N passed, N failed"; exit 1 on any failure.
set -eu
[ $# -eq 1 ] || { echo "usage: run.sh DIR" >&2; exit 2; }
dir=$(cd "$1" && pwd)
cd "$(dirname "$0")"
[ -d node_modules ] || npm ci --ignore-scripts --no-audit --no-fund >&2
exec node check.mjs "$dir"
