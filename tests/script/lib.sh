# What the journeys share. Sourced with HERE, ROOT and PROGRAM set, in an empty folder that is thrown away.
passed=0 failed=0
printf 'the lamp on the pier\n' >ana.pw
printf 'seven geese in a row\n' >boris.pw
printf 'a kettle and two cups\n' >tom.pw
chmod 600 ./*.pw

# as OFFICER COMMAND… : the passphrase stands in the file of that name
as() {
    local officer=$1
    shift
    "$PROGRAM" --vault "${VAULT:-office.townkeep}" --officer "$officer" --passphrase-file "$(tr '[:upper:]' '[:lower:]' <<<"$officer").pw" "$@"
}
office() { as Ana init --office "Old Port" --kdf interactive >/dev/null 2>&1 && accepts Ana; }
# accepts OFFICER… : they accept the code of conduct, without which casework stays closed
accepts() {
    local officer
    for officer in "$@"; do as "$officer" conduct accept >/dev/null 2>&1; done
}

good() { passed=$((passed + 1)); }
bad() { # bad WHAT: the last output follows
    failed=$((failed + 1))
    echo "FAILED $1"
    [ -f out ] && head -c 1000 out
    [ -f err ] && head -c 1000 err
}
# exits STATUS "sentence about it" COMMAND… : runs it, output in files out and err
exits() {
    local wanted=$1 what=$2 status
    shift 2
    "$@" >out 2>err </dev/null
    status=$?
    if [ "$status" = "$wanted" ]; then good; else bad "$what (exit status $status, not $wanted)"; fi
}
# says FILE PATTERN WHAT : the file has a line that matches
says() { if grep -qaE -- "$2" "$1"; then good; else bad "$3"; fi; }
silent() { if grep -qaE -- "$2" "$1"; then bad "$3"; else good; fi; }
same() { if cmp -s "$1" "$2"; then good; else bad "$3"; fi; }
equal() { if [ "$1" = "$2" ]; then good; else bad "$3: \"$1\" is not \"$2\""; fi; }
end() { echo "$passed passed, $failed failed"; }
