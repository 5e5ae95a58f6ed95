#!/bin/sh
# What this compiler and this system offer, as lines for make: probe.sh COMPILER FOLDER
# Each flag is tried on its own, so that gcc and clang, old and new, each get all they know and nothing they warn about.
set -u
compiler=$1
folder=$2

accepts() { # accepts FLAG…: does a program compile and link with it, without a complaint?
    printf '#include <stdio.h>\n#include <string.h>\nint main(void) { return printf("%%d", (int)strlen("a")) < 0; }\n' |
        $compiler -O2 -Wall -Werror "$@" -x c - -o "$folder/probe.out" >/dev/null 2>&1
}
supported() {
    for flag; do
        if accepts "$flag"; then printf ' %s' "$flag"; fi
    done
}

echo "WARNINGS :=$(supported -Wall -Wextra -Wformat=2 -Wconversion -Wshadow -Wimplicit-fallthrough -Wstrict-prototypes \
    -Wmissing-prototypes -Wundef -Wvla -Wtrampolines -Wbidi-chars=any -Werror=format-security -Werror=implicit \
    -Werror=incompatible-pointer-types -Werror=int-conversion)"
echo "HARDENING :=$(supported -fstack-protector-strong -fstack-clash-protection -fcf-protection=full \
    -fno-delete-null-pointer-checks -fno-strict-overflow -fno-strict-aliasing -ftrivial-auto-var-init=zero \
    -fstrict-flex-arrays=3 -fzero-init-padding-bits=all)"
if accepts -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3; then
    echo "FORTIFY := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3"
else
    echo "FORTIFY := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2"
fi
echo "LINK_HARDENING :=$(supported -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,-z,nodlopen)"

# iniparser's headers stand in a folder of their own or not; the program includes <iniparser/iniparser.h>.
shim=""
if ! echo '#include <iniparser/iniparser.h>' | $compiler -E -x c - >/dev/null 2>&1; then
    mkdir -p "$folder/shim/iniparser"
    echo '#include <iniparser.h>' >"$folder/shim/iniparser/iniparser.h"
    shim=" -I$folder/shim"
fi
# igraph's headers are not written for our warnings.
igraph=$(pkg-config --cflags igraph | sed 's/-I/-isystem /g')
echo "LIB_CFLAGS :=$shim $(pkg-config --cflags sqlite3 libsodium libutf8proc jansson ncursesw) $igraph"
echo "LIBS := $(pkg-config --libs ncursesw sqlite3 libsodium libutf8proc jansson igraph) -liniparser -lcsv -lm"
echo "TEST_LIBS := -lcunit"
rm -f "$folder/probe.out"
