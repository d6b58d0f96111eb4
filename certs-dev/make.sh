#!/bin/sh
# make.sh: a throw-away PKI in certs-dev/out, made by the gateway itself.
set -eu
cd "$(dirname "$0")/.."
if [ -e certs-dev/out/INDEX.md ]; then
  echo "certs-dev/out is there already: remove it to make it again" >&2
  exit 1
fi
exec dotnet run --project src/Gateway -c Release -- certs dev --out certs-dev/out
