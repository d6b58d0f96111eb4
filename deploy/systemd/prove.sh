#!/usr/bin/env bash
# Shows the unit at work under a real systemd: a container that boots Debian's systemd with the archive at /opt/gateway,
# installed as docs/deploy.md says.
# Usage: prove.sh FOLDER    FOLDER: the archive, unpacked
# Needs root on Debian 12, and systemd-container. Ends with "N passed, N failed".
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
[ $# -eq 1 ] || { echo "usage: prove.sh FOLDER" >&2; exit 2; }
folder=$(cd "$1" && pwd)
apt-get update -q >&2
command -v systemd-nspawn >/dev/null || apt-get install -y -q --no-install-recommends systemd-container >&2
work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
root=$work/root
"$here/../../tests/packages/lay-out.sh" "$root" bash coreutils grep sed curl libstdc++6 systemd systemd-sysv

# As docs/deploy.md says, with the sidecar's example and keys made on the spot.
mkdir -p "$root/opt" "$root/root" "$root/etc/systemd/system" "$root/usr/lib/sysusers.d"
cp -r "$folder" "$root/opt/gateway"
install -m 0644 "$folder/deploy/systemd/gateway.sysusers.conf" "$root/usr/lib/sysusers.d/gateway.conf"
install -m 0644 "$folder/deploy/systemd/gateway.service" "$root/etc/systemd/system/"
# The watchdog of the unit, in less time than its 30 s.
mkdir "$root/etc/systemd/system/gateway.service.d"
printf '[Service]\nWatchdogSec=5\n' >"$root/etc/systemd/system/gateway.service.d/watchdog.conf"
mkdir -p "$root/etc/gateway"
cp -r "$folder/config/policy" "$root/etc/gateway/policy"
cp "$folder/config/policy/cases/cdd.json" "$folder/config/policy/cases/ack.json" "$root/root/"
sed -e 's#\.\./certs-dev/out/run/#/run/gateway/door/#; s#\.\./certs-dev/out/ledger#/var/lib/gateway/ledger#' \
  -e 's#\.\./certs-dev/out/state#/var/lib/gateway/state#; s#\.\./certs-dev/out#/etc/gateway/dev#' \
  -e 's#"Uids": \[1000\]#"Uids": [0]#' "$folder/config/sidecar.json" >"$root/etc/gateway/gateway.json"
port=$(grep -h -A20 'id: cdd-push' "$folder"/config/policy/*.yaml | sed -n 's#.*https://127.0.0.1:\([0-9]*\).*#\1#p' | head -n 1)

cat >"$root/root/prove" <<'PROVE'
#!/bin/bash
# Runs in the container, once it is up; $1 is the far side's port.
passed=0
failed=0
check() {
  local name=$1
  shift
  if "$@" >/root/output 2>&1; then
    passed=$((passed + 1))
    echo "ok      $name"
  else
    failed=$((failed + 1))
    echo "FAILED  $name"
    tail -n 20 /root/output
  fi
}
not() { ! "$@"; }
property() { systemctl show gateway --property="$1" --value; }
is() { [ "$(property "$1")" = "$2" ]; }
gateway=/opt/gateway/gateway
export HOME=/root
status() { cat "/proc/$(property MainPID)/status"; }
push() {
  curl -sS --max-time 20 --unix-socket /run/gateway/door/app.sock -H 'Content-Type: application/json' \
    --data-binary @/root/cdd.json http://localhost/hk/customers/HKG001
}
check "its account is made" id gateway
"$gateway" certs dev --out /etc/gateway/dev >/dev/null
chown -R gateway:gateway /etc/gateway
check "it starts, and is started when its doors are open" systemctl start gateway
check "it says that it is active" is ActiveState active
check "a transfer could cross at once" "$gateway" healthcheck --url http://127.0.0.1:8081/readyz
"$gateway" demo far-side --certs /etc/gateway/dev --party bank-hk --port "$1" --answer /root/ack.json >/root/crossed 2>&1 &
for _ in $(seq 100); do grep -q listening /root/crossed && break; sleep 0.1; done
check "a transfer crosses" grep -q accepted <(push)
check "it crossed masked" grep -q '陈\*\*' /root/crossed
check "no capability" grep -qx 'CapEff:	0000000000000000' <(status)
check "no new privilege" grep -qx 'NoNewPrivs:	1' <(status)
check "the system calls are filtered" grep -qx 'Seccomp:	2' <(status)
check "its own folder is its own" [ "$(stat -c '%U %a' /var/lib/gateway)" = 'gateway 700' ]
first=$(property MainPID)
check "a reload comes back" systemctl reload gateway
check "and leaves it running" is MainPID "$first"
check "it is active again" is ActiveState active
sleep 12
check "the watchdog is content" is MainPID "$first"
check "and was fed" [ -n "$(property WatchdogTimestamp)" ]
kill -STOP "$first"
for _ in $(seq 60); do [ "$(property MainPID)" != "$first" ] && is ActiveState active && break; sleep 1; done
check "a process that stands still is replaced" not is MainPID "$first"
check "and the new one is ready" "$gateway" healthcheck --url http://127.0.0.1:8081/readyz
check "it stops when told to" systemctl stop gateway
check "cleanly" is Result success
check "its ledger is whole" "$gateway" ledger verify /var/lib/gateway/ledger
echo 'nonsense' >>/etc/gateway/gateway.json
check "tampered, a configuration that is wrong does not start" not systemctl start gateway
[ "$failed" = 0 ] || journalctl -u gateway --no-pager | tail -n 30
echo "$passed passed, $failed failed"
PROVE
chmod 0755 "$root/root/prove"
cat >"$root/etc/systemd/system/prove.service" <<PROVE
[Unit]
Description=The proof
After=basic.target systemd-sysusers.service
[Service]
Type=oneshot
ExecStart=/bin/bash -c '/root/prove $port >/root/proof 2>&1; systemctl --force poweroff'
PROVE
mkdir -p "$root/etc/systemd/system/proof.target.wants"
printf '[Unit]\nDescription=The proof\nRequires=basic.target\nAfter=basic.target\n' >"$root/etc/systemd/system/proof.target"
ln -s ../prove.service "$root/etc/systemd/system/proof.target.wants/"
ln -sf proof.target "$root/etc/systemd/system/default.target"
# Not a first boot: nobody is asked for a root password.
echo 0123456789abcdef0123456789abcdef >"$root/etc/machine-id"
ln -s /dev/null "$root/etc/systemd/system/systemd-firstboot.service"

timeout --kill-after=10 240 systemd-nspawn --quiet --directory "$root" --register=no --keep-unit --private-network \
  --boot >"$work/boot" 2>&1 || true
if ! [[ $(tail -n 1 "$root/root/proof" 2>/dev/null) =~ ^[0-9]+\ passed,\ [0-9]+\ failed$ ]]; then
  tail -n 40 "$work/boot"
  cat "$root/root/proof" 2>/dev/null || true
  echo "0 passed, 1 failed"
  exit 1
fi
cat "$root/root/proof"
grep -q ', 0 failed$' <(tail -n 1 "$root/root/proof")
