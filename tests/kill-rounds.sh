#!/usr/bin/env bash
# kill -9 in the midst of load, again and again: after each round every transfer that the far side received has its
# entry, none was received twice, and the ledger verifies.   tests/kill-rounds.sh [ROUNDS], 100 unless said otherwise.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-100}
case "$rounds" in
  '' | *[!0-9]* | 0*) echo "usage: $0 [ROUNDS], a whole number from 1" >&2; exit 1 ;;
esac
dotnet build tests/Gateway.Scenarios -c Release -v quiet -nologo
begin=$SECONDS
KILL_ROUNDS=$rounds dotnet test tests/Gateway.Scenarios -c Release --no-build --nologo \
  --filter "FullyQualifiedName~KillTests.After_a_kill_in_the_midst_of_it"
echo "$rounds rounds of kill -9 in $((SECONDS - begin)) s: every transfer received is on record"
