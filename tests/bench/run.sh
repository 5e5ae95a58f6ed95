#!/usr/bin/env bash
# Measures the program against its budgets, and its vault beside plain SQLite and SQLCipher; prints tables:
#     run.sh PROGRAM FOLDER [--long]
# About twelve minutes. --long: a vault of a million organisations too (made once, kept in FOLDER), more rounds and a longer
# speedtest1. FOLDER: where the vaults are made; on a disk. The measuring programs stand in $TOWNKEEP_TESTS/bench.
# Nothing fails for being slow: the tables say what is met.
set -u -o pipefail
program=${1:?run.sh PROGRAM FOLDER [--long]} kept=${2:?run.sh PROGRAM FOLDER [--long]}
tools=${TOWNKEEP_TESTS:?the folder of built test programs}/bench
counts="1000 100000" large=100000 rounds=3 size=50 cases=5000 sessions=50000 mapped=10000 places=40
if [ "${3:-}" = --long ]; then
    counts="1000 100000 1000000" rounds=7 size=100
fi

mkdir -p "$kept" && folder=$(mktemp -d "$(realpath "$kept")/run.XXXXXX") || exit 1
trap 'rm -rf "$folder"' EXIT
mkdir -m 700 "$folder/home"
export HOME=$folder/home LC_ALL=C.UTF-8
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME
case ${TERM:-dumb} in dumb | unknown) export TERM=xterm-256color ;; esac

lines=$folder/lines
measure() { # measure WHERE COMMAND…: its lines, each after the name of where it was measured
    local where=$1
    shift
    if timeout 900 "$@" >"$folder/out" 2>"$folder/error"; then
        sed "s/^/$where\t/" "$folder/out" >>"$lines"
    else
        printf 'failed\t%s\t%s\n' "$(basename "$1") $where" "$(tail -n 1 "$folder/error")" >>"$lines"
        return 1
    fi
}

make_vault() { # make_vault COUNT: in its place, which is printed; a million is made once for all runs of one program
    local place=$folder/$1
    if [ "$1" = 1000000 ]; then
        place=$kept/million-$(sha256sum "$tools/parties" | cut -c1-12)
        [ ! -e "$place/rate" ] || { cat "$place/rate" >>"$lines" && echo "$place" && return; }
        rm -rf "$kept"/million-*
    fi
    mkdir -m 700 "$place" && measure "$1" "$tools/parties" "$place" "$1"
    [ "$1" != 1000000 ] || tail -n 1 "$lines" >"$place/rate"
    echo "$place"
}

load=$(cut -d' ' -f1 /proc/loadavg)
for count in $counts; do
    echo "… $count generated organisations" >&2
    measure "$count" "$tools/screens" "$(make_vault "$count")"
done
echo "… starting the program" >&2
measure $large "$tools/start" "$program" "$folder/$large/bench.townkeep"
echo "… pictures of $mapped generated organisations" >&2
mkdir -m 700 "$folder/map" && "$tools/parties" "$folder/map" $mapped $places >/dev/null && measure map "$tools/pictures" "$folder/map"
echo "… $cases generated cases" >&2
mkdir -m 700 "$folder/cases" && measure cases "$tools/cases" "$folder/cases" $cases $sessions && measure cases "$tools/casework" "$folder/cases"

echo "Machine: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(nproc) processors,$(
    grep -qw aes /proc/cpuinfo && echo " AES,") load $load at the start; $(stat -f -c %T "$folder") under $kept, where syncing 4 KiB takes $(
    dd if=/dev/zero of="$folder/sync" bs=4k count=50 oflag=dsync 2>&1 | awk '/copied/ { printf "%.1f ms", $(NF - 3) / 50 * 1000 }')."
awk -v load="$load" -v processors="$(nproc)" 'BEGIN { if (load > processors / 2)
    print "Other work was going on: times are above what this machine can do, ratios less so." }'
echo

awk -F '\t' -v COUNTS="$counts" -v LARGE=$large '
    $1 == "failed" { failed[++failures] = $2 ": " $3; next }
    { median[$2, $1] = $3; p99[$2, $1] = $4; processor[$2, $1] = $6 }
    function number(value, unit) { return value == "" ? "-" : sprintf(value < 10 ? "%.2f%s" : "%.1f%s", value, unit) }
    function verdict(value, most) {
        if (value == "") return "not measured"
        if (value <= most) { met++; return "met" }
        missed++
        return "NOT MET"
    }
    # Where other work holds the program up, its own time on the processor still tells.
    function verdict_of(values, key, value, most,   own) {
        own = processor[key, LARGE]
        if (values[key, LARGE] != p99[key, LARGE] || own == "" || own == 0) return verdict(value, most)
        if (value <= most || own > most) return verdict(value, most) sprintf(", processor %s ms", number(own, ""))
        met++
        return sprintf("met by the processor: %s ms", number(own, ""))
    }
    # One measurement at every size, and what it grew by from the smallest. most: its budget at LARGE, 0 none.
    function row(what, values, key, unit, divisor, most,   i, text, value) {
        text = sprintf("%-46s %9s", what, most ? most unit : "")
        for (i = 1; i <= sizes; i++) {
            value = values[key, count[i]]
            text = text sprintf(" %12s", number(value == "" ? "" : value / divisor, unit))
        }
        for (i = 2; i <= sizes; i++)
            text = text sprintf(" %8s", values[key, count[1]] > 0 ? number(values[key, count[i]] / values[key, count[1]], "") : "-")
        value = values[key, LARGE]
        print text "  " (most ? verdict_of(values, key, value == "" ? "" : value / divisor, most) : "")
    }
    function growth(what, key,   least) {
        row(what, median, key, " ms", 1, 0)
        least = median[key, count[1]]
        grown[++growths] = sprintf("  %s: %s", what, least > 0 ? verdict(median[key, LARGE] / least, 3) : "not measured")
    }
    END {
        sizes = split(COUNTS, count, " ")
        text = sprintf("%-46s %9s", "organisations in the vault", "budget")
        for (i = 1; i <= sizes; i++) text = text sprintf(" %12s", count[i])
        for (i = 2; i <= sizes; i++) text = text sprintf(" %8s", "ratio")
        print text
        row("program start to unlock prompt, median", median, "prompt", " ms", 1, 30)
        row("key derived to home screen, median", median, "home", " ms", 1, 50)
        row("key to frame, median", median, "keys", " ms", 1, 0)
        row("key to frame, p99", p99, "keys", " ms", 1, 10)
        row("  longest ends of a list, p99", p99, "ends", " ms", 1, 10)
        row("search everything as you type, median", median, "search", " ms", 1, 0)
        row("search everything as you type, p99", p99, "search", " ms", 1, 30)
        row("filter a list as you type, median", median, "filter", " ms", 1, 0)
        row("filter a list as you type, p99", p99, "filter", " ms", 1, 30)
        row("list sorted another way, median", median, "sort", " ms", 1, 0)
        row("list sorted another way, p99", p99, "sort", " ms", 1, 10)
        growth("page of a list, at its beginning, median", "page_first")
        growth("page of a list, in its middle, median", "page_middle")
        growth("page of a list, at its end, median", "page_last")
        row("one record changed and saved, median", median, "save", " ms", 1, 0)
        row("one record changed and saved, p99", p99, "save", " ms", 1, 0)
        row("records saved a second, a thousand an entry", median, "save_many", "", 1, 0)
        row("bytes painted a key, on average", median, "bytes", "", 1, 0)
        row("resident memory, highest", median, "memory", " MiB", 1024, 64)
        print "\nNo more than three times as long with " LARGE " as with " count[1] ":"
        for (i = 1; i <= growths; i++) print grown[i]
        printf "%d of %d judged budgets met.\n", met, met + missed
        for (i = 1; i <= failures; i++) print "NOT MEASURED: " failed[i]
    }' "$lines"
cat <<END

Frames are counted from the key to the last byte handed to a terminal; how fast a terminal draws is its own. The key is derived at the smallest
cost here and taken off: at the usual one it takes about half a second and 256 MiB for that moment, which the memory above leaves out.
The file is in the system's cache, as it is for whoever has just unlocked it.

END
echo "Casework with $cases cases and $sessions sessions, by an officer who may open all of them; milliseconds, and MiB:"
awk -F '\t' '
    $1 != "cases" { next }
    { median[$2] = $3; p99[$2] = $4; processor[$2] = $6 }
    function row(what, key, value, most,   verdict) {
        if (value == "") { printf "%-58s not measured\n", what; return }
        verdict = most == 0 ? "" : value <= most ? "met" : processor[key] != "" && processor[key] <= most ? "met by the processor: " processor[key] : "NOT MET"
        printf "%-58s %9.1f %9s  %s\n", what, value, most ? "of " most : "", verdict
    }
    END {
        row("home drawn anew with what is due of all cases, p99", "case_home", p99["case_home"], 50)
        row("list of cases opened", "case_list", median["case_list"], 10)
        row("key to frame in the list, p99", "case_keys", p99["case_keys"], 10)
        row("  a page of it, p99", "case_pages", p99["case_pages"], 10)
        row("a case opened, its look written into the log first, median", "case_page", median["case_page"], 0)
        row("search by name, the log written first, median", "case_search", median["case_search"], 30)
        row("  the first since casework was opened", "case_search_first", median["case_search_first"], 0)
        row("the numbers of six quarters", "case_numbers", median["case_numbers"], 0)
        row("  a slice of it, p99", "case_slice", p99["case_slice"], 50)
        row("cases saved a second, some hundred an entry", "save_cases", median["save_cases"], 0)
        row("resident memory, highest", "case_memory", median["case_memory"] / 1024, 64)
    }' "$lines"
echo
echo "Pictures of $mapped organisations in $places places with three relationships for each; milliseconds, and MiB:"
awk -F '\t' '
    $1 != "map" { next }
    { median[$2] = $3; p99[$2] = $4 }
    function row(what, value, most) {
        if (value == "") { printf "%-58s not measured\n", what; return }
        printf "%-58s %9.1f %9s  %s\n", what, value, most ? "of " most : "", most == 0 ? "" : value <= most ? "met" : "NOT MET"
    }
    END {
        row("coverage opened, median", median["coverage"], 0)
        row("  key to frame in it, p99", p99["coverage_keys"], 10)
        row("  the list behind a sum opened, median", median["coverage_list"], 50)
        row("around one stakeholder opened, median", median["ego"], 1000)
        row("  key to frame in it, p99", p99["ego_keys"], 10)
        row("who is tied to whom opened, median", median["adjacency"], 1000)
        row("  key to frame in it, p99", p99["adjacency_keys"], 10)
        row("what holds it together opened, median", median["bridges"], 1000)
        row("  key to frame in it, p99", p99["bridges_keys"], 10)
        row("resident memory, highest", median["picture_memory"] / 1024, 64)
    }' "$lines"
echo
echo "The store with $large organisations brought in as one entry:"
timeout 900 "$tools/store" $large "$folder"
echo

"$(dirname "$0")/compare.sh" "$folder" $rounds $size
