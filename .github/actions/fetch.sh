#!/usr/bin/env bash
# fetch.sh PROGRAM VERSION: prints path=FILE, the program of a release, if VERSION (or the tag that the action is used at) has
# one and its checksum is right; path= if it has none. A wrong checksum is an error, and the files are removed.
set -euo pipefail
program=$1 version=${2:-${GITHUB_ACTION_REF:-}}
releases=${LEADAPI_RELEASES:-https://github.com/leadapi/leadapi/releases/download}
none() { echo 'path='; exit 0; }
[[ $version =~ ^v[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]] || none

case ${RUNNER_OS:-$(uname -s)} in
Linux) system=linux kind=tar.gz suffix='' ;;
macOS | Darwin) system=darwin kind=tar.gz suffix='' ;;
Windows | MINGW* | MSYS*) system=windows kind=zip suffix=.exe ;;
*) none ;;
esac
case ${RUNNER_ARCH:-$(uname -m)} in
X64 | x86_64) machine=amd64 ;;
ARM64 | aarch64 | arm64) machine=arm64 ;;
*) none ;;
esac

to=${RUNNER_TEMP:?}/leadapi/release-$version-$program
if [ ! -x "$to/$program$suffix" ]; then # another step of the job may have fetched it
    archive=${program}_${version#v}_${system}_${machine}.$kind
    work=$(mktemp -d "$RUNNER_TEMP/leadapi.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    get() { curl --fail --silent --show-error --location --retry 3 --output "$work/$1" "$releases/$version/$1" >&2; }
    if ! { get checksums.txt && get "$archive"; }; then none; fi
    want=$(awk -v name="$archive" '$2 == name {print $1}' "$work/checksums.txt")
    got=$({ sha256sum "$work/$archive" 2>/dev/null || shasum -a 256 "$work/$archive"; } | cut -d ' ' -f 1)
    if [ -z "$want" ] || [ "$want" != "$got" ]; then
        echo "::error title=$program::the checksum of $archive is $got, and checksums.txt has ${want:-none}" >&2
        exit 1
    fi
    mkdir -p "$to"
    if [ "$kind" = zip ]; then unzip -qo "$work/$archive" "$program.exe" -d "$to" >&2; else tar -xzf "$work/$archive" -C "$to" "$program"; fi
fi
echo "path=$to/$program$suffix"
