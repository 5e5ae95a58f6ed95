#!/bin/sh
# The distribution's source package of SQLite, fetched and unpacked into a folder; prints where it lies there.
#   sqlite_source.sh FOLDER     a second time it finds what the first fetched
# Test programs come from it (its test suite, speedtest1), nothing of the product. The package lists are this machine's
# own, asked for sources instead of programs, and kept in FOLDER: the system's lists stay as they are, and no privilege
# is needed.
set -u
folder=${1:?sqlite_source.sh FOLDER}
mkdir -p "$folder" && folder=$(cd "$folder" && pwd) || exit 1

unpacked() { find "$folder" -mindepth 1 -maxdepth 1 -type d -name 'sqlite3-*'; }
if [ -e "$folder/fetched" ]; then
    unpacked
    exit 0
fi

stop() {
    echo "$*" >&2
    exit 1
}
for command in apt-get dpkg-source; do
    command -v $command >/dev/null || stop "SQLite's source package comes through apt-get and dpkg-source; $command is not here."
done

# Only the distribution's own archives: whatever else the machine installs from need not offer sources.
# shellcheck source=/dev/null
codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
mkdir -p "$folder/apt/sources.list.d" "$folder/apt/lists/partial" "$folder/apt/cache/archives/partial"
: >"$folder/apt/sources.list"
for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ ! -e "$list" ] || sed -En "s/^deb (.*[[:space:]]$codename(-updates|-security)?[[:space:]].*)/deb-src \1/p" "$list"
done >>"$folder/apt/sources.list"
for list in /etc/apt/sources.list.d/*.sources; do
    [ ! -e "$list" ] || awk -v codename="$codename" 'BEGIN { RS = ""; ORS = "\n\n" }
        $0 ~ "Suites:[^\n]*[ \t]" codename { gsub(/Types:[^\n]*/, "Types: deb-src"); print }' "$list" \
        >"$folder/apt/sources.list.d/$(basename "$list")"
done

set -- -q -o "Dir::Etc::sourcelist=$folder/apt/sources.list" -o "Dir::Etc::sourceparts=$folder/apt/sources.list.d" \
    -o "Dir::State::lists=$folder/apt/lists" -o "Dir::Cache=$folder/apt/cache" -o APT::Sandbox::User=
echo "Fetching SQLite's source package…" >&2
if ! { apt-get "$@" update && cd "$folder" && apt-get "$@" source sqlite3; } </dev/null >"$folder/log" 2>&1; then
    stop "SQLite's source package could not be fetched: $(tail -n 1 "$folder/log")"
fi
[ -n "$(unpacked)" ] || stop "SQLite's source package holds no folder sqlite3-…: see $folder/log"
rm -rf "$folder/apt"
touch "$folder/fetched"
unpacked
