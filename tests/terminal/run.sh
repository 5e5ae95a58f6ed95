#!/usr/bin/env bash
# The program in a real terminal (tmux): run.sh PROGRAM [--short]; --short leaves out the minutes of walking every menu of the demonstration and of a second case. Each journey starts from an empty home. Waiting means looking until it is there.
# The last line is "N passed, N failed"; without tmux nothing is run, and that is said.
set -u
program=${1:?run.sh PROGRAM}
if ! command -v tmux >/dev/null; then
    echo "terminal: tmux is not installed, so the journeys in a real terminal were left out"
    echo "0 passed, 0 failed"
    exit 0
fi
[ "${2:-}" = --short ] && short=1 || short=0
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
new_home || exit 1

add_organisation() {
    type_text 1; wait_for 'Contact points' || return 1
    type_text 1; wait_for 'Nothing here yet' || return 1
    press F2; wait_for 'New: ' || return 1
    type_text 'Интерфејт savet'; press C-s
    wait_for 'Saved.'
}
lock_and_back() {
    press C-l
    wait_for Locked || return 1
    gone 'Интерфејт' || return 1
    unlock 'Интерфејт savet'
}
find_it() {
    press F7; wait_for Search || return 1
    type_text 'интерфе'
    wait_for 'Интерфејт savet'
}
quit() {
    press F10; wait_for 'Leave Townkeep?' || return 1
    press Enter; wait_for 'Leave Townkeep?' || return 1
    type_text y
    wait_for 'shell>' || return 1
    gone 'Интерфејт'
}
small_and_large() {
    start && unlock 'GO TO' || return 1
    t resize-window -x 60 -y 10; wait_for 'too small' || return 1
    t resize-window -x 132 -y 40; wait_for 'GO TO' || return 1
    t resize-window -x 80 -y 24; wait_for 'F10 Quit'
}
# Both processes are under the filter of system calls, where this kernel has one.
fenced() {
    local pid both
    [ "$(HOME=$home "$program" where 2>/dev/null | awk '$1 == "guard-calls" { print $2 }')" != off ] || return 0
    both=$(processes) || return 1
    for pid in $both; do
        grep -qE '^Seccomp:[[:space:]]+2$' "/proc/$pid/status" || { echo "  not fenced in: $pid of $both"; return 1; }
    done
}
protected() {
    fenced || return 1
    type_text 0; wait_for 'About Townkeep' || return 1
    type_text 7; wait_for 'What protects the program' || return 1
    press End; wait_for 'Environment' || return 1
    escape; escape
    wait_for 'GO TO'
}
# Killed outright with a draft on the screen: the terminal is clean and usable, and what was typed is offered again.
killed() {
    type_text 1; wait_for 'Contact points' || return 1
    type_text 1; wait_for 'Интерфејт savet' || return 1
    press F2; wait_for 'New: ' || return 1
    type_text 'Boxing club'; wait_for 'draft kept' 20 || return 1
    pkill_screens || return 1
    wait_for 'shell>' || return 1
    gone 'Boxing club' || return 1
    type_text 'echo sane; stty -a | grep -o " -echo "'; press Enter
    wait_for 'sane' || return 1
    gone '-echo ;' || return 1
    type_text "$program"; press Enter
    unlock 'Drafts to finish'
}
# D14: signals that end nothing while a record is typed and saved, then one that ends the program: what was saved is
# there, and the terminal is as it was.
stormed() { # SIGNAL to which process: 2 the screens, 1 the one that watches
    local both weather name="Storm $1 $2"
    start && unlock 'GO TO' || return 1
    type_text 1; wait_for 'Contact points' || return 1
    type_text 1; wait_for 'Интерфејт savet' || return 1
    both=$(processes) || return 1
    # shellcheck disable=SC2086
    (while kill -WINCH $both 2>/dev/null; do
        kill -CONT $both
        kill -URG $both
        kill -PIPE "${both#* }"
        sleep 0.01
    done) 2>/dev/null &
    weather=$!
    press F2; wait_for 'New: ' || return 1
    sleep 0.3
    screen | grep -qF 'A draft was kept' && escape # of the journey before
    type_text "$name"; press C-s
    wait_for 'Saved.' || return 1
    kill -"$1" "$(cut -d ' ' -f "$2" <<<"$both")"
    wait "$weather"
    wait_for 'shell>' || return 1
    gone "$name" || return 1
    type_text 'echo sane; stty -a | grep -o " -echo "'; press Enter
    wait_for 'sane' || return 1
    gone '-echo ;' || return 1
    type_text "$program"; press Enter
    unlock 'GO TO' || return 1
    press F7; wait_for Search || return 1
    type_text "$name"
    wait_for "$name"
}
# The window is closed: the vault must be free at once.
hung_up() {
    start && unlock 'GO TO'
}

journey 'the wizard makes a vault' make_vault
journey 'an organisation is added' add_organisation
journey 'locked and unlocked, the same screen is back' lock_and_back
journey 'it is found again' find_it
journey 'quitting asks, and clears the window' quit
journey 'the window changes its size' small_and_large
journey 'what protects the program is told, and holds both its processes' protected
journey 'D20 killed, the terminal is clean and the draft is offered' killed
storm_ended_by() { stormed "$ends" "$whose"; }
for ends in TERM HUP QUIT; do
    for whose in 1 2; do
        journey "D14 saved in a storm of signals, ended by $ends at process $whose" storm_ended_by
    done
done
journey 'the window is closed under it' hung_up
. "$here/case_lib.sh"
parts='hostile memory traced map case_secondary no_names'
[ "$short" = 1 ] || parts="$parts case_tertiary"
for part in $parts; do
    new_home && . "$here/$part.sh"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
