#!/usr/bin/env bash
# Runs the journeys of the command line: run.sh [PROGRAM] [NAME…]. Each tests/script/<name>.sh is one journey; its checks are counted, and what it says it skipped is repeated. The last line is "N passed, N failed".
set -u
here=$(cd "$(dirname "$0")" && pwd)
program=${1:-${TOWNKEEP:?run it through make script}}
[ $# -gt 0 ] && shift
passed=0 failed=0
for script in "$here"/*.sh; do
    name=$(basename "$script" .sh)
    case $name in run | lib) continue ;; esac
    [ $# -gt 0 ] && [[ " $* " != *" $name "* ]] && continue
    folder=$(mktemp -d "${TMPDIR:-/tmp}/townkeep-script-XXXXXX") || exit 1
    (cd "$folder" && HERE=$here ROOT=$here/../.. PROGRAM=$program HOME=$folder bash -u "$script") >"$folder/log" 2>&1
    status=$?
    counts=$(grep -aE '^[0-9]+ passed, [0-9]+ failed$' "$folder/log" | tail -n 1)
    if [ -z "$counts" ]; then
        counts="0 passed, 1 failed"
        echo "FAILED $name: stopped with status $status"
        tail -n 20 "$folder/log"
    else
        echo "$name: $counts"
        grep -aA12 '^FAILED' "$folder/log"
        grep -a '^skipped: ' "$folder/log"
    fi
    read -r good _ bad _ <<<"$counts"
    passed=$((passed + good)) failed=$((failed + bad))
    rm -rf "$folder"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
