#!/usr/bin/env bash
# Builds SQLite's test program from the distribution's source package, with the distribution's options: as it is, and
# with the product's file layer as the default VFS (fixture.mk).
#   build.sh FOLDER LIBRARY     makes FOLDER/plain/testfixture and FOLDER/vault/testfixture, and a sqlite3 beside each
# One option is left out: with rowids allowed in views the suite's own expectations do not hold.
set -eu -o pipefail
folder=$1 library=$(realpath "$2")
here=$(cd "$(dirname "$0")" && pwd)
source=$("$here/../tools/sqlite_source.sh" "$folder-source")
mkdir -p "$folder/plain" "$folder/vault" "$folder/objects"
folder=$(cd "$folder" && pwd)

attempt() { # attempt LOG COMMAND…: its words into a file, shown when it fails
    local log=$1
    shift
    "$@" >"$log" 2>&1 || { tail -n 15 "$log" && exit 1; }
}

if [ ! -e "$folder/Makefile" ]; then
    echo "Preparing to build SQLite's tests…"
    options=$(sed -n '/^export CFLAGS/,/[^\\]$/p' "$source/debian/rules" | grep -oE -e '-DSQLITE_[A-Z0-9_]+(=[0-9]+)?' |
        grep -v ROWID_IN_VIEW | tr '\n' ' ')
    tcl=$(dirname "$(find /usr/lib -name tclConfig.sh | head -n 1)")
    cd "$folder"
    attempt configure.log "$source/configure" --with-tcl="$tcl" --enable-fts4 --enable-fts5 --enable-json \
        --enable-load-extension CFLAGS="-O1 -fno-strict-aliasing $options"
fi
echo "Building SQLite's tests…"
cd "$folder"
cp "$here/view.tcl" "$here/one.sh" "$here/list.tcl" .
attempt generate.log make --no-print-directory sqlite3.c shell.c fts5.c
attempt build.log make "-j$(nproc)" --no-print-directory -f "$here/fixture.mk" programs HERE="$here" VIEW="$folder/view.tcl" LIBRARY="$library" \
    INCLUDE="$(echo "$here"/../../src/vault/*_in.h)"
