#!/usr/bin/env bash
# Fuzzing with clang's libFuzzer: run.sh MAKE SECONDS [TARGET…]. Each target, or those named, runs SECONDS; JOBS of them
# (1) at a time. What was learned stays in build/fuzz/NAME for the next time; an input that broke something is kept as
# build/fuzz/found-NAME-…: mend the program, then move it to tests/fuzz/kept/NAME. The last line is "N passed, N failed".
set -u
make=$1 seconds=$2
shift 2

runtime=$(clang -print-file-name="libclang_rt.fuzzer-$(uname -m).a")
[ -e "$runtime" ] || ls "$(clang -print-resource-dir)"/lib/linux/libclang_rt.fuzzer-*.a >/dev/null 2>&1 ||
    tests/tools/packages.sh "no-fuzzer-runtime:libclang-rt-$(clang -dumpversion | cut -d. -f1)-dev" || exit 1
$make --no-print-directory CC=clang MODE=fuzz fuzz-program >build/fuzz-program.log 2>&1 || {
    tail -n 20 build/fuzz-program.log
    echo "0 passed, 1 failed"
    exit 1
}
program=build/fuzz-clang/tests/fuzz/fuzz
[ $# -gt 0 ] || mapfile -t all < <($program --list)
[ $# -gt 0 ] || set -- "${all[@]}"

run_target() { # run_target NAME: one line about it; status 0 when nothing was found
    local corpus=build/fuzz/$1 log=build/fuzz/$1.log kept=tests/fuzz/kept/$1 status
    mkdir -p "$corpus"
    "$program" "$1" --seeds "$corpus" >"$log" 2>&1 || { echo "  $1: no seeds"; tail -n 5 "$log"; return 1; }
    [ -d "$kept" ] || kept=""
    # shellcheck disable=SC2086
    "$program" "$1" -max_total_time="$seconds" -timeout=25 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="build/fuzz/found-$1-" "$corpus" $kept >"$log" 2>&1
    status=$?
    awk -v name="$1" -v status=$status '
        match($0, /cov: [0-9]+/) { coverage = substr($0, RSTART + 5, RLENGTH - 5) }
        /^stat::number_of_executed_units:/ { runs = $2 }
        /^stat::average_exec_per_sec:/ { speed = $2 }
        /^stat::peak_rss_mb:/ { memory = $2 }
        END { printf "  %-12s %10d runs, %6d a second, coverage %5d, %4d MB%s\n", name, runs, speed, coverage, memory,
                     status ? ", FAILED" : "" }' "$log"
    [ $status = 0 ] || grep -E 'BROKEN PROMISE|ERROR: |runtime error|Test unit written' "$log" | head -n 5
    return $status
}

passed=0 failed=0 running=0
for target; do
    run_target "$target" &
    [ $((running += 1)) -lt "${JOBS:-1}" ] && continue
    if wait -n; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
    running=$((running - 1))
done
while [ $running -gt 0 ]; do
    if wait -n; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
    running=$((running - 1))
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
