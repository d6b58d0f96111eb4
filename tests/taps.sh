#!/usr/bin/env bash
# Debian's rsyslog takes every entry of a ledger over TLS while it and the gateway are stopped and killed in turn; with its
# GnuTLS driver, then with OpenSSL's. Prints what came of it.   tests/taps.sh [ENTRIES], 100,000 unless said otherwise.
# Needs rsyslog, rsyslog-gnutls and rsyslog-openssl; no right of root, no port below 1024.
set -euo pipefail
cd "$(dirname "$0")/.."
entries=${1:-100000}
case "$entries" in
  '' | *[!0-9]* | 0*) echo "usage: $0 [ENTRIES], a whole number from 1" >&2; exit 1 ;;
esac
[ -x /usr/sbin/rsyslogd ] || { echo "rsyslog is not installed" >&2; exit 1; }
report=$(mktemp)
trap 'rm -f "$report"' EXIT
dotnet build tests/Gateway.Scenarios -c Release -v quiet -nologo
TAP_EVENTS=$entries TAP_REPORT=$report dotnet test tests/Gateway.Scenarios -c Release --no-build --nologo \
  --filter "FullyQualifiedName~TapRestartTests"
cat "$report"
