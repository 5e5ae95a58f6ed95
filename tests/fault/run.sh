#!/usr/bin/env bash
# Crashes, the proof that losses are seen, failing calls, no memory and damage: run.sh PROGRAM [--long] [SEED]. The short
# form takes some of each, and the same ones each time, so that a check says something of the change it is run for. The
# long one takes 10,000 crashes and every call, allocation and byte. The seed is printed; a given one repeats a run. The
# last line is "N passed, N failed".
set -u
program=${1:?run it through make fault}
shift
form=short
chosen=1
[ "${1:-}" = --long ] && form=long && shift && chosen=$((RANDOM * 32768 + RANDOM))
seed=${1:-$chosen}
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT

declare -A short=([crash]=100 [proof]=300 [calls]=1 [memory]=1 [damage]=30) long=([crash]=10000 [proof]=1000 [calls]=0 [memory]=0 [damage]=0)
passed=0 failed=0

run_part() { # run_part PART: all it says into a file
    local -n rounds=$form
    "$program" "$1" "${rounds[$1]}" "$seed" >"$folder/$1" 2>&1
    echo "status $?" >>"$folder/$1"
}

# Two at a time: the parts wait much.
(run_part crash && run_part proof && run_part damage) &
(run_part calls && run_part memory) &
wait
for part in crash proof calls memory damage; do
    grep -v '^status ' "$folder/$part"
    counts=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$folder/$part" | tail -n 1)
    read -r ok _ bad _ <<<"${counts:-0 passed, 0 failed}"
    # A part that ended otherwise has failed all the same.
    [ "$(tail -n 1 "$folder/$part")" = "status 0" ] || [ "$bad" != 0 ] || bad=1
    passed=$((passed + ok)) failed=$((failed + bad))
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
