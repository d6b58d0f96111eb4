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

if [ "${1:-}" != --inside ]; then
  app=
  [ "${1:-}" = --app ] && app=$(cd "$2" && pwd)
  [ "$(id -u)" = 0 ] || { echo "prove.sh needs root: it changes the root folder of a process" >&2; exit 1; }
  command -v ip >/dev/null || { apt-get update -q && apt-get install -y -q --no-install-recommends iproute2; } >&2
  work=$(mktemp -d)
  trap 'rm -rf --one-file-system "$work"' EXIT
  chmod 0755 "$work"
  unshare --mount --net --pid --fork --kill-child --mount-proc "$0" --inside "$work" "$app"
  exit
fi

work=$2
app=$3
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

# The Dockerfile, one instruction a line, without comments.
instructions=$(sed -e '/^ *#/d' -e '/^$/d' Dockerfile | sed -e ':a' -e '/\\$/N; s/\\\n */ /; ta')
stage() { awk -v name="$1" '/^FROM/ { on = ($NF == name) } on && !/^FROM/' <<<"$instructions"; }
json() { sed -n "s/^.*\[\"\(.*\)\"\]\$/\1/p" | sed 's/", *"/\n/g'; }

# Stages 'build' and 'files': their RUN lines, with their folders moved below $work.
mkdir -p "$work/app" "$work/image"
if [ -n "$app" ]; then
  cp -r "$app/." "$work/app"
else
  eval "$(stage build | sed -n "s#^RUN ##; s# /app\$# $work/app#p")"
fi
eval "$(stage files | sed -n "s#^RUN ##; s#/source/#$source/deploy/image/#; s# /image\$# $work/image#p")"

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
folder=$(sed -n 's/^WORKDIR //p' <<<"$last")
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

# inside COMMAND...: as the image's user, in its folder and environment, with nothing to gain and nothing to write to
# but the volume.
inside() {
  setpriv --no-new-privs --bounding-set=-all --inh-caps=-all \
    env -i "${environment[@]}" "${overrides[@]}" chroot --userspec="$user" "$root" "$@"
}
overrides=()

