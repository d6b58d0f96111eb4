#!/usr/bin/env bash
# Shows the image of the Dockerfile at work where there is no engine: does what its lines say, in order, and then runs
# its last stage as an engine would: that root alone, read-only, its user, its environment, no capabilities, a network
# of its own, a volume for what is written.
# Usage: prove.sh [--app DIR]    DIR: what deploy/package/build.sh left, instead of compiling again
# Needs root on Debian 12 (amd64). Ends with "N passed, N failed".
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../.."
source=$PWD

# The Dockerfile, one instruction a line, without comments.
instructions=$(sed -e '/^ *#/d' -e '/^$/d' Dockerfile | sed -e ':a' -e '/\\$/{N; s/\\\n */ /; ta' -e '}')
stage() { awk -v name="$1" '/^FROM/ { on = ($NF == name) } on && !/^FROM/' <<<"$instructions"; }
json() { sed -n "s/^.*\[\"\(.*\)\"\]\$/\1/p" | sed 's/", *"/\n/g'; }

if [ "${1:-}" != --inside ]; then
  app=
  [ "${1:-}" = --app ] && app=$(cd "$2" && pwd)
  [ "$(id -u)" = 0 ] || { echo "prove.sh needs root: it changes the root folder of a process" >&2; exit 1; }
  missing=()
  command -v ip >/dev/null || missing+=(iproute2)
  command -v curl >/dev/null || missing+=(curl)
  apt-get update -q >&2
  [ ${#missing[@]} -eq 0 ] || apt-get install -y -q --no-install-recommends "${missing[@]}" >&2
  work=$(mktemp -d)
  trap 'rm -rf --one-file-system "$work"' EXIT
  chmod 0755 "$work"
  # Stages 'build' and 'files': their RUN lines, with their folders moved below $work.
  mkdir -p "$work/app" "$work/image"
  if [ -n "$app" ]; then
    cp -r "$app/." "$work/app"
  else
    eval "$(stage build | sed -n "s#^RUN ##; s# /app\$# $work/app#p")"
  fi
  eval "$(stage files | sed -n "s#^RUN ##; s#/source/#$source/deploy/image/#; s# /image\$# $work/image#p")"

  unshare --mount --net --pid --fork --kill-child --mount-proc "$0" --inside "$work"
  exit
fi

work=$2
passed=0
failed=0
check() { # check NAME COMMAND...
  local name=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
    echo "ok      $name"
  else
    failed=$((failed + 1))
    echo "FAILED  $name"
  fi
}
not() { ! "$@"; }

# Stage 'scratch': nothing, then what each COPY says.
last=$(stage scratch)
root=$work/root
mkdir "$root"
while read -r _ from rest; do
  owner=0:0
  [[ $rest == --chown=* ]] && owner=${rest%% *} && owner=${owner#--chown=} && rest=${rest#* }
  from=${from#--from=}
  [[ $from == files || $from == build ]] || { echo "COPY from an unknown stage: $from" >&2; exit 1; }
  read -r what where <<<"$rest"
  mkdir -p "$root$where"
  cp -a "$work$what." "$root$where"
  chown "$owner" "$root$where"
  [ "$owner" = 0:0 ] || chown -R "$owner" "$root$where"
done < <(grep '^COPY' <<<"$last")
user=$(sed -n 's/^USER //p' <<<"$last")
mapfile -t environment < <(sed -n 's/^ENV //p' <<<"$last" | tr ' ' '\n')
mapfile -t entrypoint < <(grep '^ENTRYPOINT' <<<"$last" | json)
mapfile -t command < <(grep '^CMD' <<<"$last" | json)
mapfile -t health < <(grep '^HEALTHCHECK' <<<"$last" | json)
[ ${#health[@]} -gt 0 ] && [ ${#entrypoint[@]} -gt 0 ] && [ ${#command[@]} -gt 0 ]

# An engine gives a process these: /proc, a few devices, a loopback of its own, the mounted volumes.
ip link set lo up
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=0755 tmpfs "$root/dev"
for device in null zero full random urandom; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mount -t tmpfs -o "mode=0700,uid=${user%:*},gid=${user#*:}" tmpfs "$root/var/lib/gateway"

# As the image's user, in its environment, with nothing to gain and nothing to write to but the
# volume. (WORKDIR is the one line that is not followed: chroot begins in '/'.)
jail=(env -i "${environment[@]}" /usr/bin/setpriv --no-new-privs /usr/sbin/chroot --userspec="$user" "$root")
inside() { "${jail[@]}" "$@"; }

# What an operator mounts: the sidecar's example, with keys made on the spot by the image itself.
certificates=/var/lib/gateway/dev
cp -r config/policy "$root/etc/gateway/policy"
sed -e "s#\.\./certs-dev/out/run/#/var/lib/gateway/run/#; s#\.\./certs-dev/out/ledger#/var/lib/gateway/ledger#" \
  -e "s#\.\./certs-dev/out/state#/var/lib/gateway/state#; s#\.\./certs-dev/out#$certificates#" \
  -e 's#"Uids": \[1000\]#"Uids": [0]#' config/sidecar.json >"$root/etc/gateway/gateway.json"
port=$(grep -h -A20 'id: cdd-push' config/policy/*.yaml | sed -n 's#.*https://127.0.0.1:\([0-9]*\).*#\1#p' | head -n 1)
cp config/policy/cases/cdd.json config/policy/cases/ack.json "$work/"
cp "$work/ack.json" "$root/etc/gateway/ack.json"
mount -o remount,bind,ro "$root"

ready() { # ready PID: waits until the image's own health check says that a transfer could cross
  for _ in $(seq 150); do
    inside "${health[@]}" --url http://127.0.0.1:8081/readyz >"$work/ready" 2>&1 && return 0
    kill -0 "$1" 2>/dev/null || return 1
    sleep 0.2
  done
  return 1
}
no_shell() { [ -z "$(find "$root" -xdev \( -name '*sh' -o -name 'dpkg*' -o -name 'apt*' \) -type f -perm /111)" ]; }
status_says() { grep -qx "$2" "/proc/$1/status"; }
crossed() { [ "$(tail -n 1 "$work/answer")" = 200 ] && grep -q '"riskLevel"' "$work/crossed"; }
masked() { ! grep -qF -f <(grep -o '"idNumber": *"[^"]*"' "$work/cdd.json" | cut -d'"' -f4) "$work/crossed"; }

check "no shell and no package manager are in it" no_shell
check "its user may not write to it" not inside "${entrypoint[@]}" certs dev --out /app/keys 2>"$work/readonly"
check "it was the root that said no" grep -qi 'read-only' "$work/readonly"
check "the health check says no where no daemon is" not inside "${health[@]}" 2>/dev/null
check "it makes throw-away keys on its volume" inside "${entrypoint[@]}" certs dev --out "$certificates"

"${jail[@]}" "${entrypoint[@]}" "${command[@]}" >"$work/log" 2>&1 &
daemon=$!
check "the daemon comes up" ready "$daemon"
check "the health check of the Dockerfile says yes" inside "${health[@]}"
check "it runs as the image's user" status_says "$daemon" "Uid:	${user%:*}	${user%:*}	${user%:*}	${user%:*}"
check "it has no capability" status_says "$daemon" 'CapEff:	0000000000000000'
check "it cannot get one" status_says "$daemon" 'NoNewPrivs:	1'

"${jail[@]}" "${entrypoint[@]}" demo far-side --certs "$certificates" --party bank-hk --port "$port" \
  --answer /etc/gateway/ack.json >"$work/crossed" 2>&1 &
far=$!
for _ in $(seq 100); do grep -q listening "$work/crossed" && break; sleep 0.1; done
curl -sS --max-time 20 --unix-socket "$root/var/lib/gateway/run/app.sock" -w '\n%{http_code}\n' \
  -H 'Content-Type: application/json' --data-binary "@$work/cdd.json" http://localhost/hk/customers/HKG001 >"$work/answer" || true
check "a transfer crosses" crossed
check "identity numbers do not" masked
kill "$far"
wait "$far" 2>/dev/null || true

kill -TERM "$daemon"
stopped=0
wait "$daemon" || stopped=$?
check "it stops cleanly when told to" [ "$stopped" = 0 ]
check "its ledger is whole" inside "${entrypoint[@]}" ledger verify /var/lib/gateway/ledger

# The tampered twins: without one of its libraries it must not open a door.
mount -o remount,bind,rw "$root"
for library in libsodium.so.23 libicuuc.so.72; do
  find "$root/usr/lib" "$root/lib" -name "$library*" -exec mv {} "$work/" \;
  check "without $library it does not start" not inside "${entrypoint[@]}" "${command[@]}" >"$work/log.$library" 2>&1
  mv "$work/$library"* "$root/usr/lib/x86_64-linux-gnu/"
done
[ "$failed" = 0 ] || { tail -n 40 "$work/log" "$work/answer" "$work/crossed" "$work/readonly" "$work/ready"; }

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
