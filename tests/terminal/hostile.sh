# What can happen to the terminal: killed, hung up, suspended, resized, of a poor kind, typed ahead; and what is never sent to it. Sourced by run.sh.

everything() { t capture-pane -p -S -; } # with the scrollback
nowhere() { # text that stands neither in the window nor in the scrollback
    ! everything | grep -qF -- "$1" || { echo "  still in the window or the scrollback: $1"; return 1; }
}
start_as() { # start_as TERM LANG : the program in a terminal of that kind
    stop_server
    t -f /dev/null new-session -d -x 80 -y 24 "env -i HOME=$home TERM=$1 LANG=$2 TZ=UTC PATH=$PATH PS1='shell> ' sh"
    wait_for 'shell>' && type_text "$program" && press Enter
}
in_a_list() {
    type_text 1; wait_for 'Contact points' || return 1
    type_text 1; wait_for "$1"
}

new_form() { # and the draft of an earlier one left alone
    press F2; wait_for 'New: ' || return 1
    sleep 0.5
    screen | grep -q 'A draft was kept' && escape
    gone 'A draft was kept'
}

made_for_this() {
    make_vault || return 1
    in_a_list 'Nothing here yet' || return 1
    new_form || return 1
    type_text 'Quarrelsome Heron'; press C-s; wait_for 'Saved.'
}
killed_at_once() {
    local from took
    from=$(date +%s%N)
    pkill_screens || return 1
    wait_for 'shell>' 5 || return 1
    took=$((($(date +%s%N) - from) / 1000000))
    [ "$took" -lt 1000 ] || { echo "  the terminal came back after $took ms"; return 1; }
    nowhere 'Quarrelsome Heron'
}
nothing_in_scrollback() {
    start && unlock 'GO TO' && in_a_list 'Quarrelsome Heron' || return 1
    press C-l; wait_for Locked || return 1
    nowhere 'Quarrelsome Heron' || return 1
    unlock 'Quarrelsome Heron' || return 1
    press F10; wait_for 'Leave Townkeep?' || return 1
    type_text y; wait_for 'shell>' || return 1
    nowhere 'Quarrelsome Heron'
}
# A question asked while keys are still waiting is not answered by them.
typed_ahead() {
    start && unlock 'GO TO' && in_a_list 'Quarrelsome Heron' || return 1
    t send-keys F8 "$(printf 'y%.0s' $(seq 100))$(printf 'a%.0s' $(seq 100))"
    sleep 1
    escape
    wait_for 'Quarrelsome Heron' && gone 'Nothing here yet' && gone 'archived'
}
saved_then_locked() {
    new_form || return 1
    type_text 'Saved and locked'; t send-keys C-s C-l
    wait_for Locked || return 1
    unlock 'Saved and locked'
}
resize_storm() {
    local i
    for i in 20x5 400x120 80x24 21x6 200x50 79x24 80x23 399x100 100x30; do
        t resize-window -x "${i%x*}" -y "${i#*x}"
    done
    t resize-window -x 80 -y 24
    wait_for 'Saved and locked'
}
poor_terminals() {
    local kind
    press F10; wait_for 'Leave Townkeep?' && type_text y && wait_for 'shell>' || return 1
    for kind in 'vt100 C' 'linux C.UTF-8' 'xterm C' 'screen C.UTF-8'; do
        # shellcheck disable=SC2086 # two words
        start_as $kind && wait_for Passphrase || { echo "  in $kind"; return 1; }
        t resize-window -x 30 -y 8; wait_for 'too small' || return 1
        t resize-window -x 80 -y 24; wait_for Passphrase || return 1
        press F10; wait_for 'shell>' || { echo "  in $kind"; return 1; }
    done
    start_as dumb C && wait_for 'cannot place text' || { echo '  in dumb'; return 1; }
}
hung_up_with_a_draft() {
    local both pid i
    start && unlock 'GO TO' && in_a_list 'Quarrelsome Heron' || return 1
    new_form || return 1
    type_text 'Half typed when it hung up'; sleep 0.3
    both=$(processes) || return 1
    stop_server
    for pid in $both; do
        for ((i = 0; i < 40; i++)); do [ -e "/proc/$pid" ] || break; sleep 0.05; done
        [ ! -e "/proc/$pid" ] || { echo "  still running: $pid"; return 1; }
    done
    [ ! -e "$home/.local/share/townkeep/office.townkeep-lock" ] || { echo '  the lock was left'; return 1; }
    start && unlock 'Drafts to finish'
}
stopped_and_continued() {
    local both
    both=$(processes) || return 1
    kill -TSTP "${both#* }"
    wait_for 'shell>' || return 1
    nowhere 'Drafts to finish' || return 1
    type_text fg; press Enter
    unlock 'Drafts to finish'
}
# The machine slept: its boot clock ran ahead of the other one. A library that says so is forced in.
slept() {
    cat >"$home/slept.c" <<'C'
#include <dlfcn.h>
#include <time.h>
#include <unistd.h>
int clock_gettime(clockid_t clock, struct timespec *out)
{
    static int (*real)(clockid_t, struct timespec *);
    int answer;
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    answer = real(clock, out);
    if (clock == CLOCK_BOOTTIME && access(SLEPT, F_OK) == 0) out->tv_sec += 3600;
    return answer;
}
C
    "${CC:-cc}" -D_GNU_SOURCE -DSLEPT="\"$home/slept\"" -shared -fPIC -o "$home/slept.so" "$home/slept.c" || return 1
    press F10; wait_for 'Leave Townkeep?' && type_text y && wait_for 'shell>' || return 1
    type_text "TOWNKEEP_ALONE=1 LD_PRELOAD=$home/slept.so $program"; press Enter
    unlock 'GO TO' && in_a_list 'Quarrelsome Heron' || return 1
    : >"$home/slept"
    wait_for Locked 3 || return 1
    nowhere 'Quarrelsome Heron'
}
# From one moment on the disk takes no writing: what was typed stays in its form, and can be saved when it does again.
disk_turned_read_only() {
    local both told
    rm -f "$home/slept"
    start && unlock 'GO TO' && in_a_list 'Quarrelsome Heron' || return 1
    new_form || return 1
    type_text 'Kept in the form'
    both=$(processes) || return 1
    strace -qq -o /dev/null -e trace=pwrite64,fsync,fdatasync,ftruncate -e inject=pwrite64,fsync,fdatasync,ftruncate:error=EROFS -p "${both#* }" 2>/dev/null &
    while [ "$(awk '/^TracerPid/ { print $2 }' "/proc/${both#* }/status")" = 0 ]; do sleep 0.05; done
    press C-s
    wait_for 'cannot be done now' 20; told=$?
    kill $!; wait $! 2>/dev/null
    [ "$told" = 0 ] || return 1
    escape
    screen | grep -q 'Kept in the form' || { echo '  the form was lost'; screen; return 1; }
}
# Everything a session sends, as the terminal gets it.
nothing_but_our_own() {
    rm -f "$home/slept"
    stop_server
    start && t pipe-pane -o "cat >$home/sent" || return 1
    unlock 'GO TO' && in_a_list 'Quarrelsome Heron' || return 1
    new_form || return 1
    t send-keys -l "$(printf '\033[200~A\033]52;c;QUJD\007\033]0;title\007\033P+q\033\\B\302\2331m\033[201~')"
    wait_for 'QUJD' || return 1 # the text of it, as text
    press C-s; wait_for 'Saved.' || return 1
    press C-l; wait_for Locked || return 1
    [ -s "$home/sent" ] || { echo '  nothing was recorded'; return 1; }
    # OSC, DCS, APC, PM, SOS, a title, a reply asked for; and any C1 control.
    ! LC_ALL=C grep -aqP '\033[\]P_^Xk]|\033\[[0-9;]*[nc]|\302[\200-\237]' "$home/sent" || { echo '  more was sent than the program draws with'; return 1; }
}

journey 'a vault with something to hide' made_for_this
journey 'U06 killed outright, the terminal is clear within a second' killed_at_once
journey 'U07 after locking and leaving nothing stands in the scrollback' nothing_in_scrollback
journey 'U08 keys typed ahead answer no question' typed_ahead
journey 'U13 saved, then locked, when both keys come at once' saved_then_locked
journey 'U09 a storm of sizes' resize_storm
journey 'U09 poor terminals' poor_terminals
journey 'U12 D20 hung up: the vault is closed, the draft kept' hung_up_with_a_draft
journey 'stopped and continued, it is locked in between' stopped_and_continued
journey 'U11 the machine slept: locked' slept
if command -v strace >/dev/null && strace -o "$home/tried" true 2>/dev/null; then
    journey 'D09 the disk turns read-only: the form is kept' disk_turned_read_only
fi
journey 'U02 U05 nothing is sent but what the program draws with' nothing_but_our_own
