#!/usr/bin/env bash
# Starts leadmock, waits until it is healthy, and leaves it running for the rest of the job: the runner ends it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
binary=$(bash "$here/../build.sh" leadmock "$VERSION")
work=$(mktemp -d "$RUNNER_TEMP/leadmock.XXXXXX")

arguments=(--port "$MOCK_PORT")
[ -z "$SEED" ] || arguments+=(--seed "$SEED")
[ -z "$LEADS" ] || arguments+=(--leads "$LEADS")
while IFS= read -r line; do # one per line, whatever it contains
    line=${line%$'\r'}
    [ -z "$line" ] || arguments+=(--spec "$line")
done <<<"$SPEC"
while IFS= read -r line; do
    line=${line%$'\r'}
    [ -z "$line" ] || arguments+=("$line")
done <<<"$ARGS"

touch "$work/out" "$work/log" # the loop below may look before the mock has begun
# Leave no descriptor of the step open, or the step would not end.
"$binary" "${arguments[@]}" </dev/null >"$work/out" 2>"$work/log" &
pid=$!

failed() {
    echo "::error title=leadmock::$1" >&2
    cat "$work/log" >&2
    kill "$pid" 2>/dev/null || true
    exit 1
}

url=''
for _ in $(seq 300); do # 30 seconds
    line=$(head -n 1 "$work/out")
    if [[ $line == 'listening on '* ]]; then
        url=${line#listening on }
        url=${url%$'\r'}
        if "$binary" health --url "$url" >"$work/health" 2>&1; then
            break
        fi
    fi
    kill -0 "$pid" 2>/dev/null || failed 'leadmock did not start'
    sleep 0.1
done
[ -n "$url" ] || failed 'leadmock did not start within 30 seconds'
grep -q '^healthy: ' "$work/health" || failed "$(cat "$work/health")"

echo "leadmock serves $url"
{
    echo "url=$url"
    echo "log=$work/log"
    echo "pid=$pid"
} >>"$GITHUB_OUTPUT"
