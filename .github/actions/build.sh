#!/usr/bin/env bash
# build.sh PROGRAM VERSION: prints the path of leadmock or leadcontract: that of the release, if fetch.sh finds one; or else
# built from the action's own checkout or, if VERSION is not empty, from that version of the module.
set -euo pipefail
program=$1 version=$2
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
fetched=$(bash "$root/.github/actions/fetch.sh" "$program" "$version")
if [ "$fetched" != 'path=' ]; then
    echo "${fetched#path=}"
    exit
fi
# The same place in the whole job, so that Go sees what is there already.
to=${RUNNER_TEMP:?}/leadapi/$(printf '%s' "$root $version" | cksum | tr ' ' -)
mkdir -p "$to"
# Settings of the job's own Go project are not for this build.
export GOFLAGS='' GOWORK=off CGO_ENABLED=0 GOOS='' GOARCH=''
if [ -n "$version" ]; then
    GOBIN=$to go install "github.com/leadapi/leadapi/cmd/$program@$version" >&2
else
    (cd "$root" && go build -buildvcs=false -o "$to/" "./cmd/$program") >&2
fi
echo "$to/$program"
