#!/usr/bin/env bash
# A stranger's deployment: a page of docs, word for word, on a root file system of Debian's smallest packages, as an
# ordinary user, in a network of its own.
# Usage: run.sh DIR [PAGE]    DIR: what './run publish --out DIR' left; PAGE: first-deployment (default), or
#                             protect-your-service, which also has python3 for the stranger's own service
# Needs root on Debian, and node. Ends with "N passed, N failed".
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
uid=1001

if [ "${1:-}" != --inside ]; then
  [ $# -eq 1 ] || [ $# -eq 2 ] || { echo "usage: run.sh DIR [PAGE]" >&2; exit 2; }
  page=${2:-first-deployment}
  more=()
  [ "$page" = first-deployment ] || more=(python3)
  [ "$(id -u)" = 0 ] || { echo "run.sh needs root: it changes the root folder of a process" >&2; exit 1; }
  archive=$(cd "$1" && pwd)
  command -v ip >/dev/null || { apt-get update -q && apt-get install -y -q --no-install-recommends iproute2; } >&2
  work=$(mktemp -d)
  trap 'rm -rf --one-file-system "$work"' EXIT
  chmod 0755 "$work"
  root=$work/root

  # A shell, the usual tools, and curl, which stands for the application.
  apt-get update -q >&2
  "$here/../packages/lay-out.sh" "$root" bash coreutils grep gzip sed tar libstdc++6 curl "${more[@]}"
  mkdir -p "$root/home/stranger"
  echo "stranger:x:$uid:$uid::/home/stranger:/bin/bash" >"$root/etc/passwd"
  cp "$archive"/gateway-*-linux-x64.tar.gz "$archive/SHA256SUMS" "$root/home/stranger/"
  chown -R "$uid:$uid" "$root/home/stranger"
  unshare --mount --net --pid --fork --kill-child --mount-proc "$0" --inside "$work" "$page"
  exit
fi

root=$2/root
ip link set lo up
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=0755 tmpfs "$root/dev"
for device in null zero full random urandom; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
ln -s /proc/self/fd "$root/dev/fd"

# What somebody else left in /tmp under a likely name is nothing to stumble over.
: >"$root/tmp/here"
chmod 0444 "$root/tmp/here"

node "$here/transcript.mjs" "$here/../../docs/$3.md" "$root" "$uid" 10
