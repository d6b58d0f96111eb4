#!/bin/sh
# The one way in which gateway is compiled for shipping; archive and image both come from it.
# Usage: build.sh OUT [option of dotnet publish...]    leaves one executable in OUT
set -eu
[ $# -ge 1 ] || { echo "usage: build.sh OUT [OPTION...]" >&2; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
shift
cd "$(dirname "$0")/../.."
# From nothing each time, below this folder: what an earlier build left must not show, and paths inside are mapped.
rm -rf artifacts/package
# CI=true: restores from the lock files, and refuses to change them.
CI=true dotnet publish src/Gateway -c Release -o "$out" --artifacts-path artifacts/package \
  --nologo -v quiet -p:GatewayPackage=true "$@" >&2
rm -rf artifacts/package/bin
