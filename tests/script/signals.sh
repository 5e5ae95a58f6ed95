# D14: signals in every phase of saving. Whatever comes, and whatever ends the session: what was answered with ok is
# there afterwards, nothing is half there, and the vault is whole.
. "$HERE/lib.sh"
office

# storm PID: signals that must not disturb, until it is gone
storm() {
    while kill -WINCH "$1" 2>/dev/null; do
        kill -CONT "$1" 2>/dev/null
        kill -PIPE "$1" 2>/dev/null
        kill -URG "$1" 2>/dev/null
        kill -STOP "$1" 2>/dev/null && kill -CONT "$1" 2>/dev/null
        sleep 0.01
    done
}
answers() { grep -c '^ok ' "$1.out"; }
# add_under NAME COUNT: so many records, each asked for and answered, in a storm from the first answer on
add_under() {
    for ((i = 1; i <= $2; i++)); do echo "add party name=$1-$i kind=org"; done >"$1.lines"
    "$PROGRAM" --vault office.townkeep --officer Ana --passphrase-file ana.pw run "$1.lines" >"$1.out" 2>err </dev/null &
    worker=$!
    for _ in $(seq 500); do [ "$(answers "$1")" -ge 1 ] && break; sleep 0.02; done
    storm "$worker" &
    weather=$!
}
there() { as Ana list party --limit 2000 --format csv --fields name </dev/null 2>/dev/null | grep -c ",$1-"; }

add_under calm 150
wait "$worker"
equal $? 0 "a storm of signals that end nothing ends nothing"
wait "$weather" 2>/dev/null
equal "$(answers calm)" 150 "every save in the storm was answered"
equal "$(there calm)" 150 "and is there"

for signal in TERM HUP QUIT INT KILL; do
    add_under "$signal" 400
    for _ in $(seq 200); do [ "$(answers "$signal")" -ge 20 ] && break; sleep 0.02; done
    sleep "0.0$((RANDOM % 10))"
    # A child of a shell script ignores SIGINT and SIGQUIT from the keyboard; then the work simply goes on to its end.
    kill -"$signal" "$worker" 2>/dev/null
    wait "$worker" 2>/dev/null
    wait "$weather" 2>/dev/null
    answered=$(answers "$signal")
    found=$(there "$signal")
    if [ "$answered" -ge 20 ] && [ "$found" -ge "$answered" ] && [ "$found" -le $((answered + 1)) ]; then
        good
    else
        bad "after SIG$signal $found records are there, $answered were answered"
    fi
    exits 0 "after SIG$signal the vault is whole" as Ana verify
done
end
