#!/usr/bin/env bash
# build.sh PROGRAM VERSION: prints the path of leadmock or leadcontract: the program of the release if fetch.sh finds one,
# otherwise one built from the action's checkout or, if VERSION is not empty, from that version of the module.
set -euo pipefail
program=$1 version=$2
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
fetched=$(bash "$root/.github/actions/fetch.sh" "$program" "$version")
if [ "$fetched" != 'path=' ]; then
    echo "${fetched#path=}"
    exit
fi
# The same folder in the whole job, so that Go reuses what is there.
to=${RUNNER_TEMP:?}/leadapi/$(printf '%s' "$root $version" | cksum | tr ' ' -)
mkdir -p "$to"
# Ignore the settings of the job's own Go project.
export GOFLAGS='' GOWORK=off CGO_ENABLED=0 GOOS='' GOARCH=''
if [ -n "$version" ]; then
    GOBIN=$to go install "github.com/leadapi/leadapi/cmd/$program@$version" >&2
else
    (cd "$root" && go build -buildvcs=false -o "$to/" "./cmd/$program") >&2
fi
echo "$to/$program"
