#!/usr/bin/env bash
# kill -9 in the midst of load, again and again.
#   tests/kill-rounds.sh [ROUNDS]                  the whole daemon: after each round every transfer that the far side
#                                                  received has its entry, none was received twice, the ledger verifies
#   tests/kill-rounds.sh --ledger [ROUNDS [SEED]]  the ledger alone, kept busy by 64 clients: nothing acknowledged is
#                                                  lost, no signed head is ever contradicted; SEED draws the moments
#   tests/kill-rounds.sh --witness [ROUNDS]        a witness that is shown two histories at once: it cosigns one, and
#                                                  after its start no older tree and no other
# 100 rounds unless said otherwise.
set -euo pipefail
cd "$(dirname "$0")/.."
usage() { sed -n '2,9p' "$0" | sed 's/^# \{0,1\}//' >&2; exit 1; }
number() { case "$1" in '' | *[!0-9]* | 0*) usage ;; esac; }
begin=$SECONDS
if [ "${1:-}" = --ledger ]; then
  rounds=${2:-100}
  seed=${3:-1}
  number "$rounds"
  number "$seed"
  dotnet build tests/Gateway.Tests -c Release -v quiet -nologo
  LEDGER_KILL_ROUNDS=$rounds LEDGER_KILL_SEED=$seed dotnet test tests/Gateway.Tests -c Release --no-build --nologo \
    --filter "FullyQualifiedName~LedgerKillTests"
  echo "$rounds rounds of kill -9 of the ledger alone, seed $seed, in $((SECONDS - begin)) s: 0 lost, 0 forks"
  exit
fi
if [ "${1:-}" = --witness ]; then
  rounds=${2:-100}
  number "$rounds"
  dotnet build tests/Gateway.Scenarios -c Release -v quiet -nologo
  WITNESS_ROUNDS=$rounds dotnet test tests/Gateway.Scenarios -c Release --no-build --nologo \
    --filter "FullyQualifiedName~WitnessKillTests"
  echo "$rounds rounds of kill -9 of a witness in $((SECONDS - begin)) s: one history, none older"
  exit
fi
rounds=${1:-100}
number "$rounds"
dotnet build tests/Gateway.Scenarios -c Release -v quiet -nologo
KILL_ROUNDS=$rounds dotnet test tests/Gateway.Scenarios -c Release --no-build --nologo \
  --filter "FullyQualifiedName~KillTests.After_a_kill_in_the_midst_of_it"
echo "$rounds rounds of kill -9 in $((SECONDS - begin)) s: every transfer received is on record"
