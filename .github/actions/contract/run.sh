#!/usr/bin/env bash
# Checks a deployment against the document. The report is the step's summary, and the exit code is leadcontract's.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
binary=$(bash "$here/../build.sh" leadcontract "$VERSION")

# The token goes into the environment: every process of the machine can see arguments.
if [ -n "$TOKEN" ]; then
    export LEADCONTRACT_TOKEN=$TOKEN
fi
unset TOKEN

arguments=(--url "$URL" --markdown "$GITHUB_STEP_SUMMARY")
option() { [ -z "$2" ] || arguments+=("--$1" "$2"); }
option list-uuid "$LIST_UUID"
option campaign-uuid "$CAMPAIGN_UUID"
option gate "$GATE"
option focus "$FOCUS"
option operation "$OPERATION"
option phone-prefix "$PHONE_PREFIX"
option baseline "$BASELINE"
while IFS= read -r file; do
    option usage "${file%$'\r'}"
done <<<"$USAGE"
option rate "$RATE"
option junit "$JUNIT"
option json "$JSON"
option html "$HTML"
option record "$RECORD"
option badge "$BADGE"
while IFS= read -r line; do # one per line, whatever it contains
    line=${line%$'\r'}
    [ -z "$line" ] || arguments+=("$line")
done <<<"$ARGS"

# exec: when the job is cancelled, the signal reaches leadcontract, which then deletes what it created.
exec "$binary" "${arguments[@]}"
