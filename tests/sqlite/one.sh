#!/usr/bin/env bash
# Runs one file of SQLite's test suite in a process and folder of its own: one.sh FIXTURE RESULTS PERMUTATION FILE
# What it says goes to RESULTS/FILE.out (its last part: failures are few lines), and one line to RESULTS/FILE.line:
#   FILE  how it ended  tests  failures  seconds
set -u
fixture=$1 results=$2 permutation=$3 file=$4
name=${file##*/}
folder=$results/run/$name
rm -rf "$folder"
mkdir -p "$folder" && cd "$folder" || exit 1

start=$SECONDS
ulimit -c 0
ulimit -t "${SQLITE_SUITE_CPU_SECONDS:-600}"
timeout -k 5 "${SQLITE_SUITE_SECONDS:-1200}" "$fixture" "$SQLITE_SOURCE/test/permutations.test" "$permutation" "$name" \
    </dev/null >"$folder/out" 2>&1
status=$?

read -r failures tests < <(sed -nE 's/^([0-9]+) errors? out of ([0-9]+) tests.*/\1 \2/p' "$folder/out" | tail -n 1)
ended=ran
case $status in
0 | 1) [ -n "${tests:-}" ] || ended=stopped ;;
124 | 137 | 152) ended=too-long ;;
*) ended=crashed-$status ;;
esac
grep -a -vE '^[^ ]+\.\.\. Ok$' "$folder/out" | cut -c1-2000 | tail -n 2000 >"$results/$name.out"
printf '%s\t%s\t%s\t%s\t%s\n' "$name" "$ended" "${tests:-0}" "${failures:-0}" $((SECONDS - start)) >"$results/$name.line"
cd / && rm -rf "$folder"
