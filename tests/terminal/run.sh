#!/usr/bin/env bash
# The program in a real terminal (tmux): run.sh PROGRAM [--short]. Each journey starts from an empty home. Waiting means looking until it is there.
# The last line is "N passed, N failed"; without tmux nothing is run, and that is said.
set -u
program=${1:?run.sh PROGRAM}
if ! command -v tmux >/dev/null; then
    echo "terminal: tmux is not installed, so the journeys in a real terminal were left out"
    echo "0 passed, 0 failed"
    exit 0
fi
home=$(mktemp -d) || exit 1
socket=$home/tmux
passed=0 failed=0
trap 'tmux -S "$socket" kill-server 2>/dev/null; rm -rf "$home"' EXIT

t() { tmux -S "$socket" "$@"; }
screen() { t capture-pane -p; }
stop_server() { # and wait: a new one cannot be started beside it
    local server
    server=$(t display-message -p '#{pid}' 2>/dev/null) || return 0
    t kill-server 2>/dev/null
    while kill -0 "$server" 2>/dev/null; do sleep 0.05; done
}
start() { # in a shell, so that the terminal can be looked at afterwards
    stop_server
    t -f /dev/null new-session -d -x 80 -y 24 "env -i HOME=$home TERM=tmux-256color LANG=C.UTF-8 TZ=UTC PATH=$PATH PS1='shell> ' sh"
    wait_for 'shell>' || return 1
    type_text "$program"
    t send-keys Enter
}
type_text() { t send-keys -l "$1"; }
press() { for key; do t send-keys "$key"; done; }
escape() { t send-keys Escape; sleep 0.6; } # Esc and a digit within half a second would be an F-key
wait_for() { # text [seconds]
    local i
    for ((i = 0; i < ${2:-10} * 20; i++)); do
        screen | grep -qF -- "$1" && return 0
        sleep 0.05
    done
    echo "  not seen: $1"
    screen | sed 's/^/  | /'
    return 1
}
gone() { # text
    ! screen | grep -qF -- "$1" || { echo "  still there: $1"; screen | sed 's/^/  | /'; return 1; }
}
journey() { # name function
    if "$2"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED $1"
    fi
}

make_vault() {
    start && wait_for Welcome || return 1
    press Enter
    wait_for 'Your office and you' || return 1
    type_text 'Novi Grad prevention office'; press Enter; type_text 'Ana K.'; press Enter
    wait_for 'Your passphrase' || return 1
    type_text 'five words of no meaning'; press Enter; type_text 'five words of no meaning'; press Enter
    wait_for 'The recovery code' 30 || return 1
    group=$(screen | grep -oE '[0-9A-Z]{4}(-[0-9A-Z]{4})+' | grep -oE '[0-9A-Z]{4}$')
    type_text "$group"; press Enter
    wait_for 'Where backups go' || return 1
    press Enter
    wait_for 'GO TO'
}
unlock() {
    wait_for Passphrase || return 1
    type_text 'five words of no meaning'; press Enter
    wait_for "$1" 20
}
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
# The two processes of the program that runs in our shell: the one that watches and the one with the screens.
processes() {
    local shell parent child
    shell=$(t display-message -p '#{pane_pid}')
    parent=$(child_of "$shell")
    child=$(child_of "$parent")
    [ -n "$child" ] && echo "$parent $child"
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
# The first child of a process, read where the kernel tells it: a small system has no ps.
child_of() {
    local status
    for status in /proc/[0-9]*/status; do
        grep -qsx "PPid:[[:space:]]*$1" "$status" || continue
        status=${status#/proc/}
        echo "${status%/status}"
        return
    done
}
pkill_screens() { # the child of the program that runs in our shell, by its number
    local both
    both=$(processes) && kill -9 "${both#* }"
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
journey 'killed, the terminal is clean and the draft is offered' killed
journey 'the window is closed under it' hung_up
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
