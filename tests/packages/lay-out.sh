#!/usr/bin/env bash
# A root file system of the named Debian packages and what they need, laid out but not configured: nothing that is
# installed on this machine, and nothing of it has run.
# Usage: lay-out.sh DIR PACKAGE...    on Debian, after 'apt-get update'
set -euo pipefail
[ $# -ge 2 ] || { echo "usage: lay-out.sh DIR PACKAGE..." >&2; exit 2; }
mkdir -p "$1"
root=$(cd "$1" && pwd)
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/archives/partial"
# apt is told that nothing is installed, and works out the rest.
: >"$work/status"
apt-get install -qq -y --download-only --no-install-recommends -o Dir::State::status="$work/status" \
  -o Dir::Cache::archives="$work/archives" -o Debug::NoLocking=1 -o APT::Sandbox::User=root "$@" >&2
# Debian's folders are links into /usr; the packages are older than that.
mkdir -p "$root"/usr/{bin,sbin,lib,lib64}
ln -s usr/bin usr/sbin usr/lib usr/lib64 "$root/"
for file in "$work"/archives/*.deb; do
  dpkg-deb --fsys-tarfile "$file" | tar -x --keep-directory-symlink -C "$root"
done
[ -e "$root/bin/sh" ] || ln -s bash "$root/bin/sh"
mkdir -p "$root"/{proc,sys,dev,tmp,run,etc}
chmod 1777 "$root/tmp"
