#!/usr/bin/env bash
# Runs the journeys of the command line: run.sh [PROGRAM] [NAME…]. Each tests/script/<name>.sh is one journey in a home of its own, so as many run at a time as there
# are processors; their checks are counted, and what one says it skipped is repeated. The last line is "N passed, N failed".
set -u
here=$(cd "$(dirname "$0")" && pwd)
program=${1:-${TOWNKEEP:?run it through make script}}
[ $# -gt 0 ] && shift
passed=0 failed=0
folders=$(mktemp -d "${TMPDIR:-/tmp}/townkeep-script-XXXXXX") || exit 1
trap 'rm -rf "$folders"' EXIT

play() { # play NAME: what it says and how it ended stand beside its home
    mkdir "$folders/$1" || return
    (cd "$folders/$1" && HERE=$here ROOT=$here/../.. PROGRAM=$program HOME=$folders/$1 bash -u "$here/$1.sh") >"$folders/$1.log" 2>&1
    echo $? >"$folders/$1.status"
    rm -rf "${folders:?}/$1"
}
tell() { # tell NAME
    local counts good bad
    counts=$(grep -aE '^[0-9]+ passed, [0-9]+ failed$' "$folders/$1.log" | tail -n 1)
    if [ -z "$counts" ]; then
        counts="0 passed, 1 failed"
        echo "FAILED $1: stopped with status $(cat "$folders/$1.status" 2>/dev/null)"
        tail -n 20 "$folders/$1.log"
    else
        echo "$1: $counts"
        grep -aA12 '^FAILED' "$folders/$1.log"
        grep -a '^skipped: ' "$folders/$1.log"
    fi
    read -r good _ bad _ <<<"$counts"
    passed=$((passed + good)) failed=$((failed + bad))
}

names=()
for script in "$here"/*.sh; do
    name=$(basename "$script" .sh)
    case $name in run | lib) continue ;; esac
    [ $# -gt 0 ] && [[ " $* " != *" $name "* ]] && continue
    names+=("$name")
done
for name in "${names[@]}"; do
    while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n; done
    play "$name" &
done
wait
for name in "${names[@]}"; do tell "$name"; done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
