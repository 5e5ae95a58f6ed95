#!/usr/bin/env bash
# The vault beside plain SQLite and SQLCipher: the same work by each side in turn, round after round; medians, and their
# ratios to plain SQLite's: compare.sh FOLDER ROUNDS [SIZE]
# FOLDER: where the databases are made, on a disk; SIZE: speedtest1's --size. The programs are explained in
# sides/side.h.
set -u -o pipefail
folder=${1:?compare.sh FOLDER ROUNDS [SIZE]} rounds=${2:?} size=${3:-50}
tools=${TOWNKEEP_TESTS:?the folder of built test programs}/bench/sides
lines=$(mktemp) || exit 1
trap 'rm -f "$lines" "$folder"/compare-* "$memory"/compare-*' EXIT
mkdir -p "$folder"
memory=/dev/shm
[ -w "$memory" ] || memory=$folder

# The vault's own settings (src/vault/database.c), and SQLite's as it comes.
vault="PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA; PRAGMA temp_store=MEMORY;
    PRAGMA secure_delete=ON; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA cache_size=-32768;"
stock="PRAGMA locking_mode=NORMAL; PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; PRAGMA temp_store=DEFAULT;
    PRAGMA secure_delete=OFF; PRAGMA cell_size_check=OFF; PRAGMA mmap_size=0; PRAGMA cache_size=-2000;"
wal="${stock/journal_mode=DELETE/journal_mode=WAL}"

sides="plain vault vault-aes sqlcipher sqlcipher-4096"
with_sqlcipher=" and SQLCipher"
[ -x "$tools/work-sqlcipher" ] || sides="plain vault vault-aes" with_sqlcipher=
grep -qw aes /proc/cpuinfo || sides=${sides/vault-aes /}

# on SIDE SETTINGS PROGRAM ARGUMENT…: the program of that side, told how to open its database
on() {
    local side=$1 settings=$2 program=$3 environment=()
    shift 3
    [ -z "$settings" ] || environment+=(BENCH_SETTINGS="$settings")
    case $side in
    vault-aes) environment+=(BENCH_CIPHER=2) ;;
    sqlcipher) environment+=(BENCH_PAGE_SIZE=1024) ;;
    sqlcipher-4096) environment+=(BENCH_PAGE_SIZE=4096) ;;
    esac
    env "${environment[@]}" timeout 300 "$tools/$program-${side%%-*}" "$@"
}

add() { # add ROW COLUMN TIMES: one line of seconds and seconds on the processor
    [ -z "$3" ] || printf '%s\t%s\t%s\n' "$@" >>"$lines"
}

# speedtest1's own sum, and the processor's time the side tells
speedtest1() { # speedtest1 ROW COLUMN SIDE SETTINGS WHERE
    local file=$5/compare-speedtest1
    [ -x "$tools/speedtest1-${3%%-*}" ] || return
    add "$1" "$2" "$(on "$3" "$4" speedtest1 --size "$size" "$file" 2>&1 | awk '
        match($0, /processor\t[0-9.]+/) { processor = substr($0, RSTART + 10, RLENGTH - 10) }
        /TOTAL/ { wall = $NF; sub(/s$/, "", wall) }
        END { if (wall != "" && processor != "") print wall "\t" processor }')"
    rm -f "$file" "$file"-*
}

work() { # work TASK COLUMN SIDE SETTINGS: on a database of that column's own
    local file=$folder/compare-work-$2
    [ "$1" != import ] || rm -f "$file" "$file"-*
    add "$1" "$2" "$(on "$3" "$4" work "$1" "$file" 2>/dev/null)"
}

tasks="import commits cold_reads warm_reads small_reads cold_scan warm_scan small_scan fts5_build fts5_query
    fts4_build fts4_query"
for ((round = 1; round <= rounds; round++)); do
    echo "… round $round of $rounds of the vault beside plain SQLite" >&2
    for task in $tasks; do
        for side in $sides; do work "$task" "$side" "$side" "$vault"; done
        work "$task" stock plain "$stock"
        work "$task" own vault ""
    done
    # A vault sets its own settings, so they are not set a second time.
    for side in $sides; do
        case $side in
        vault*) work open "$side" "$side" "" ;;
        *) work open "$side" "$side" "$vault" ;;
        esac
    done
    for side in $sides; do
        speedtest1 disk "$side" "$side" "$vault" "$folder"
        speedtest1 memory "$side" "$side" "$vault" "$memory"
        speedtest1 disk_stock "$side" "$side" "$stock" "$folder"
        speedtest1 memory_stock "$side" "$side" "$stock" "$memory"
        case $side in vault*) ;; *) speedtest1 disk_wal "$side" "$side" "$wal" "$folder" ;; esac
    done
    for where in disk memory; do
        place=$folder
        [ $where = disk ] || place=$memory
        speedtest1 $where stock plain "$stock" "$place"
        speedtest1 $where own vault "" "$place"
    done
done

echo "The vault beside plain SQLite${with_sqlcipher}, in turn, $rounds rounds. Ratios to plain SQLite: of the median times that passed; in brackets
of the least processor's times, which other work on the machine disturbs least."
echo
awk -F '\t' -v SIDES="$sides" '
    { key = $1 SUBSEP $2; count[key]++; wall[key, count[key]] = $3; processor[key, count[key]] = $4 }
    function median(values, key,   n, i, j, sorted, kept) {
        n = count[key]
        for (i = 1; i <= n; i++) {
            kept = values[key, i] + 0
            for (j = i - 1; j >= 1 && sorted[j] > kept; j--) sorted[j + 1] = sorted[j]
            sorted[j + 1] = kept
        }
        return sorted[int((n + 1) / 2)]
    }
    function least(values, key,   i, lowest) {
        lowest = values[key, 1] + 0
        for (i = 2; i <= count[key]; i++) if (values[key, i] + 0 < lowest) lowest = values[key, i] + 0
        return lowest
    }
    function milliseconds(row, column,   ms) {
        if (!((row, column) in count)) return "-"
        ms = median(wall, row SUBSEP column) * 1e3
        return sprintf(ms < 10 ? "%.2f ms" : "%.0f ms", ms)
    }
    function passed(row, column, base) { return median(wall, row SUBSEP column) / median(wall, row SUBSEP base) }
    function worked(row, column, base) { return least(processor, row SUBSEP column) / least(processor, row SUBSEP base) }
    function ratio(row, column, base) {
        if (!((row, column) in count) || !((row, base) in count)) return "-"
        return sprintf("%.2f (%.2f)", passed(row, column, base), worked(row, column, base))
    }
    # Ahead of SQLCipher, with pages of either size, in both times. Its SQLite is another version: where plain SQLite is
    # behind it too, that is no matter of encryption.
    function judge_against(what, other, ours, plain) {
        compared++
        if (ours < 1) ahead++
        else if (plain >= 1) older = older "\n  " what ", " other
        else behind = behind sprintf("\n  %s, %s: %.2f", what, other, ours)
    }
    function compare(row, what,   i) {
        for (i = 1; i <= sides; i++)
            if (side[i] ~ /^sqlcipher/ && (row, side[i]) in count) {
                judge_against(what, side[i] ", time that passed", passed(row, "vault", side[i]), passed(row, "plain", side[i]))
                judge_against(what, side[i] ", processor", worked(row, "vault", side[i]), worked(row, "plain", side[i]))
            }
    }
    function line(row, what,   i, text) {
        text = sprintf("%-38s %9s", what, milliseconds(row, "plain"))
        for (i = 2; i <= sides; i++) text = text sprintf(" %14s", ratio(row, side[i], "plain"))
        print text sprintf(" %12s %14s", milliseconds(row, "stock"), ratio(row, "own", "stock"))
        if ((row, "vault") in count) compare(row, what)
    }
    function judge(what, value, most) { printf "%-70s %5.2f  %s\n", what, value, value <= most ? "met (" most ")" : "NOT MET (" most ")" }
    function judge_speedtest1(row, what) {
        if (!((row, "vault") in count)) return
        judge("speedtest1 " what ", XChaCha20-Poly1305, processor", worked(row, "vault", "plain"), 1.5)
        if ((row, "vault-aes") in count) judge("speedtest1 " what ", AES-256-GCM, processor", worked(row, "vault-aes", "plain"), 1.3)
    }
    END {
        sides = split(SIDES, side, " ")
        text = sprintf("%-38s %9s", "", "plain")
        for (i = 2; i <= sides; i++) text = text sprintf(" %14s", side[i])
        print text sprintf(" %12s %14s", "stock SQLite", "vault to that")
        line("disk", "speedtest1 on disk, vault'\''s settings")
        line("memory", "speedtest1 in memory, the same")
        line("disk_stock", "speedtest1 on disk, stock settings")
        line("memory_stock", "speedtest1 in memory, stock settings")
        line("disk_wal", "speedtest1 on disk, write-ahead log")
        line("import", "import of 200,000 rows")
        line("commits", "200 durable commits")
        line("cold_reads", "5,000 reads, everything cold")
        line("warm_reads", "200,000 reads, all in the cache")
        line("small_reads", "50,000 reads, cache of 80 KiB")
        line("cold_scan", "scan, everything cold")
        line("warm_scan", "5 scans, all in the cache")
        line("small_scan", "5 scans, cache of 80 KiB")
        line("fts5_build", "FTS5 index of 40,000 texts")
        line("fts5_query", "300 FTS5 queries")
        line("fts4_build", "FTS4 index of 40,000 texts")
        line("fts4_query", "300 FTS4 queries")
        line("open", "opening once unlocked")
        print ""
        judge_speedtest1("disk", "on disk, the vault'\''s settings")
        judge_speedtest1("memory", "in memory, the vault'\''s settings")
        judge_speedtest1("memory_stock", "in memory, stock settings")
        if (("commits", "vault") in count) judge("durable commits, time that passed", passed("commits", "vault", "plain"), 1.5)
        if (compared > 0) printf "Ahead of SQLCipher in %d of %d comparisons.\n", ahead, compared
        if (older != "") print "Behind it as plain SQLite is too, whose version is another:" older
        if (behind != "") print "Behind it:" behind
    }' "$lines"
cat <<END

plain, vault, vault-aes, sqlcipher (pages of 1024 bytes, its default before version 4), sqlcipher-4096: all with the vault's settings:
    $vault
speedtest1 is run with --size $size. stock SQLite, and every side where the line says so: $stock
vault to that: the vault as the program opens it. SQLCipher is keyed with a raw key, the vault unlocked before the clock starts.
END
