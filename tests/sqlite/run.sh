#!/usr/bin/env bash
# SQLite's own test suite on the product's file layer: run.sh FOLDER [--plain] [--suite NAME] [FILE…]
#   FOLDER         where build.sh built it; results go to FOLDER/results-vault (-plain)
#   --plain        on SQLite as it is, to compare
#   --suite NAME   veryquick (the default), quick or full, as SQLite's test/permutations.test has them
# Each file runs in a process of its own, not as root, which some of them refuse. What is left out, and why, stands in
# left_out.txt: single tests of a file, or whole files. Nothing else may fail.
set -u -o pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$(cd "${1:?run it through make check-sqlite}" && pwd)
shift
side=vault suite=veryquick
while [ $# -gt 0 ]; do
    case $1 in
    --plain) side=plain && shift ;;
    --suite) suite=$2 && shift 2 ;;
    *) break ;;
    esac
done
fixture=$folder/$side/testfixture results=$folder/results-$side
SQLITE_SOURCE=$("$here/../tools/sqlite_source.sh" "$folder-source")
export SQLITE_SOURCE

# Somebody without rights, if root starts this and that somebody can reach the folder.
as=()
if [ "$(id -u)" = 0 ] && setpriv --reuid=65534 --regid=65534 --clear-groups test -x "$fixture" -a -r "$folder/one.sh" \
    -a -r "$SQLITE_SOURCE/test/tester.tcl"; then
    as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
fi
mkdir -p "$results/run" "$folder/list"
[ ${#as[@]} = 0 ] || chown 65534:65534 "$results" "$results/run" "$folder/list"
rm -f "$results"/*.line "$results"/*.out "$results"/failures "$results"/unexpected "$results"/left-out

cd "$folder/list" || exit 1
if [ $# -gt 0 ]; then
    printf '%s\n' "$@"
else
    "${as[@]}" "$folder/plain/testfixture" "$folder/list.tcl" "$SQLITE_SOURCE/test" "$suite" | sed -n 's/^FILE //p'
fi >"$folder/files"
# A file whose every test is left out need not run.
[ "$side" = plain ] || awk '!/^#/ && $2 == "*" { print $1 }' "$here/left_out.txt" >"$folder/not-run"
[ "$side" = vault ] || : >"$folder/not-run"

start=$SECONDS
grep -vxFf "$folder/not-run" "$folder/files" |
    "${as[@]}" xargs -P "${JOBS:-$(nproc)}" -n 1 "$folder/one.sh" "$fixture" "$results" "$suite"

failures() { # the tests of each file that failed: FILE TEST
    for out in "$results"/*.out; do
        name=$(basename "$out" .out)
        { sed -nE 's/^!Failures on these tests: //p' "$out" | tr ' ' '\n' | sort -u | grep -v '^$'
            awk -F '\t' '$2 != "ran" { print "(" $2 ")" }' "${out%.out}.line"; } | sed "s/^/$name /"
    done
}
failures >"$results/failures"
if [ "$side" = plain ]; then
    : >"$results/left-out"
    cp "$results/failures" "$results/unexpected"
else
    awk -v FAILED="$results/unexpected" -v LEFT="$results/left-out" '
        function matches(glob, name) { gsub(/[.()+^$|]/, "\\\\&", glob); gsub(/\*/, ".*", glob); return name ~ "^" glob "$" }
        NR == FNR { if (!/^#/ && NF > 2) { count[$1]++; pattern[$1, count[$1]] = $2 } next }
        { for (i = 1; i <= count[$1]; i++) if (matches(pattern[$1, i], $2)) { print > LEFT; next }
          print > FAILED }' "$here/left_out.txt" "$results/failures"
    touch "$results/unexpected" "$results/left-out"
fi

awk -F '\t' -v side="$side" -v seconds=$((SECONDS - start)) -v files="$(wc -l <"$folder/files")" \
    -v whole="$(grep -cxFf "$folder/not-run" "$folder/files")" -v left="$(wc -l <"$results/left-out")" \
    -v left_files="$(cut -d' ' -f1 "$results/left-out" | sort -u | wc -l)" \
    -v failed="$(wc -l <"$results/unexpected")" -v failed_files="$(cut -d' ' -f1 "$results/unexpected" | sort -u | wc -l)" '
    { ran++; tests += $3; if ($2 == "ran" && $4 == 0) clean++ }
    END {
        printf "%-44s %9d\n", "files of the suite", files
        printf "%-44s %9d\n", "  run", ran
        printf "%-44s %9d\n", "  every test passed", clean
        printf "%-44s %9d\n", "  passed but for single tests left out", left_files - (side == "plain" ? 0 : 0)
        printf "%-44s %9d\n", "  left out whole", whole
        printf "%-44s %9d\n", "tests run", tests
        printf "%-44s %9d\n", "  left out (tests/sqlite/left_out.txt)", left
        printf "%-44s %9d in %d files\n", "  failed", failed, failed_files
        printf "%-44s %9d\n", "seconds", seconds
    }' "$results"/*.line
cat "$results/unexpected"
[ ! -s "$results/unexpected" ]
