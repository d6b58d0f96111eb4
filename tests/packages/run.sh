#!/usr/bin/env bash
# What is shipped, tried as it is shipped: the archive (twice, byte for byte), its bill of materials, the archive on a
# root without any of its libraries, the image without an engine, the systemd unit, the Kubernetes manifests, and a
# stranger's first deployment.
# Usage: run.sh
# Needs root on Debian 12 (amd64), the SDK, node 20. Ends with "N passed, N failed"; exit 1 on any failure.
set -uo pipefail
export LC_ALL=C DEBIAN_FRONTEND=noninteractive
cd "$(dirname "$0")/../.." || exit 1
[ "$(id -u)" = 0 ] || { echo "run.sh needs root: it changes the root folder of processes" >&2; exit 1; }
work=$(mktemp -d)
chmod 0755 "$work"
trap 'rm -rf --one-file-system "$work"' EXIT
passed=0
failed=0

check() { # check NAME COMMAND...: one thing that must succeed; what it says is shown only when it does not
  local name=$1 begin=$SECONDS
  shift
  if "$@" >"$work/output" 2>&1; then
    passed=$((passed + 1))
    echo "ok      $name ($((SECONDS - begin)) s)"
  else
    failed=$((failed + 1))
    echo "FAILED  $name ($((SECONDS - begin)) s)"
    tail -n 60 "$work/output"
  fi
}
suite() { # suite NAME COMMAND...: something that counts for itself and ends with "N passed, N failed"
  local name=$1 begin=$SECONDS
  shift
  echo "== $name"
  "$@" >"$work/output" 2>"$work/errors"
  if [[ $(tail -n 1 "$work/output") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1]))
    failed=$((failed + BASH_REMATCH[2]))
    grep -v '^ok ' "$work/output"
    [ "${BASH_REMATCH[2]}" = 0 ] || tail -n 20 "$work/errors"
  else
    failed=$((failed + 1))
    echo "FAILED  $name: it did not come to its end"
    tail -n 60 "$work/output" "$work/errors"
  fi
  echo "== $name: $((SECONDS - begin)) s"
}
not() { ! "$@"; }

install_missing() {
  local missing=()
  command -v shellcheck >/dev/null || missing+=(shellcheck)
  command -v systemd-analyze >/dev/null || missing+=(systemd)
  command -v ip >/dev/null || missing+=(iproute2)
  command -v curl >/dev/null || missing+=(curl)
  command -v npm >/dev/null || missing+=(npm)
  ldconfig -p | grep -q 'libsodium\.so\.23' || missing+=(libsodium23)
  apt-get update -q
  [ ${#missing[@]} -eq 0 ] || apt-get install -y -q --no-install-recommends "${missing[@]}"
}
check "what this needs is here" install_missing
check "the schemas are here" npm ci --prefix tests/packages --ignore-scripts --no-audit --no-fund
mapfile -t scripts < <(git ls-files '*.sh' run .ci/run | grep -v '^tests/vectors/')
check "shellcheck finds nothing" shellcheck --severity=warning "${scripts[@]}"

suite kubernetes node tests/packages/kubernetes.mjs

# The unit, where an installation puts it.
unit=$work/unit
mkdir -p "$unit/opt/gateway" "$unit/etc/systemd/system" "$unit/usr/lib/systemd" "$unit/bin"
cp -r /usr/lib/systemd/system "$unit/usr/lib/systemd/"
install -m 0755 /bin/true "$unit/opt/gateway/gateway"
install -m 0755 /bin/kill "$unit/bin/kill"
cp deploy/systemd/gateway.service "$unit/etc/systemd/system/"
verify() { systemd-analyze verify --root="$unit" --man=no gateway.service 2>&1 | tee "$work/verify"; ! grep -q gateway "$work/verify"; }
exposure() { systemd-analyze security --offline=true --threshold="$1" "$2"; }
check "systemd finds nothing in the unit" verify
check "its exposure is 1.5 or less" exposure 15 deploy/systemd/gateway.service
sed -i 's/^NoNewPrivileges=yes/NoNewPriviledges=yes/' "$unit/etc/systemd/system/gateway.service"
check "tampered, a misspelt option is found" not verify
sed '/^ProtectSystem\|^SystemCallFilter\|^CapabilityBoundingSet/d' deploy/systemd/gateway.service >"$work/gateway.service"
check "tampered, an open sandbox is found" not exposure 15 "$work/gateway.service"

# The archive, here and from a clone elsewhere: same commit, same bytes.
check "the archive is made" ./run publish --out "$work/first"
clone() {
  git clone -q "$PWD" "$work/clone" && SOURCE_DATE_EPOCH='' "$work/clone/run" publish --out "$work/second"
}
same() { cmp "$work/first/SHA256SUMS" "$work/second/SHA256SUMS" && (cd "$work/second" && sha256sum --check SHA256SUMS); }
check "it is made again, from a clone in another place" clone
if [ -z "$(git status --porcelain --untracked-files=no)" ]; then
  check "both are the same, byte for byte" same
else
  echo "skipped: the files here are not those of the commit, so the two archives differ"
fi
tar -xzf "$work/first"/gateway-*.tar.gz -C "$work"
folder=$(echo "$work"/gateway-*-linux-x64)
sums() { (cd "$folder" && sha256sum --check --quiet SHA256SUMS); }
check "every file in it has its checksum" sums
check "and none is left out" [ "$(find "$folder" -type f ! -name SHA256SUMS | wc -l)" = "$(wc -l <"$folder/SHA256SUMS")" ]
suite "bill of materials" node tests/packages/sbom.mjs "$folder" src/Gateway/packages.linux-x64.lock.json

# On a root with the C library and nothing else: what is carried is found without the loader's cache.
suite "bare root" tests/packages/bare.sh "$folder"
suite "image" deploy/image/prove.sh
suite "stranger" tests/stranger/run.sh "$work/first"
suite "stranger's own service" tests/stranger/run.sh "$work/first" protect-your-service

echo "x" >>"$folder/config/policy/bundle.yaml"
check "tampered, a changed file is found" not sums

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
