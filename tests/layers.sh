#!/bin/sh
# Fails when a room includes what it may not: layers.sh [FOLDER]. The rules stand in layers.txt beside this file.
set -u
rules=$(cd "$(dirname "$0")" && pwd)/layers.txt
cd "${1:-.}" || exit 2
find src include/townkeep -name '*.[ch]' | sort | xargs awk -v RULES="$rules" '
    function refuse(what) { printf "%s:%d: %s\n", FILENAME, FNR, what; bad++ }
    # src/domain/casework/guard.c and townkeep/domain/due.h: the room is what stands after src/ or townkeep/.
    function room_of(path,   part, n, i, room) {
        n = split(path, part, "/")
        for (i = 1; i < n; i++)
            if (part[i] == "src" || part[i] == "townkeep") room = part[i + 1]
        return room
    }
    BEGIN {
        while ((getline line < RULES) > 0) {
            if (line ~ /^[ \t]*(#|$)/) continue
            at = index(line, ":"); key = substr(line, 1, at - 1); n = split(substr(line, at + 1), word, " ")
            for (i = 1; i <= n; i++) may[key, word[i]] = 1
            known[key] = 1
        }
    }
    FNR == 1 { room = room_of(FILENAME); files++; if (!(room in known)) refuse("the room " room " is not in layers.txt") }
    /^[ \t]*#[ \t]*include/ {
        sub(/^[ \t]*#[ \t]*include[ \t]*/, ""); name = $0
        if (match(name, /^<[^>]*>/)) {
            name = substr(name, 1, RLENGTH)
            if ((name in known) && !((name, room) in may)) refuse(room " may not include " name)
        } else if (match(name, /^"[^"]*"/)) {
            name = substr(name, 2, RLENGTH - 2)
            if (name ~ /^townkeep\/[a-z]+\/[a-z_0-9]+\.h$/) {
                other = room_of(name)
                if (other != room && !((room, other) in may)) refuse(room " may not use " other " (" name ")")
            } else {
                folder = FILENAME; sub(/[^\/]*$/, "", folder)
                if (name !~ /^[a-z_0-9]+_in\.h$/ || (getline line < (folder name)) < 0)
                    refuse("\"" name "\" is neither a public header nor a private one beside it")
                close(folder name)
            }
        }
    }
    END { printf "layers: %d files looked at, %d includes refused\n", files, bad; exit bad > 0 }
'
