#!/usr/bin/env bash
# Plays every tests/screen/*.keys and compares the windows with the committed *.grid: run.sh [--accept] [PROGRAM] [NAME…]
# --accept writes the windows as they are now. The last line is "N passed, N failed".
set -u
here=$(cd "$(dirname "$0")" && pwd)
accept=0
[ "${1:-}" = --accept ] && accept=1 && shift
[ $# -gt 0 ] && shift
player=${TOWNKEEP_TESTS:?run it through make screen}/screen/player
passed=0 failed=0
shown=$(mktemp) || exit 1
trap 'rm -f "$shown"' EXIT

for keys in "$here"/*.keys; do
    name=$(basename "$keys" .keys)
    [ $# -gt 0 ] && [[ " $* " != *" $name "* ]] && continue
    "$player" "$keys" >"$shown" 2>&1
    status=$?
    if [ $accept = 1 ] && [ $status = 0 ]; then
        cp "$shown" "$here/$name.grid"
    fi
    if [ $status = 0 ] && cmp -s "$shown" "$here/$name.grid"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED $name (status $status)"
        diff -u "$here/$name.grid" "$shown" | head -60
    fi
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
