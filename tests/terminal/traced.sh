# A whole journey under strace: no socket (P12), no child but the one that has the screens and no other program, no byte put into the terminal as if typed
# (P15), and no file made outside the vault's, the settings', the state's and the export's folders (P20). Sourced by run.sh.

# trace_lines PATTERN : calls of the program's own, from its start on, that succeeded
calls() { cat "$home"/trace.* | grep -avE ' = -1 E' | grep -aE "$1"; }
none_of() { # none_of PATTERN WHAT
    ! calls "$1" | head -5 | grep . || { echo "  $2"; return 1; }
}
traced_journey() {
    local lines
    lines=$program
    program="strace -ff --seccomp-bpf -qq -s 200 -o $home/trace -e trace=%file,%network,%process,ioctl $program"
    make_vault && add_organisation && lock_and_back && find_it
    lines="$? $lines"
    if [ "${lines%% *}" = 0 ]; then
        go_home && referral_taken_in && exported && quit_there
        lines="$? ${lines#* }"
    fi
    program=${lines#* }
    return "${lines%% *}"
}
go_home() {
    local i
    for ((i = 0; i < 6; i++)); do
        screen | grep -q 'GO TO' && return 0
        escape
    done
    wait_for 'GO TO'
}
referral_taken_in() {
    press F3; wait_for 'Code of conduct' || return 1
    press End Enter; wait_for 'Open casework' || return 1
    type_text 'five words of no meaning'; press Enter; wait_for 'Casework is open' 20 || return 1
    type_text 3; wait_for 'Take in a referral' || return 1
    type_text 1; wait_for 'Search first' || return 1
    type_text 'Zephyrine Okonkwo'; press Enter; wait_for 'Nobody of that name' || return 1
    type_text phone; press Enter; wait_for 'draft kept' 20 || return 1
    escape; wait_for 'Discard' || return 1
    type_text d; wait_for 'Take in a referral' || return 1
    go_home
}
exported() {
    type_text 1; wait_for 'Contact points' || return 1
    type_text 9; wait_for 'Reason' || return 1
    press Home Down Down Down Enter; wait_for 'For whom is it' || return 1
    type_text 4; wait_for 'Without a profile' || return 1
    press End Enter; wait_for 'Take it' || return 1
    type_text 'for the mayor'; press Enter C-s; wait_for 'leave, 0 stay' || return 1
    press C-s; wait_for 'to a file?' || return 1
    type_text y; wait_for 'written' || return 1
    go_home
}
quit_there() {
    press F10; wait_for 'Leave Townkeep?' || return 1
    type_text y; wait_for 'shell>'
}
# Neither was there: the fence forbids it, and the trace shows that it was not tried either.
no_network() { none_of '^(socket|socketpair|connect|bind|listen|accept4?|send(to|msg|mmsg)|recv(from|msg|mmsg))\(' 'the network was asked for'; }
no_programs() {
    local births
    births=$(calls '^(clone|clone3|fork|vfork)\(' | wc -l)
    [ "$births" = 1 ] || { echo "  $births children, not 1"; return 1; }
    births=$(calls '^exec' | wc -l)
    [ "$births" -le 1 ] || { echo "  $births programs started, not 1"; return 1; }
}
nothing_typed() { none_of '^ioctl\([0-9]+, (TIOCSTI|TIOCLINUX)' 'something was put into the terminal as if typed'; }
made() { calls '^(openat?|creat)\(.*O_CREAT|^(mkdir|mkdirat|rename|renameat2?|link|linkat|symlink|symlinkat|mknod|mknodat)\('; }
own_files() {
    made | grep -q 'office\.townkeep' || { echo '  the trace shows no file that was made'; return 1; }
    ! made | grep -avE "\"$home(\"|/party-[^\"]*\"|/\.(local|local/share|local/state|config)\"|/\.(local/share|local/state|config)/townkeep[/\"])" | head -5 | grep . ||
        { echo '  was made elsewhere'; return 1; }
}
closed_to_children() { # what is opened is closed when another program starts, were one ever started
    ! calls '^open(at)?\(' | grep -avE 'O_CLOEXEC|terminfo|/(locale|gconv|zoneinfo)|/proc/|/sys/' | head -5 | grep . || { echo '  was opened without O_CLOEXEC'; return 1; }
}

if command -v strace >/dev/null && strace -o "$home/tried" true 2>/dev/null; then
    journey 'P12 a whole journey is traced' traced_journey
    journey 'P12 it asks for no network' no_network
    journey 'it has one child and starts no program' no_programs
    journey 'P15 it puts nothing into the terminal as if typed' nothing_typed
    journey 'P20 it makes files in its own folders and where it was told alone' own_files
    journey 'what it opens is closed to other programs' closed_to_children
else
    echo "traced: strace is not usable here, so P12, P15 and P20 of a whole journey were left out"
fi
