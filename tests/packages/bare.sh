#!/usr/bin/env bash
# The archive on a root that has the C library and nothing else: what it carries is enough, and each of it is needed.
# Usage: bare.sh FOLDER    FOLDER: the archive, unpacked. Needs root on Debian 12. Ends with "N passed, N failed".
set -uo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
if [ "${1:-}" != --inside ]; then
  [ $# -eq 1 ] || { echo "usage: bare.sh FOLDER" >&2; exit 2; }
  folder=$(cd "$1" && pwd)
  work=$(mktemp -d)
  trap 'rm -rf --one-file-system "$work"' EXIT
  "$here/../../deploy/image/rootfs.sh" "$work/root" || exit 1
  unshare --mount --net --pid --fork --kill-child --mount-proc "$here/bare.sh" --inside "$work" "$folder"
  exit
fi
work=$2
root=$work/root
find "$root" \( -name 'libssl.so*' -o -name 'libcrypto.so*' -o -name 'libicu*.so*' -o -name 'libsodium.so*' \) -delete
mkdir -p "$root/opt" "$root/tmp"
cp -r "$3" "$root/opt/gateway"
ip link set lo up
mount -t proc proc "$root/proc"
for device in null urandom; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done

passed=0
failed=0
check() {
  local name=$1
  shift
  if "$@" >"$work/output" 2>&1; then
    passed=$((passed + 1))
    echo "ok      $name"
  else
    failed=$((failed + 1))
    echo "FAILED  $name"
    tail -n 30 "$work/output"
  fi
}
not() { ! "$@"; }
gateway() { env -i HOME=/tmp /usr/sbin/chroot "$root" /opt/gateway/gateway "$@"; }
# Full-width digits, which only NFKC folds: ICU at work.
folds() { printf '１１０１０５１９４９１２３１００２Ｘ' | gateway screen | grep -q prc-id; }
# The demo: TLS, signatures, CMS, masking, the ledger, and the verification of it all.
demo() { gateway demo --json | grep -q '"ok": *true'; }

check "it tells its version" gateway --version
check "text is folded" folds
check "the whole demo comes out as told" demo
for library in libsodium.so.23 libcrypto.so.3 libssl.so.3 "$(basename "$root"/opt/gateway/libicudata.so.*)" \
  "$(basename "$root"/opt/gateway/libicuuc.so.*)" "$(basename "$root"/opt/gateway/libicui18n.so.*)"; do
  mv "$root/opt/gateway/$library" "$work/"
  check "tampered, without $library nothing crosses" not demo
  mv "$work/$library" "$root/opt/gateway/"
done
check "with all of them it does again" demo
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
