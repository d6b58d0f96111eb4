#!/bin/sh
# The files of the image besides /app: a few Debian packages laid out, without a shell and without a package manager.
# Usage: rootfs.sh DIR    on Debian 12 (amd64), after 'apt-get update'
set -eu
[ $# -eq 1 ] || { echo "usage: rootfs.sh DIR" >&2; exit 2; }

# libc6, libgcc-s1, libstdc++6: what the runtime itself is linked to.
# libssl3: TLS, certificates, CMS.   libicu72: NFKC folding.   libsodium23: Ed25519.
packages='libc6 libgcc-s1 libstdc++6 libssl3 libicu72 libsodium23'

mkdir -p "$1"
root=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# apt downloads as a user of its own where it can.
chmod 0755 "$work"
chown _apt "$work" 2>/dev/null || true
# shellcheck disable=SC2086 # one word each
(cd "$work" && apt-get download -q $packages >&2)
mkdir -p "$root/var/lib/dpkg/status.d"
for file in "$work"/*.deb; do
  dpkg-deb --extract "$file" "$root"
  # Where scanners look for what is in an image without dpkg.
  dpkg-deb --field "$file" >"$root/var/lib/dpkg/status.d/$(dpkg-deb --field "$file" Package)"
done

# Licences stay; nothing reads the rest.
find "$root/usr/share/doc" -type f ! -name copyright -delete
rm -rf "$root/usr/share/lintian" "$root/usr/share/man" "$root/usr/share/locale" "$root/etc/ld.so.conf.d" \
  "$root/usr/lib/x86_64-linux-gnu/gconv"

mkdir -p "$root/app" "$root/etc/gateway" "$root/proc" "$root/sys" "$root/dev" "$root/var/lib/gateway"
chmod 0700 "$root/var/lib/gateway"
echo 'gateway:x:10001:10001:gateway:/var/lib/gateway:/nonexistent' >"$root/etc/passwd"
echo 'gateway:x:10001:' >"$root/etc/group"
