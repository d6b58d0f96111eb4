#!/usr/bin/env bash
# Makes the archive for networks without registries:
#   gateway-<version>-linux-x64.tar.gz   executable with the runtime in it, native libraries, examples, documents
#   gateway-<version>-linux-x64.cdx.json its bill of materials, CycloneDX 1.6
#   SHA256SUMS                           of both
# Usage: publish.sh [--out DIR]    DIR is made where it is missing; default: dist
# Runs on Debian, whose libraries it takes. Two runs over one commit leave the same bytes.
set -euo pipefail
export LC_ALL=C TZ=UTC DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
umask 022

say() { printf '%s\n' "$*" >&2; }

out=dist
while [ $# -gt 0 ]; do
  case "$1" in
    --out) [ $# -ge 2 ] || { say "--out takes a folder"; exit 1; }; out=$2; shift 2 ;;
    *) say "usage: publish [--out DIR]"; exit 1 ;;
  esac
done
mkdir -p "$out"
out=$(cd "$out" && pwd)
cd "$(dirname "$0")/../.."

command -v dpkg-query >/dev/null || { say "publish takes libraries of Debian: run it there"; exit 1; }
version=$(sed -n 's/.*<VersionPrefix>\(.*\)<.*/\1/p' Directory.Build.props)
libraries=$("$(command -v ldconfig || echo /sbin/ldconfig)" -p | awk '/x86-64/ { print $1, $NF }')
icu=$(sed -n 's/^libicuuc\.so\.\([0-9]*\) .*/\1/p' <<<"$libraries" | sort -n | tail -n 1)
[ -n "$icu" ] || { say "ICU is missing: apt-get install libicu72"; exit 1; }

# Every time in the archive is that of the commit, or of whoever says otherwise.
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}
name=gateway-$version-linux-x64
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
folder=$work/$name
mkdir "$folder"

say "Compiling $name ..."
deploy/package/build.sh "$folder" -p:CarriedIcu="$icu"

# carry SONAME PACKAGE: one library beside the executable, and a line for the bill of materials.
carry() {
  local file package
  file=$(awk -v name="$1" '$1 == name { print $2 }' <<<"$libraries" | head -n 1)
  [ -n "$file" ] || { say "$1 is missing: apt-get install $2"; exit 1; }
  file=$(readlink -f "$file")
  # Debian's list of files may name the place before or after /lib became a link to /usr/lib.
  package=$({ dpkg-query -S "$file" "${file#/usr}" 2>/dev/null || true; } | sed -n '1s/:.*//p')
  [ -n "$package" ] || { say "$file belongs to no package"; exit 1; }
  install -m 0644 "$file" "$folder/$1"
  printf '%s\t%s\t%s\t%s\n' "$1" "$package" "$(dpkg-query -W -f '${Version}' "$package")" \
    "/usr/share/doc/$package/copyright" >>"$work/natives.tsv"
}

carry libsodium.so.23 libsodium23
carry libcrypto.so.3 libssl3
carry libssl.so.3 libssl3
for part in data uc i18n; do
  carry "libicu$part.so.$icu" "libicu$icu"
done

# What is committed; a key or a note that lies about here must not be shipped.
shipped=(config docs deploy/systemd deploy/kubernetes LICENSE SECURITY.md CHANGELOG.md 'README*.md')
if git rev-parse --git-dir >/dev/null 2>&1; then
  git ls-files -z -- "${shipped[@]}" | xargs -0 cp --parents -t "$folder"
else
  # shellcheck disable=SC2068 # README*.md is a pattern
  cp -r --parents -t "$folder" ${shipped[@]}
fi

say "Writing the bill of materials ..."
dotnet run --file deploy/package/inventory.cs -p:ImportDirectoryBuildProps=false \
  -p:ImportDirectoryPackagesProps=false -- \
  --version "$version" --epoch "$epoch" --folder "$folder" --natives "$work/natives.tsv" \
  --lock src/Gateway/packages.linux-x64.lock.json --assets artifacts/package/obj/Gateway/project.assets.json >&2

find "$folder" -type d -exec chmod 0755 {} +
find "$folder" -type f -exec chmod 0644 {} +
chmod 0755 "$folder/gateway"
(cd "$folder" && find . -type f -printf '%P\n' | sort | xargs -d '\n' sha256sum >"$work/SHA256SUMS")
mv "$work/SHA256SUMS" "$folder/"
chmod 0644 "$folder/SHA256SUMS"

say "Packing ..."
tar --create --sort=name --format=ustar --owner=0 --group=0 --numeric-owner --mtime="@$epoch" \
  --directory "$work" "$name" | gzip --no-name --best >"$out/$name.tar.gz"
cp "$folder/sbom.cdx.json" "$out/$name.cdx.json"
(cd "$out" && sha256sum "$name.tar.gz" "$name.cdx.json" >SHA256SUMS)
say "$out:"
(cd "$out" && ls -l "$name.tar.gz" "$name.cdx.json" SHA256SUMS) >&2
