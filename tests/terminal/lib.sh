# What the journeys in a real terminal share. Sourced with `program` set, tmux being there. Waiting means looking until
# it is there.
scratch=$(mktemp -d) || exit 1
socket=$scratch/tmux
passed=0 failed=0
trap 'tmux -S "$socket" kill-server 2>/dev/null; rm -rf "$scratch"' EXIT

t() { tmux -S "$socket" "$@"; }
screen() { t capture-pane -p; }
stop_server() { # and wait: a new one cannot be started beside it
    local server
    server=$(t display-message -p '#{pid}' 2>/dev/null) || return 0
    t kill-server 2>/dev/null
    while kill -0 "$server" 2>/dev/null; do sleep 0.05; done
}
new_home() {
    stop_server
    home=$(mktemp -d "$scratch/home-XXXXXX")
}
start() { # in a shell, so that the terminal can be looked at afterwards
    stop_server
    t -f /dev/null new-session -d -x 80 -y 24 "env -i HOME=$home TERM=tmux-256color LANG=C.UTF-8 TZ=UTC PATH=$PATH PS1='shell> ' sh"
    wait_for 'shell>' || return 1
    type_text "$program"
    t send-keys Enter
}
type_text() { t send-keys -l -- "$1"; }
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

# The two processes of the program that runs in our shell: the one that watches and the one with the screens.
processes() {
    local shell parent child
    shell=$(t display-message -p '#{pane_pid}')
    parent=$(child_of "$shell")
    child=$(child_of "$parent")
    [ -n "$child" ] && echo "$parent $child"
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
    press Enter; wait_for 'Enter once more' || return 1
    press Enter
    wait_for 'GO TO'
}
unlock() {
    wait_for Passphrase || return 1
    type_text 'five words of no meaning'; press Enter
    wait_for "$1" 20
}
