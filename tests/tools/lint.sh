#!/usr/bin/env bash
# The analysers, one after the other; all are run, and any complaint fails. Needs compile_commands.json.
#   lint.sh [FILE…]   these files, or all under src/
set -u
cd "$(dirname "$0")/../.." || exit 2
files=("$@")
[ ${#files[@]} -gt 0 ] || mapfile -t files < <(find src -name '*.c' | sort)
failed=0
part() { echo "== $1"; }

part "forbidden calls"
# Comments and strings do not call anything: they are blanked before looking.
for file in "${files[@]}"; do
    sed -E 's/"([^"\\]|\\.)*"/""/g; s@//.*@@; s@/\*.*\*/@@; /^ *\*/d' "$file" |
        grep -noE '\b(v?sprintf|strcpy|strcat|strncpy|gets|system|popen|exec[lv][pe]*|getenv|alloca|strtok|mktemp|tmpnam) ?\(' |
        while IFS=: read -r line call; do
            call=${call%%[ (]*}
            grep -qxF "$file $call" tests/tools/forbidden.txt || echo "$file:$line: $call is not allowed (tests/tools/forbidden.txt)"
        done
done | tee /dev/stderr | grep -q . && failed=1

part "clang-tidy"
# One file at a time: given several, clang-tidy 14 takes every va_list of the second for uninitialised.
printf '%s\n' "${files[@]}" | xargs -P "$(nproc)" -n 1 clang-tidy -p . --quiet 2> >(grep -vE '^[0-9]+ warnings?.* generated' >&2) || failed=1

part "cppcheck"
cppcheck --quiet --std=c11 -DSQLITE_ENABLE_SESSION --inline-suppr --enable=warning,performance,portability --error-exitcode=1 \
    --suppress=missingIncludeSystem -Iinclude -D_GNU_SOURCE -j "$(nproc)" "${files[@]}" || failed=1

part "gcc -fanalyzer"
if command -v gcc >/dev/null; then
    # shellcheck disable=SC2086
    outside=$(pkg-config --cflags igraph | sed 's/-I/-isystem /g')
    # Only its reliable checks: gcc 12 gets lost in loops that free, and calls half of them a leak.
    printf '%s\n' "${files[@]}" | xargs -P "$(nproc)" -I{} gcc -std=c17 -D_GNU_SOURCE -DSQLITE_ENABLE_SESSION -DSQLITE_ENABLE_PREUPDATE_HOOK -DTOWNKEEP_VERSION='""' -Iinclude $outside -O1 -fanalyzer \
        -Wno-analyzer-malloc-leak -Wno-analyzer-use-of-uninitialized-value -Werror -c {} -o /dev/null || failed=1
else
    echo "gcc is not here; left out."
fi

[ "$failed" = 0 ] && echo "lint: nothing to complain about"
exit "$failed"
