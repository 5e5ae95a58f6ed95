#!/usr/bin/env bash
# Runs the named make targets one after the other and adds up their closing lines "N passed, N failed". A target that
# has no such line counts as one check. Everything is run, whatever fails; the sum is the last line.
set -u -o pipefail
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
passed=0 failed=0 summary=""

jobs=""
case " ${MAKEFLAGS:-} " in *" -j"* | *jobserver*) ;; *) jobs="-j$(nproc)" ;; esac

for target; do
    echo "== $target"
    ${MAKE:-make} $jobs --no-print-directory "$target" 2>&1 | tee "$log"
    status=$?
    counts=$(grep -aE '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1)
    target_passed=0 target_failed=0
    if [ -n "$counts" ]; then
        read -r target_passed _ target_failed _ <<<"$counts"
    elif [ "$status" = 0 ]; then
        target_passed=1
    fi
    # A target that stopped without naming a failure has failed all the same.
    [ "$status" != 0 ] && [ "$target_failed" = 0 ] && target_failed=1
    passed=$((passed + target_passed)) failed=$((failed + target_failed))
    summary+=$(printf '  %-10s %6d passed %4d failed' "$target" "$target_passed" "$target_failed")$'\n'
done

printf '== sum\n%s' "$summary"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
