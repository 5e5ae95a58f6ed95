#!/bin/sh
# Make sure that what the build needs is there. Silent and quick when it is.
#   packages.sh                what building, checking and the demonstration need
#   packages.sh command:package …   besides, each command (or header, NAME.h) that is missing comes from that package
# On a system with apt the missing packages are installed, saying so; elsewhere they are named and we stop.
set -u

missing=""
lacks() { # lacks PACKAGE
    case " $missing " in *" $1 "*) ;; *) missing="$missing $1" ;; esac
}
has_command() { command -v "$1" >/dev/null 2>&1; }

compiler=${CC:-cc}
has_command "${compiler%% *}" || compiler=$(command -v gcc || command -v clang || command -v cc)
has_header() { echo "#include <stdio.h>
#include <$1>" | $compiler -E -x c - >/dev/null 2>&1; }

[ -n "$compiler" ] || lacks gcc
for pair in make:make pkg-config:pkg-config msgfmt:gettext tmux:tmux "$@"; do
    case ${pair%%:*} in
    *.h) has_header "${pair%%:*}" ;;
    *) has_command "${pair%%:*}" ;;
    esac || lacks "${pair#*:}"
done

headers="stdlib.h:libc6-dev curses.h:libncurses-dev sqlite3.h:libsqlite3-dev sodium.h:libsodium-dev
    CUnit/Basic.h:libcunit1-dev csv.h:libcsv-dev utf8proc.h:libutf8proc-dev jansson.h:libjansson-dev
    igraph/igraph.h:libigraph-dev"
everything=$(for pair in $headers; do echo "#include <${pair%%:*}>"; done)
if [ -z "$compiler" ] || ! echo "#include <stdio.h>
$everything" | $compiler -E -x c - >/dev/null 2>&1; then
    for pair in $headers; do
        { [ -n "$compiler" ] && has_header "${pair%%:*}"; } || lacks "${pair#*:}"
    done
fi
[ -n "$compiler" ] && { has_header iniparser/iniparser.h || has_header iniparser.h; } || lacks libiniparser-dev

[ -n "$missing" ] || exit 0

if ! has_command apt-get; then
    echo "These packages (Debian's names) are needed; please install them and run make again:$missing" >&2
    exit 1
fi
as_root=""
if [ "$(id -u)" != 0 ]; then
    if ! has_command sudo; then
        echo "Please install these packages as root and run make again: apt-get install$missing" >&2
        exit 1
    fi
    as_root="sudo"
    [ -t 0 ] || as_root="sudo -n"
fi
echo "Installing what the build needs:$missing"
$as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q </dev/null || echo "(the package lists could not be refreshed)" >&2
# shellcheck disable=SC2086
if ! $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing </dev/null; then
    echo "The packages could not be installed; please install them and run make again:$missing" >&2
    exit 1
fi
